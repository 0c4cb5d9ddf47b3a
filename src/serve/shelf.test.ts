import { expect, test } from "vitest";
import { AllAnswerCounts } from "../http/answer-counts.ts";
import type { FinishedDocument } from "../model/document.ts";
import { Shelf } from "./shelf.ts";

const body = Uint8Array.of(1);
const codings = { gzip: body, br: body, zstd: body };
const head = { contentType: "text/xml", links: [], maxAgeSeconds: 60, etag: 'W/"1"', lastModified: new Date(0) };

async function find(path: string): Promise<FinishedDocument> {
  if (path === "/damaged") throw new Error("database disk image is malformed");
  return { path, body, codings, ...head };
}

test("of documents that cannot all be read, none is served", async () => {
  const shelf = new Shelf(new AllAnswerCounts());
  const documents = { find, versions: async () => [] };
  await expect(shelf.refresh(documents, ["/whole", "/damaged"])).rejects.toThrow("malformed");
  expect(shelf.find("/whole")).toBeUndefined();
  await shelf.refresh(documents, ["/whole"]);
  expect(shelf.find("/whole")).toBeDefined();
});
