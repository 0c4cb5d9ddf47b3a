import { createOutlets, type OutletList, type Outlets } from "../../outlets/outlets.ts";
import { readArticle, type FileLook, type ReadArticle } from "../read-article.ts";
import { yieldToServing } from "../../lib/thread.ts";

/** What a reader is sent first: outlets that go together, as data. */
export type ReaderStart = OutletList;

/** What it is sent from then on: looks, to be answered with what they came to. */
export interface ReadRequest {
  readonly looks: readonly FileLook[];
  readonly now: Date;
}

/** One helper of the reader pool. It ends with the pool, which alone decides when: a signal to all is no reason. */
let outlets: Outlets | undefined;

yieldToServing();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
process.on("disconnect", () => process.exit());
process.on("message", (message: ReaderStart | ReadRequest) => {
  if (!("looks" in message)) outlets = requireOutlets(message);
  else if (outlets !== undefined) process.send?.(readAll(message, outlets));
});

function readAll({ looks, now }: ReadRequest, known: Outlets): readonly ReadArticle[] {
  return looks.map((look) => readArticle(look, known, now));
}

function requireOutlets({ all, generic }: ReaderStart): Outlets {
  const created = createOutlets(all, generic);
  if (!created.ok) throw new Error("The reader pool was started with outlets that do not go together.");
  return created.value;
}
