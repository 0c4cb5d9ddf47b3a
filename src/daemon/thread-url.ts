import { extname } from "node:path";

/** Address of a thread's entry file beside the caller: TypeScript in the source tree, JavaScript in the package. */
export function threadUrl(name: string): URL {
  return new URL(`./${name}${extname(import.meta.filename)}`, import.meta.url);
}
