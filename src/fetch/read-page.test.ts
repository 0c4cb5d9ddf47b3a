import { expect, test } from "vitest";
import { articleIn } from "./read-page.ts";

const sentence = "The council met on Monday and agreed to mend the old bridge before the winter floods come again. ";

test("an article is found among what surrounds it, with addresses that lead there from anywhere", () => {
  const html = `<html><head><title>T</title></head><body><nav><a href="/">Home</a></nav>
    <article><h1>The bridge</h1><p>${sentence.repeat(4)}</p><p><img src="b.jpg">${sentence.repeat(4)}<a href="/n">note</a></p></article>
    <footer>All rights reserved</footer></body></html>`;
  const article = articleIn(html, "https://outlet.example/news/1");
  expect(article).toContain("mend the old bridge");
  expect(article).toContain('src="https://outlet.example/news/b.jpg"');
  expect(article).toContain('href="https://outlet.example/n"');
  expect(article).not.toContain("Home");
});

test("a page without an article gives none, nor one that is beyond what an article's may be", () => {
  const pages = ["", "<div>".repeat(100_000), `<article>${"<p>A word, and another.</p>".repeat(60_000)}</article>`];
  expect(pages.map((html) => articleIn(html, "https://outlet.example/"))).toEqual(pages.map(() => undefined));
});
