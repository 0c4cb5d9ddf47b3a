/**
 * Gives the system back what the C library keeps of freed memory, everywhere in its heaps (malloc_trim(3)); by itself glibc
 * gives back only what lies at their ends. Does nothing where there is no such function (musl, macOS) or no `node:ffi`.
 */
export const trimAllocator: () => void = findTrim() ?? (() => {});

function findTrim(): (() => void) | undefined {
  try {
    const { functions } = quietly(() => process.getBuiltinModule("node:ffi")).dlopen(null, {
      malloc_trim: { arguments: ["u64"], return: "i32" },
    });
    return () => void functions.malloc_trim(0n);
  } catch {
    return undefined;
  }
}

/** Loading what Node calls experimental writes a warning between the lines of the log. */
function quietly<T>(load: () => T): T {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => {};
  try {
    return load();
  } finally {
    process.emitWarning = emitWarning;
  }
}
