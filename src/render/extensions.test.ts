import { expect, test } from "vitest";
import { mediaElements } from "./extensions.ts";

test.each([
  ["https://h.example/a.jpg", 'type="image/jpeg"'],
  ["https://h.example/a.JPEG?w=900", 'type="image/jpeg"'],
  ["https://proxy.example/?url=h.example/a.webp", 'type="image/webp"'],
])("%s has %s", (url, type) => {
  expect(mediaElements({ url })[0]).toContain(type);
});

test.each(["https://h.example/", "https://h.example/a.php", "https://proxy.example/?url=h/a.jpg&output=webp"])(
  "%s has no type, since it tells none",
  (url) => {
    expect(mediaElements({ url })[0]).not.toContain("type=");
  },
);

test("caption and credit are part of the picture, which is its own thumbnail", () => {
  expect(mediaElements({ url: "https://h.example/a", caption: "茶", credit: "A & B", width: 3, height: 2 })).toEqual([
    '<media:content url="https://h.example/a" medium="image" width="3" height="2">' +
      '<media:description type="plain">茶</media:description><media:credit>A &#x26; B</media:credit></media:content>',
    '<media:thumbnail url="https://h.example/a" width="3" height="2"/>',
  ]);
});
