import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { siteImages } from "../model/addresses.ts";
import { pageAssets } from "./page-assets.ts";

const assets = pageAssets((name) => readFileSync(new URL(`../../assets/${name}`, import.meta.url)));

test("pictures of the site have the size that feeds say they have", () => {
  const sizes = Object.values(siteImages).map(({ path }) => {
    const png = Buffer.from(assets.find((asset) => asset.path === path)?.body ?? []);
    return { path, width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
  });
  expect(sizes).toEqual(Object.values(siteImages));
});
