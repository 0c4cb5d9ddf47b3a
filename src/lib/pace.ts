import { setImmediate as nextTurn } from "node:timers/promises";

/** The thread does other things after so much work, in microseconds. */
const TURN_US = 10_000;

/** The pace of a work that takes many steps: between steps the thread takes its turns, and the work may be stopped. */
export class Pace {
  readonly #signal: AbortSignal | undefined;
  #worked = 0;

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /** Called before a step, with what it takes. Rejects with the signal's reason once it is aborted. */
  async step(microseconds: number): Promise<void> {
    this.#signal?.throwIfAborted();
    this.#worked += microseconds;
    if (this.#worked < TURN_US) return;
    await nextTurn();
    this.#worked = 0;
    this.#signal?.throwIfAborted();
  }
}

/** UTF-16 units of markup that take a microsecond to be unpacked, and to become text. */
const UNITS_A_US = 20;

/** What a body costs that is read, in microseconds. */
export function textUs({ bodyHtml }: { readonly bodyHtml: string }): number {
  return bodyHtml.length / UNITS_A_US;
}
