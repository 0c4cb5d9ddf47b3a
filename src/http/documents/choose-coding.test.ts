import { expect, test } from "vitest";
import { chooseCoding, createCodingChooser } from "./choose-coding.ts";

test.each([
  ["", "identity"],
  ["gzip", "gzip"],
  ["x-gzip", "gzip"],
  ["GZip", "gzip"],
  ["gzip, deflate", "gzip"],
  ["br,gzip", "br"],
  ["gzip, deflate, br, zstd", "br"],
  ["zstd, gzip", "zstd"],
  ["br;q=0.5, gzip;q=0.8", "gzip"],
  ["br; q=0, gzip ; q=0.001", "gzip"],
  ["gzip;q=0", "identity"],
  ["identity", "identity"],
  ["identity;q=0.5, gzip;q=0.4", "identity"],
  ["*", "br"],
  ["gzip;q=0.5, *;q=0.1", "gzip"],
  ["*;q=0, gzip", "gzip"],
  ["deflate", "identity"],
  ["gzip;q=nonsense", "identity"],
  ["identity;q=0", "gzip"],
  ["identity;q=0, br", "br"],
  ["*;q=0", undefined],
  ["identity;q=0, gzip;q=0", undefined],
] as const)("Accept-Encoding %j gets %s", (header, coding) => {
  expect(chooseCoding(header)).toBe(coding);
});

test("a client that says nothing gets the plain bytes", () => {
  expect(createCodingChooser()(undefined)).toBe("identity");
});

test("more headers than are remembered are still answered rightly", () => {
  const choose = createCodingChooser();
  for (let index = 0; index < 1000; index += 1) expect(choose(`x-${index}, gzip`)).toBe("gzip");
  expect(choose("br")).toBe("br");
});
