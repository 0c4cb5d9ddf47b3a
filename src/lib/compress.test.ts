import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { compress } from "./compress.ts";

const body = Buffer.from("点心师傅在清晨四点开始和面。".repeat(500));

test("every coding decodes to the same bytes", () => {
  const { gzip, br, zstd } = compress(body);
  expect(gunzipSync(gzip).equals(body)).toBe(true);
  expect(brotliDecompressSync(br).equals(body)).toBe(true);
  expect(zstdDecompressSync(zstd).equals(body)).toBe(true);
});

test("compressing twice gives the same bytes", () => {
  expect(compress(body)).toEqual(compress(body));
});
