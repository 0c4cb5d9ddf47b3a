import { createRequire } from "node:module";

/** Loads a package when it is needed, not when the program starts. The caller names its type. */
export const load = createRequire(import.meta.url);
