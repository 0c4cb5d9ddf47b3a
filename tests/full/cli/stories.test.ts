import { beforeEach, expect, test } from "vitest";
import { createWorkplace, type Workplace } from "./workplace.ts";

let place: Workplace;
beforeEach(() => {
  place = createWorkplace();
});

const flood = "黔江水库垮坝三村撤离";

function write(name: string, url: string, day: string, title: string): string {
  const time = `${day}T08:00:00Z`;
  const front = `<div><i>${time}</i></div>`;
  return place.write(
    `seeds/${name}`,
    `<!--${Date.parse(time)}-->\n[${title}](${url})\n------\n\n${front}<p>${title}。</p>\n`,
  );
}

const voa = "https://www.voachinese.com/a/flood/7000001.html";
const dw = "https://www.dw.com/zh/a-70000002";

test("stories are listed with their reports, of all days or of one", () => {
  write("1.txt", voa, "2024-05-17", flood);
  write("2.txt", dw, "2024-05-18", `${flood}，水位上涨`);
  write("3.txt", "https://www.dw.com/zh/a-70000003", "2024-05-18", "渔业大臣会晤造船工会");
  expect(place.run("stories")).toMatchObject({ code: 1, err: expect.stringContaining("There is no catalog in ") });
  place.run("build", "--out", "site");
  const { out } = place.run("stories");
  expect(out).toMatch(
    /^黔江水库垮坝三村撤离\n {2}2 reports by 2 outlets {2}urn:uuid:\S+\n {2}2024-05-17 08:00 {2}\S+ {2}黔江水库垮坝三村撤离\n/,
  );
  expect(out).toMatch(/\n\nthe newest 1 story\n$/);
  expect(place.run("stories", "--day", "2024-05-17").out).toBe("0 stories\n");
  const { stories } = JSON.parse(place.run("stories", "--day", "2024-05-18", "--json").out);
  expect(stories).toMatchObject([{ reports: [{ url: voa }, { url: dw, link: { to: stories[0].reports[0].id } }] }]);
  expect(place.run("stories", "--day", "yesterday")).toMatchObject({ code: 2, err: expect.stringContaining("--day") });
});

test("a file is explained with what its article was linked to, why, and the operator's word on it", () => {
  const first = write("1.txt", voa, "2024-05-17", flood);
  const second = write("2.txt", dw, "2024-05-18", `${flood}，水位上涨`);
  place.run("build", "--out", "site");
  const { out } = place.run("explain", second);
  expect(out).toMatch(
    /^Story\n {2}id +urn:uuid:\S+\n +of 2 reports\n {2}link +\S+: 黔江水库垮坝三村撤离\n +urn:uuid:\S+\n {2}score +0\.\d{3}\n {2}shared +黔江水库垮坝三村撤离/m,
  );
  expect(place.run("explain", first).out).toMatch(/^ {2}link +none: it began the story$/m);
  const [one, other] = [first, second].map((path) => JSON.parse(place.run("explain", path, "--json").out).article.id);
  place.write("config/feedmill.yaml", `stories:\n  forbid: ["${one}+${other}"]\n`);
  place.run("build", "--out", "site");
  expect(place.run("explain", second).out).toContain("of this report alone");
  place.write("config/feedmill.yaml", `stories:\n  forbid: ["${one}"]\n`);
  expect(place.run("build", "--out", "site")).toMatchObject({
    code: expect.any(Number),
    err: expect.stringContaining("plus between them"),
  });
});

test("a file whose article begins a story is explained with the one before, which began over 72 hours ago", () => {
  write("1.txt", voa, "2024-05-17", flood);
  write("2.txt", dw, "2024-05-19", `${flood}，水位上涨`);
  const last = write("3.txt", "https://www.voachinese.com/a/flood/7000003.html", "2024-05-21", `${flood}，水位上涨`);
  place.run("build", "--out", "site");
  const { out } = place.run("explain", last);
  expect(out).toContain("of this report alone");
  expect(out).toMatch(
    /^ {2}link +\S+: 黔江水库垮坝三村撤离，水位上涨\n[^]*\n {2}story +its own: that one began over 72 hours before$/m,
  );
});

test("a report in both scripts counts once, and the lead is that of the stories feed", () => {
  const nyt = "https://cn.nytimes.com/china/20240517/flood/";
  write("1.txt", nyt, "2024-05-17", flood);
  write("2.txt", `${nyt}zh-hant/`, "2024-05-17", "黔江水庫垮壩三村撤離");
  const last = write("3.txt", dw, "2024-05-18", `${flood}，水位上涨`);
  place.run("build", "--out", "site");
  expect(place.run("stories").out).toMatch(/^黔江水库垮坝三村撤离\n {2}2 reports by 2 outlets /);
  expect(place.run("explain", last).out).toMatch(/^ +of 2 reports$/m);
});
