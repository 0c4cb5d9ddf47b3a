import { expect, test } from "vitest";
import { mediaElements } from "./extensions.ts";

test("a picture has the type that its address tells, else the most common one", () => {
  const types = [
    ["https://h.example/a.jpg", "image/jpeg"],
    ["https://h.example/a.JPEG?w=900", "image/jpeg"],
    ["https://proxy.example/?url=h.example/a.webp", "image/webp"],
    ["https://proxy.example/?url=h.example/a.jpg&w=9", "image/jpeg"],
    ["https://proxy.example/?url=h/a.jpg&output=webp", "image/webp"],
    ["https://h.example/", "image/jpeg"],
    ["https://h.example/a.php", "image/jpeg"],
  ];
  const found = types.map(([url = ""]) => [
    url,
    /type="([^"]*)"/.exec(mediaElements({ picture: { url } })[0] ?? "")?.[1],
  ]);
  expect(found).toEqual(types);
});

const picture = { url: "https://h.example/a.png", alt: "A", caption: "茶", credit: "A & B", width: 3, height: 2 };
const thumbnail = '<media:thumbnail url="https://h.example/a.png" width="3" height="2"/>';

test("a summary has its picture with a type and a credit, and without a caption that readers take for the summary", () => {
  expect(mediaElements({ picture })).toEqual([
    '<media:content url="https://h.example/a.png" medium="image" type="image/png" width="3" height="2">' +
      "<media:credit>A &#x26; B</media:credit></media:content>",
    thumbnail,
  ]);
});

test("a picture that the text holds is a thumbnail alone", () => {
  expect(mediaElements({ picture, html: "<p>A</p>" })).toEqual([thumbnail]);
});

test("where there is no picture there is nothing", () => {
  expect(mediaElements({ html: "<p>A</p>" })).toEqual([]);
});
