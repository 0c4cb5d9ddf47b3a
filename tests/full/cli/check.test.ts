import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { articleText, createWorkplace, type Workplace } from "./workplace.ts";

const known = "https://cn.nytimes.com/world/20240501/orchard/";
const unknown = "https://garden.example/orchard";
let place: Workplace;

beforeEach(() => {
  place = createWorkplace();
  mkdirSync(join(place.path, "seeds"));
});

function checkJson(...args: readonly string[]): Record<string, unknown> {
  return JSON.parse(place.run("check", "--json", ...args).out);
}

test("an archive without problems is counted by outlet, and the exit code is 0", () => {
  place.write("seeds/a.txt", articleText(known));
  place.write("seeds/again.txt", articleText(`${known}?smid=tw`));
  place.write("seeds/deep/b.txt", articleText("https://www.dw.com/zh/a-1"));
  const { code, out } = place.run("check");
  expect(code).toBe(0);
  expect(out).toMatch(/^nyt-zh +\S+ +2 +1 +0$/m);
  expect(out).toMatch(/^dw-zh +\S+ +1 +1 +0$/m);
  expect(out).toMatch(/^ +all files +3 +2 +0$/m);
});

test("a problem is listed with what to do about it, and the exit code is 1", () => {
  place.write("seeds/good.txt", articleText(known));
  place.write("seeds/empty.txt", "");
  const { code, out } = place.run("check");
  expect(code).toBe(1);
  expect(out).toMatch(/^seeds\/empty\.txt: EMPTY_FILE\n {2}The file .+\n {2}Try: Delete the file/m);
});

test("problems are told to programs with path, code, message and remedy", () => {
  place.write("seeds/good.txt", articleText(known));
  const path = place.write("seeds/empty.txt", "");
  expect(checkJson()).toMatchObject({
    files: 2,
    articles: 1,
    problems: [
      { path, code: "EMPTY_FILE", message: expect.any(String), remedy: expect.stringContaining("Delete the file") },
    ],
  });
});

test("a file with a flaw is published, and told apart from problems", () => {
  const path = place.write("seeds/damaged.txt", articleText(known).replace("</p>", "\ufffd</p>"));
  const { code, out } = place.run("check");
  expect(code).toBe(0);
  expect(out).toMatch(/^Published all the same, with something wrong: 1 flaw$/m);
  expect(out).toMatch(/^seeds\/damaged\.txt: DAMAGED_TEXT\n {2}Line \d+ holds a damaged character\.\n {2}Try: /m);
  expect(checkJson()).toMatchObject({ articles: 1, problems: [], flaws: [{ path, code: "DAMAGED_TEXT" }] });
  expect(place.run("explain", "seeds/damaged.txt").out).toMatch(/^Flaws\n {2}DAMAGED_TEXT /m);
});

test("files without a header beside articles are told once, with the setting that leaves them out", () => {
  place.write("seeds/bbc/1.md", articleText(known));
  for (const name of ["README.md", "bbc/README.md", "lists.md"])
    place.write(`seeds/${name}`, "# Articles of the year\n");
  place.write("seeds/half.txt", "Spring has come.\n");
  const { code, out } = place.run("check");
  expect(code).toBe(1);
  expect(out).toContain(
    "3 files beside the articles have no header: no articles, perhaps.\n" +
      '  Try: ignore: ["README.md", "lists.md"] in the configuration',
  );
  expect(out.match(/MISSING_HEADER/g)).toHaveLength(1);
  expect(checkJson()["problems"]).toHaveLength(4);

  const ignore = ["--ignore", "README.md", "--ignore", "/lists.md"];
  expect(checkJson(...ignore)).toMatchObject({ files: 2, problems: [{ path: join(place.path, "seeds/half.txt") }] });
  expect(place.run("check", ...ignore).out).not.toContain("beside the articles");
});

test("links that were passed over are counted, and an archive of nothing else is named", () => {
  const article = place.write("elsewhere/a.txt", articleText(known));
  symlinkSync(article, join(place.path, "seeds/a.txt"));
  const only = place.run("check");
  expect(only.out).toContain("seeds holds no article file, only 1 link: seeds/a.txt\n  Try: copy the files, or name");
  place.write("seeds/b.txt", articleText(`${known}b/`));
  expect(place.run("check").out).toContain("1 link in seeds was passed over: seeds/a.txt");
  expect(checkJson()).toMatchObject({ roots: [{ state: "present", links: { count: 1 } }] });
});

test("a file whose name is not UTF-8 is called a file", () => {
  place.write("seeds/a.txt", articleText(known));
  writeFileSync(Buffer.concat([Buffer.from(join(place.path, "seeds/bad-")), Buffer.from([0xff])]), "text");
  expect(place.run("check").out).toContain("The name of the file is not UTF-8. Rename it.");
  rmSync(Buffer.concat([Buffer.from(join(place.path, "seeds/bad-")), Buffer.from([0xff])]));
});

test("hosts without a profile are named", () => {
  place.write("seeds/a.txt", articleText(unknown));
  expect(place.run("check").out).toContain("No outlet profile claims garden.example (1 file)");
  expect(checkJson()).toMatchObject({ unclaimedHosts: { "garden.example": 1 } });
});

test("files and directories may be named instead of the archive", () => {
  place.write("seeds/a.txt", articleText(known));
  place.write("elsewhere/b.txt", articleText(unknown));
  const broken = place.write("c.txt", "");
  expect(checkJson("elsewhere", "c.txt")).toMatchObject({ files: 2, articles: 1, problems: [{ path: broken }] });
});

test("a path that leads nowhere is a failure", () => {
  const { code, err } = place.run("check", "missing");
  expect(code).toBe(1);
  expect(err).toContain("There is no file or directory");
});

test("a profile can be tried before it is installed", () => {
  place.write("seeds/a.txt", articleText(unknown));
  const profile = place.write("garden.yaml", "id: garden\nname: Garden\nhosts: [garden.example]\nlanguage: zh\n");
  expect(checkJson("--profile", profile)).toMatchObject({
    unclaimedHosts: {},
    outlets: expect.arrayContaining([
      expect.objectContaining({ id: "garden", name: "Garden", files: 1, articles: 1, problems: 0 }),
    ]),
  });
  expect(checkJson()).toMatchObject({ unclaimedHosts: { "garden.example": 1 } });
});

test("a profile with mistakes is refused, all of them at once", () => {
  const profile = place.write("garden.yaml", "id: Garden\nname: Garden\nhosts: [garden.example]\nlangauge: zh\n");
  const { code, err } = place.run("check", "--profile", profile);
  expect(code).toBe(1);
  expect(err).toContain("There are 2 mistakes:");
  expect(err).toContain("language");
});

test("what publishing would change is counted against the catalog", () => {
  place.write("seeds/a.txt", articleText(known));
  place.write("seeds/b.txt", articleText(unknown, "<p>第一段。</p><p>第二段。</p><aside>广告</aside>"));
  expect(checkJson()).not.toHaveProperty("comparison");
  expect(place.run("build", "--out", "site")).toMatchObject({ code: 0 });
  expect(checkJson()).toMatchObject({ comparison: { added: 0, changed: 0, changedIds: 0, held: 0 } });

  place.write("seeds/c.txt", articleText(`${known}second/`));
  const profile = place.write(
    "garden.yaml",
    "id: garden\nname: Garden\nhosts: [garden.example]\nremove: [{ css: aside }]\n",
  );
  expect(checkJson("--profile", profile)).toMatchObject({ comparison: { added: 1, changed: 1, changedIds: 0 } });
  expect(place.run("check", "--profile", profile).out).toContain("1 article would change and 1 would be new");
});

test("each outlet is told with the fields that its articles have, what its profile never finds, and lines they share", () => {
  for (let number = 1; number <= 20; number++) {
    const time = number <= 12 ? "<time datetime='2024-05-01T10:00:00Z'></time>" : "";
    const body = `${time}<p>第${number}棵苹果树在春天开花。</p><p>扫码关注我们</p>`;
    place.write(`seeds/${number}.txt`, articleText(`https://garden.example/${number}`, body));
  }
  place.write("old.yaml", "id: garden\nname: Garden\nhosts: [garden.example]\n");
  place.write("outlets/garden.yaml", "id: garden\nname: Garden\nhosts: [garden.example]\n");
  const outlets = ["--outlets", "outlets"];
  expect(place.run("build", "--out", "site", ...outlets)).toMatchObject({ code: 0 });
  const edited =
    "id: garden\nname: Garden\nhosts: [garden.example]\nselect: { time: .date, byline: [] }\nremove: { css: time }\n";
  const profile = ["--profile", place.write("new.yaml", edited), ...outlets];
  const { out } = place.run("check", ...profile);
  expect(out).toContain(
    "Articles that have each field, and in brackets how many more or fewer than are published:\n" +
      "OUTLET  ARTICLES  TIME     AUTHORS  DEK  PICTURE  CAPTION  SECTION\n" +
      "garden  20        0 (-12)  0        0    0        0        0\n",
  );
  expect(out).toContain("Rules of the profile garden that found nothing in 20 files:\n  time  .date\n");
  expect(out).toContain(
    "Lines that many articles of garden share: promotion, perhaps\n  20 of 20  start  扫码关注我们\n",
  );
  expect(checkJson(...profile)).toMatchObject({
    outlets: [{ id: "garden", unusedRules: [{ part: "time", rule: ".date" }], sharedLines: [{ articles: 20 }] }],
    comparison: { coverageChange: { garden: { time: -12, authors: 0 } } },
  });
  expect(place.run("check", ...outlets).out).toContain("Articles that have each field:\n");
});

test("a file whose article another one of its id hides is named, with both", () => {
  place.write("garden.yaml", "id: garden\nname: Garden\nhosts: [garden.example]\narticle-number: page-{n}\n");
  place.write("seeds/a.txt", articleText("https://garden.example/apples/page-1", "<p>园丁种下了一排苹果树。</p>"));
  const other = articleText("https://garden.example/books/page-1", "<p>图书馆在周一重新开放，读者排起长队。</p>");
  const path = place.write(
    "seeds/b.txt",
    other.replace("果园里的春天", "图书馆开放").replace("1714550400000", "1714464000000"),
  );
  const { flaws } = checkJson("--profile", "garden.yaml");
  expect(flaws).toEqual([expect.objectContaining({ path, code: "SWALLOWED_CAPTURE" })]);
  const { code, out } = place.run("check", "--profile", "garden.yaml");
  expect(code).toBe(0);
  expect(out).toMatch(/^seeds\/b\.txt: SWALLOWED_CAPTURE\n {2}“图书馆开放” .+ has the id of “果园里的春天” /m);
});

test("a correction of stories that has no effect is told with the reason", () => {
  place.write("seeds/a.txt", articleText(known));
  place.run("build", "--out", "site");
  const pair = [1, 2].map((number) => `urn:uuid:00000000-0000-5000-8000-00000000000${number}`).join("+");
  place.write("config/feedmill.yaml", `stories:\n  join: ["${pair}"]\n`);
  const sentence = `stories.join has no effect on ${pair}: no article has the id ${pair.split("+")[0]}.`;
  expect(place.run("check").out).toContain(sentence);
  expect(checkJson()).toMatchObject({ idleCorrections: [sentence] });
  expect(place.run("build", "--out", "site").out).toContain(sentence);
});
