import { collectGarbage } from "./collect-garbage.ts";

/** Sees to it that a thread that serves does not keep what it no longer needs. */
export interface ServingGarbage {
  /** Notes that documents of so many bytes came, and made their predecessors garbage. */
  came(bytes: number): void;
  /** A scan is over: collects after a rest, where it is worth it. */
  rest(): void;
  stop(): void;
}

/** About a minute of a first ingest brings so many bytes of documents, or a hundred changes. */
const WORTH_COLLECTING = 256 * 1024 * 1024;
/** Until then the engine holds on to room for short-lived objects; and requests that came with the scan are answered. */
const REST_MS = 10_000;

export function createServingGarbage(restMs = REST_MS): ServingGarbage {
  // Starting leaves more behind than any documents.
  let bytes = Infinity;
  let timer: NodeJS.Timeout | undefined;

  function collect(): void {
    bytes = 0;
    collectGarbage("regular");
  }

  return {
    came(more) {
      bytes += more;
    },
    rest() {
      clearTimeout(timer);
      if (bytes >= WORTH_COLLECTING) timer = setTimeout(collect, restMs).unref();
    },
    stop: () => clearTimeout(timer),
  };
}
