import { extname } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The entry file of a thread or process beside the caller: TypeScript in the source tree, JavaScript in the package.
 *
 * @param caller `import.meta.url` of the caller.
 */
export function threadUrl(name: string, caller: string): URL {
  return new URL(`./${name}${extname(fileURLToPath(caller))}`, caller);
}
