import { expect, test } from "vitest";
import type { KeptDocument } from "../catalog/catalog.ts";
import { AllAnswerCounts } from "../http/answer-counts.ts";
import { Shelf } from "./shelf.ts";

const body = Uint8Array.of(1);
const codings = { gzip: body, br: body, zstd: body };
const head = { contentType: "text/xml", links: [], maxAgeSeconds: 60, etag: 'W/"1"', lastModified: new Date(0) };

async function find(path: string): Promise<KeptDocument> {
  if (path === "/damaged") throw new Error("database disk image is malformed");
  return { path, body, codings, versions: [], ...head };
}

test("of documents that cannot all be read, none is served", async () => {
  const shelf = new Shelf(new AllAnswerCounts());
  const documents = { find };
  await expect(shelf.refresh(documents, ["/whole", "/damaged"])).rejects.toThrow("malformed");
  expect(shelf.find("/whole")).toBeUndefined();
  await shelf.refresh(documents, ["/whole"]);
  expect(shelf.find("/whole")).toBeDefined();
});
