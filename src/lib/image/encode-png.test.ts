import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { encodePng } from "./encode-png.ts";

test("a picture is written with its size and its rows as differences", () => {
  const png = Buffer.from(encodePng({ width: 1, height: 2, rgba: Uint8Array.of(1, 2, 3, 255, 0, 2, 4, 255) }));
  expect(png.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1A\n");
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1, 2]);
  const length = png.readUInt32BE(33);
  expect(png.toString("latin1", 37, 41)).toBe("IDAT");
  expect([...inflateSync(png.subarray(41, 41 + length))]).toEqual([2, 1, 2, 3, 255, 2, 255, 0, 1, 0]);
});

test("it ends as every PNG does, checksum included", () => {
  const png = Buffer.from(encodePng({ width: 1, height: 1, rgba: Uint8Array.of(0, 0, 0, 0) }));
  expect(png.subarray(-12).toString("hex")).toBe("0000000049454e44ae426082");
});
