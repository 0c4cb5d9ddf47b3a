import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { renderSiteImages } from "./site-images.ts";

test.each([
  ["/icon.png", 512, 512, "e443de1e4c0539cc"],
  ["/favicon.png", 64, 64, "c62277038273ddb6"],
  ["/logo.png", 144, 72, "2b6c4e955522d5c1"],
])("%s is %i × %i pixels, of the same bytes on every machine", (path, width, height, sha256) => {
  const { body, contentType } = renderSiteImages().find((image) => image.path === path) ?? {};
  const png = Buffer.from(body ?? []);
  expect(contentType).toBe("image/png");
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([width, height]);
  expect(createHash("sha256").update(png).digest("hex").slice(0, 16)).toBe(sha256);
});
