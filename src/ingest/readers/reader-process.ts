import { yieldToServing } from "../../lib/thread.ts";
import { createOutlets, type OutletList, type Outlets } from "../../outlets/outlets.ts";
import { readArticle } from "../read-article.ts";
import type { FromReader, ToReader } from "./reader-messages.ts";

/** One process of the pool that reads. It ends with the pool, which alone decides when: a signal to all is no reason. */
let outlets: Outlets | undefined;

yieldToServing();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
process.on("disconnect", () => process.exit());
process.on("message", (message: ToReader) => {
  if (message.kind === "start") outlets = requireOutlets(message.outlets);
  else if (outlets !== undefined) process.send?.(readAll(message, outlets));
});

function readAll({ looks, now }: Extract<ToReader, { kind: "read" }>, known: Outlets): FromReader {
  return looks.map((look) => readArticle(look, known, now));
}

function requireOutlets({ all, generic }: OutletList): Outlets {
  const created = createOutlets(all, generic);
  if (!created.ok) throw new Error("The reader pool was started with outlets that do not go together.");
  return created.value;
}
