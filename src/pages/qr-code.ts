import { encodeQR } from "qr";
import { html, type Html } from "../lib/html/template.ts";

/** Modules that stay clear around the code (ISO/IEC 18004 §6.3.8). */
const QUIET = 4;

/** A text as a QR code: one path of squares on a white ground, dark in any color scheme, since scanners expect it. */
export function qrCode(text: string, label: string): Html {
  const modules = encodeQR(text, "raw", { ecc: "low", border: QUIET });
  const size = modules.length;
  const path = modules.flatMap((row, y) => runs(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`));
  return html`<svg class="qr" role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path fill="#000" d="${path.join("")}"/></svg>`;
}

/** Where dark modules begin in a row, and how many stand together. */
function runs(row: readonly boolean[]): readonly (readonly [start: number, length: number])[] {
  return [
    ...row
      .map((isDark) => (isDark ? "1" : "0"))
      .join("")
      .matchAll(/1+/g),
  ].map((run) => [run.index, run[0].length] as const);
}
