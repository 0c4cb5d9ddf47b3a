import { expect, test } from "vitest";
import type { ImagePolicy } from "../model/outlet.ts";
import { pictureAddress } from "./picture-address.ts";

const base = new URL("http://news.example/a/");
const proxied = "https://images.weserv.nl?url=static.example/图.jpg";
const proxy: ImagePolicy = { proxy: "https://pictures.example/?u={url}&w=800" };

test.each([
  [proxied, "as-captured", "https://images.weserv.nl/?url=static.example/%E5%9B%BE.jpg"],
  ["//images.weserv.nl/?url=static.example/b.jpg", "as-captured", "https://images.weserv.nl/?url=static.example/b.jpg"],
  ["/b.jpg", "as-captured", "http://news.example/b.jpg"],
  [proxied, "original", "https://static.example/%E5%9B%BE.jpg"],
  ["https://images.weserv.nl/?w=1", "original", "https://images.weserv.nl/?w=1"],
  ["/b.jpg", "original", "http://news.example/b.jpg"],
  [proxied, proxy, "https://pictures.example/?u=https%3A%2F%2Fstatic.example%2F%25E5%259B%25BE.jpg&w=800"],
  ["/b.jpg?$&", proxy, "https://pictures.example/?u=http%3A%2F%2Fnews.example%2Fb.jpg%3F%24%26&w=800"],
  ["data:image/gif;base64,AA", proxy, undefined],
] as const)("%s, %j, is loaded from %s", (written, policy, expected) => {
  expect(pictureAddress(written, base, policy)).toBe(expected);
});
