import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { processorMs } from "./processor-ms.ts";
import { trimAllocator } from "./trim-allocator.ts";

/**
 * `regular` stops the thread for some 20 ms. `last-resort` takes three times as long, gives up compiled code that has not
 * run for a while, too, and what is held for short-lived objects even where there were many a moment ago.
 */
type Flavor = "regular" | "last-resort";
type Collect = (how: { readonly type: "major"; readonly execution: "sync"; readonly flavor: Flavor }) => void;

// The engine has the function but shows it only when asked to, and then to contexts that are made afterwards.
setFlagsFromString("--expose-gc");
const collect: Collect = runInNewContext("gc");

/**
 * Gives back the memory that this thread's garbage takes, and what the C library keeps for any thread. The engine collects
 * by itself only once more is asked for, which a thread that has done its work never does. Returns the processor time
 * it took, in milliseconds.
 */
export function collectGarbage(flavor: Flavor): number {
  const startedMs = processorMs();
  collect({ type: "major", execution: "sync", flavor });
  trimAllocator();
  return processorMs() - startedMs;
}
