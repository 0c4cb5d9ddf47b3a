import { beforeEach, expect, test } from "vitest";
import { articleText, createWorkplace, type Workplace } from "./workplace.ts";

let place: Workplace;
beforeEach(() => {
  place = createWorkplace();
});

test("what is found is shown with its passages, the newest first", () => {
  const old = articleText("https://garden.example/1", "<p>湖水清澈，\n园丁在湖边种树。</p>").replace(
    "1714550400000",
    "1714464000000",
  );
  place.write("seeds/a.txt", old);
  place.write("seeds/b.txt", articleText("https://garden.example/2", "<p>湖上有船。</p>"));
  place.write("seeds/c.txt", articleText("https://garden.example/3", "<p>山上有雪。</p>"));
  place.run("build", "--out", "site");
  expect(place.run("search", "湖 -雪 園")).toEqual({
    code: 0,
    out: [
      "果园里的春天\n  2024-05-01  garden.example  https://garden.example/2\n  湖上有船。",
      "果园里的春天\n  2024-04-30  garden.example  https://garden.example/1\n  湖水清澈， 园丁在湖边种树。",
      "2 articles\n",
    ].join("\n\n"),
    err: "",
  });
  expect(place.run("search", "湖", "--limit", "1").out).toMatch(/\n\nthe newest 1 of 2 articles\n$/);
  const answer: unknown = JSON.parse(place.run("search", "雪", "--json").out);
  expect(answer).toMatchObject({ total: 1, articles: [{ url: "https://garden.example/3", passages: ["山上有雪。"] }] });
});

test("a mistake is shown where it is", () => {
  const { code, err } = place.run("search", "湖 (园");
  expect(code).toBe(2);
  expect(err).toBe("feedmill: This parenthesis is not closed.\n湖 (园\n   ^\n");
});

test("without a catalog there is nothing to search", () => {
  expect(place.run("search", "湖")).toMatchObject({ code: 1, err: expect.stringContaining("There is no catalog in ") });
});
