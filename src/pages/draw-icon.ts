import type { Raster } from "../lib/image/encode-png.ts";

const vermilion = { red: 0xb3, green: 0x39, blue: 0x1f };
const white = 0xff;
const side = 32;
const cornerRadius = 7;
const origin = { x: 8.5, y: 23.5 };
const outerWave = 15.5;
const innerWave = 8.5;
const waveWidth = 3.2;
const dot = { x: 10, y: 22, radius: 2.4 };

/** Two waves and a dot, the sign of a feed, in white on a vermilion plate, of any size and at least as wide as high. */
export function drawIcon(width: number, height: number): Raster {
  const unit = side / height;
  const plateWidth = width * unit;
  const rgba = new Uint8Array(width * height * 4);
  for (let at = 0; at < width * height; at++) {
    const x = ((at % width) + 0.5) * unit;
    const y = (Math.floor(at / width) + 0.5) * unit;
    const ink = coverage(signDistance(x - (plateWidth - side) / 2, y) / unit);
    const plate = coverage(plateDistance(x, y, plateWidth) / unit);
    rgba[at * 4] = vermilion.red + (white - vermilion.red) * ink;
    rgba[at * 4 + 1] = vermilion.green + (white - vermilion.green) * ink;
    rgba[at * 4 + 2] = vermilion.blue + (white - vermilion.blue) * ink;
    rgba[at * 4 + 3] = 255 * plate;
  }
  return { width, height, rgba };
}

/** How much of a pixel is painted whose middle is so many pixels outside of a shape's edge. */
function coverage(distance: number): number {
  return Math.min(1, Math.max(0, 0.5 - distance));
}

function signDistance(x: number, y: number): number {
  const outer = waveDistance(x - origin.x, origin.y - y, outerWave);
  const inner = waveDistance(x - origin.x, origin.y - y, innerWave);
  return Math.min(Math.min(outer, inner) - waveWidth / 2, length(x - dot.x, y - dot.y) - dot.radius);
}

/** From the line of a quarter circle around the origin, up to its ends. */
function waveDistance(x: number, y: number, radius: number): number {
  if (x >= 0 && y >= 0) return Math.abs(length(x, y) - radius);
  return Math.min(length(x, y - radius), length(x - radius, y));
}

function plateDistance(x: number, y: number, width: number): number {
  const outX = Math.abs(x - width / 2) - (width / 2 - cornerRadius);
  const outY = Math.abs(y - side / 2) - (side / 2 - cornerRadius);
  return length(Math.max(outX, 0), Math.max(outY, 0)) + Math.min(Math.max(outX, outY), 0) - cornerRadius;
}

/** `Math.hypot` may round differently elsewhere; `Math.sqrt` may not. */
function length(x: number, y: number): number {
  return Math.sqrt(x * x + y * y);
}
