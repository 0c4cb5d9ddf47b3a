import { setTimeout as pause } from "node:timers/promises";
import { pick, type Random } from "../../bench/random.ts";
import { send } from "../http-harness.ts";

/** A document as every reader has to get it. */
export interface Expected {
  readonly path: string;
  readonly etag: string;
  /** In gzip. */
  readonly body: Buffer;
}

export interface Load {
  readonly port: number;
  readonly expected: readonly Expected[];
  readonly perSecond: number;
  readonly seconds: number;
  readonly random: Random;
}

export interface LoadResult {
  readonly answers: number;
  /** What went wrong, with how often. */
  readonly failures: ReadonlyMap<string, number>;
  /** From when a request was due to the end of its answer, in ascending order. */
  readonly latenciesMs: readonly number[];
  /** How much later than due a request was sent at most: what the load itself lacked time for. */
  readonly latestMs: number;
}

/** Four of five readers have what there is; each has an address and a connection of its own. */
const CONDITIONAL_SHARE = 0.8;
const TICK_MS = 5;

/** Asks so often for so long, whether it is answered in time or not, and waits for the last answer. */
export async function load({ port, expected, perSecond, seconds, random }: Load): Promise<LoadResult> {
  const failures = new Map<string, number>();
  const latenciesMs: number[] = [];
  let latestMs = 0;
  const startMs = performance.now();
  const total = perSecond * seconds;
  const asked: Promise<void>[] = [];
  while (asked.length < total) {
    const due = Math.min(total, Math.ceil(((performance.now() - startMs) * perSecond) / 1000));
    while (asked.length < due) asked.push(ask(startMs + (asked.length * 1000) / perSecond));
    await pause(TICK_MS);
  }
  await Promise.all(asked);
  return { answers: latenciesMs.length, failures, latenciesMs: latenciesMs.toSorted((a, b) => a - b), latestMs };

  async function ask(dueMs: number): Promise<void> {
    latestMs = Math.max(latestMs, performance.now() - dueMs);
    const document = pick(random, expected);
    const isConditional = random() < CONDITIONAL_SHARE;
    const failure = await mistakeOf(port, document, isConditional, anyAddress(random)).catch(String);
    if (failure === undefined) latenciesMs.push(performance.now() - dueMs);
    else failures.set(failure, (failures.get(failure) ?? 0) + 1);
  }
}

/** One request; undefined where its answer is as it has to be. */
async function mistakeOf(
  port: number,
  { path, etag, body }: Expected,
  isConditional: boolean,
  from: string,
): Promise<string | undefined> {
  const validator = isConditional ? { "If-None-Match": etag } : {};
  const headers = { "Accept-Encoding": "gzip", "X-Forwarded-For": from, ...validator };
  const answer = await send({ port, path, headers });
  if (answer.status !== (isConditional ? 304 : 200)) return `answered ${answer.status}`;
  return isConditional || answer.body.equals(body) ? undefined : "not whole";
}

function anyAddress(random: Random): string {
  return ["10", ...Array.from({ length: 3 }, () => Math.floor(random() * 256))].join(".");
}
