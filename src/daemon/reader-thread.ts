import { parentPort, workerData } from "node:worker_threads";
import { createOutlets, type Outlets } from "../outlets/outlets.ts";
import { readArticle, type FileLook, type ReadArticle } from "./read-article.ts";
import { yieldToServing } from "./yield-to-serving.ts";

/** What a reader is started with: outlets that go together, as data. */
export type ReaderData = Pick<Outlets, "all" | "genericImages">;

/** One helper of the reader pool: gets looks, answers with what they came to. */
export interface ReadRequest {
  readonly looks: readonly FileLook[];
  readonly now: Date;
}

yieldToServing();
const { all, genericImages }: ReaderData = workerData;
const outlets = createOutlets(all, genericImages);
if (!outlets.ok) throw new Error("The reader pool was started with outlets that do not go together.");

parentPort?.on("message", ({ looks, now }: ReadRequest) => {
  const results: ReadArticle[] = looks.map((look) => readArticle(look, outlets.value, now));
  parentPort?.postMessage(results);
});
