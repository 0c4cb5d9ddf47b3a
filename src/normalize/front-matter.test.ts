import { describe, expect, test } from "vitest";
import type { Capture } from "../model/article.ts";
import type { Flaw } from "../model/flaw.ts";
import type { Outlet } from "../model/outlet.ts";
import { normalizeArticle } from "./normalize-article.ts";
import { genericOutlet, inFront, own } from "./outlets.fixture.ts";

const capturedAt = new Date("2024-04-01T00:00:00Z");

interface Normalized extends Pick<Capture, "bodyHtml" | "authors" | "dek" | "excerpt"> {
  readonly publishedAt: string | undefined;
  readonly flaws: readonly Flaw["code"][];
}

function normalize(bodyHtml: string, select: Partial<Outlet["select"]> = {}, more: Partial<Outlet> = {}): Normalized {
  const outlet = {
    ...genericOutlet,
    timeZone: "Asia/Shanghai",
    ...more,
    select: { ...genericOutlet.select, ...select },
  };
  const outcome = normalizeArticle({ title: "t", url: "https://blog.example/", bodyHtml, capturedAt }, outlet);
  if (!outcome.ok) throw new Error(outcome.problem.message);
  const { publishedAt, authors, dek, excerpt, bodyHtml: html } = outcome.value;
  const flaws = (outcome.flaws ?? []).map(({ code }) => code);
  return { publishedAt: publishedAt?.toISOString(), authors, ...(dek && { dek }), excerpt, bodyHtml: html, flaws };
}

describe("the front line", () => {
  const line = { frontLine: ["div:first-child > i:only-child", "div:first-child"] };
  const roles = ["null", "综合报道", "摘编", "采访记者"];

  test.each([
    ["names and a time", "<div><i>JANE DOE,JANE DOE<br>2024-03-01 11:30:00</i></div>", ["Jane Doe"], "03:30"],
    ["a time alone", "<div><i>Fri, 01 Mar 2024 03:30:00 GMT</i></div>", [], "03:30"],
    ["a break and a time", "<div><i><br>2024-03-01T03:30:00.311Z</i></div>", [], "03:30"],
    ["a time in a division", "<div>01/03/2024 - 11:30</div>", [], "03:30"],
    ["a role in brackets", "<div><i>  张某（综合报道）<br>2024-03-01T03:30:00Z</i></div>", ["张某"], "03:30"],
    ["a role after a space", "<div><i> 张某 综合报道<br>2024-03-01T03:30:00Z</i></div>", ["张某"], "03:30"],
    ["a role before it", "<div><i>采访记者： Ann Poe<br>2024-03-01T03:30:00Z</i></div>", ["Ann Poe"], "03:30"],
    ["null", "<div><i>null 张某（摘编）<br>2024-03-01T03:30:00Z</i></div>", ["张某"], "03:30"],
    ["a name of two words", "<div><i>晨报 中文网<br>2024-03-01T03:30:00Z</i></div>", ["晨报 中文网"], "03:30"],
  ])("is %s, and leaves the body", (_what, front, authors, time) => {
    expect(normalize(`${front}<p>文。</p>`, line, { roles })).toMatchObject({
      authors,
      publishedAt: `2024-03-01T${time}:00.000Z`,
      bodyHtml: "<p>文。</p>",
      flaws: [],
    });
  });

  test("may name somebody and no time", () => {
    const read = normalize("<div><i>Ann Poe<br></i></div><p>文。</p>", line);
    expect(read).toMatchObject({ authors: ["Ann Poe"], publishedAt: undefined, bodyHtml: "<p>文。</p>", flaws: [] });
  });

  test("that says a day is the capture time within that day", () => {
    const read = normalize("<div><i>2024年3月 1日</i></div><p>文。</p>", line);
    expect(read).toMatchObject({ publishedAt: "2024-03-01T15:59:59.000Z", bodyHtml: "<p>文。</p>" });
  });

  test.each([
    ["cannot be read", "<div><i>2024-02-30 11:30</i></div>", "UNREADABLE_TIME"],
    ["is not to be believed", "<div><i>0001-01-01 00:00:00</i></div>", "TIME_OUT_OF_RANGE"],
  ])("leaves the body all the same where its time %s, and that is told", (_what, front, flaw) => {
    const read = normalize(`${front}<img src=a><p>文。</p>`, line);
    expect(read).toMatchObject({ publishedAt: undefined, bodyHtml: "<p>文。</p>", flaws: [flaw] });
  });

  test.each([
    ["a sentence in italics", "<div><i>一句斜体的话，2024年3月1日写的。</i></div>"],
    ["a verse of two lines", "<div><i>第一行<br>第二行</i></div>"],
    ["a heading with a year", "<div>2024年大选</div>"],
    ["words beside a time", "<div><i>2024-03-01 11:30</i>，他来了</div>"],
    ["what is not first", "<p>文。</p><div><i>2024-03-01 11:30</i></div>"],
  ])("is not %s", (_what, front) => {
    expect(normalize(`${front}<p>文。</p>`, line)).toMatchObject({ publishedAt: undefined, authors: [], flaws: [] });
    expect(normalize(`${front}<p>文。</p>`, line).bodyHtml).toBe(normalize(`${front}<p>文。</p>`).bodyHtml);
  });
});

describe("time and byline before the text", () => {
  const facts = {
    time: inFront('time:not([itemprop~="dateModified"])', '[itemprop~="datePublished"]', "time", ".date"),
    byline: inFront("address", '[rel~="author"]', ".byline"),
  };

  test.each([
    [
      "an attribute goes before the text",
      "<time datetime='2024-03-01 11:30:00'>today</time>",
      "2024-03-01T03:30:00.000Z",
    ],
    ["pudate counts", "<time pudate='2024-03-01T00:30:00Z'></time>", "2024-03-01T00:30:00.000Z"],
    ["so does content", '<meta itemprop="datePublished" content="2024-03-01T00:30Z">', "2024-03-01T00:30:00.000Z"],
    ["the text is read", "<p class=date>发布时间：2024-03-01 11:30</p>", "2024-03-01T03:30:00.000Z"],
    [
      "publication goes before an update, and both leave",
      '<time itemprop="dateModified" datetime="2024-03-02T00:00Z">u</time> | <time datetime="2024-03-01T00:00Z">p</time>',
      "2024-03-01T00:00:00.000Z",
    ],
    ["a heading may come first", "<h2>h</h2><time>2024-03-01T00:00Z</time>", "2024-03-01T00:00:00.000Z"],
    ["a relative time is none", "<time>2小时前</time>", undefined],
    ["a zero is none", "<time datetime='1970-01-01T00:00:00+00:00'>1 January 1970</time>", undefined],
    ["one that cannot be read is none", "<time datetime='yesterday'>gestern um 8</time>", undefined],
  ])("a time: %s", (_what, front, publishedAt) => {
    const read = normalize(`${front}<p>文。</p>`, facts);
    expect({ ...read, bodyHtml: read.bodyHtml.replace("<h2>h</h2>", "") }).toMatchObject({
      publishedAt,
      bodyHtml: "<p>文。</p>",
    });
  });

  test.each([
    ["an address", "<address>ANN LEE, BO LI</address>", ["Ann Lee", "Bo Li"]],
    ["a link with a label", '<p>By <a rel=author href="/x">Lin Example</a></p>', ["Lin Example"]],
    ["a link and a time", "<p>By <a rel=author>Lin</a> | <time>2024-03-01 11:30</time></p>", ["Lin"]],
    ["an avatar beside it", "<div class=byline><img src=/a.jpg> <a rel=author>Lin</a></div>", ["Lin"]],
  ])("a byline: %s", (_what, front, authors) => {
    expect(normalize(`${front}<p>文。</p>`, facts)).toMatchObject({ authors, bodyHtml: "<p>文。</p>" });
  });

  test.each([
    ["a time in a sentence", "<p>他于<time>2024-03-01 11:30</time>抵达。</p>"],
    ["a time at the start of a sentence", "<p><time>2024-03-01 11:30</time>他抵达了。</p>"],
    ["a name in a sentence", "<p><a rel=author href='https://blog.example/x'>林某</a>写道：风大。</p>"],
    ["an address in a sentence", "<div>请写信到<address>河边路五号</address>来。</div>"],
    ["an address of a place", "<address>River Street 1205, London</address>"],
    ["a sentence in an address", "<address>请来信。</address>"],
    ["a time below the text", "<p>文。</p><p><time>2024-03-01 11:30</time></p>"],
    ["a name below the text", "<p>文。</p><address>ANN LEE</address>"],
    ["a time in a heading", "<h2><time>2024-03-01 11:30</time></h2>"],
  ])("%s is text", (_what, body) => {
    const read = normalize(`${body}<p>末。</p>`, facts);
    expect(read).toMatchObject({ publishedAt: undefined, authors: [], flaws: [] });
    expect(read.bodyHtml).toBe(normalize(`${body}<p>末。</p>`).bodyHtml);
  });

  test("an outlet's own profile finds them below the text too, and in no sentence", () => {
    const ownFacts = { time: own(".date"), byline: own("address") };
    const below = "<p>文。</p><p class=date>2024-03-01 11:30</p><address>ANN LEE</address>";
    expect(normalize(below, ownFacts)).toMatchObject({
      publishedAt: "2024-03-01T03:30:00.000Z",
      authors: ["Ann Lee"],
      bodyHtml: "<p>文。</p>",
    });
    const sentence = "<p>他于<span class=date>2024-03-01 11:30</span>到。</p>";
    expect(normalize(sentence, ownFacts)).toMatchObject({
      publishedAt: undefined,
      excerpt: "他于2024-03-01 11:30到。",
    });
  });
});

describe("names out of a text", () => {
  test.each([
    ["记者：{names} 责编", "记者：乔某   责编：胡某 网编：瑞某", ["乔某"]],
    ["记者：{names} 责编", "文。<br>记者：吕某  文某 责编：胡某", ["吕某", "文某"]],
    ["记者{names} {*}报道", "记者黄某 台北报道 责编 许某", ["黄某"]],
    ["记者{names} {*}报道", "记者家某华盛顿报道  责编：申某", []],
    ["作者 {names}", "作者 韩某/张某", ["韩某", "张某"]],
    ["记者 {names}", "记者 梁某；审校 林某", ["梁某"]],
    ["© {names} for 时报", "© 一朵某 for 时报, 2020", ["一朵某"]],
    ["作者：{names}", "<b>作者：</b><a href=/x>甲某</a><br><b>日期：</b>2025.2.11", ["甲某"]],
  ])("%s in %s", (names, text, authors) => {
    const body = `<p>文。</p><p>${text}</p>`;
    const read = normalize(body, { byline: [{ css: "p", names, anywhere: true }] });
    expect(read.authors).toEqual(authors);
    expect(read.bodyHtml).toBe(normalize(body).bodyHtml);
  });

  test("they are read before what says them is removed", () => {
    const byline = [{ css: "small", names: "© {names} for", anywhere: true }];
    const read = normalize("<p>文。</p><small>© 某某 for x</small>", { byline }, { remove: [{ css: "small" }] });
    expect(read).toMatchObject({ authors: ["某某"], bodyHtml: "<p>文。</p>" });
  });
});

describe("the dek", () => {
  const dek = { dek: [".dek", "p > strong:only-child"] };

  test("stays in the body, is not the excerpt, and lets the picture after it be the lead", () => {
    const read = normalize("<div class=dek>导语。</div><img src=a><p>文。</p>", dek);
    expect(read).toMatchObject({ dek: "导语。", excerpt: "文。", bodyHtml: "<p>导语。</p><p>文。</p>" });
  });

  test("in bold is no subhead", () => {
    const read = normalize("<p><strong>导语</strong></p><p>文。</p>", dek, { headings: "bold-paragraphs" });
    expect(read).toMatchObject({ dek: "导语", bodyHtml: "<p><strong>导语</strong></p><p>文。</p>" });
  });

  test.each([
    ["stand below the text", "<p>文。</p><p><strong>导语。</strong></p>"],
    ["stand beside other words", "<p><strong>导语。</strong>文。</p>"],
    ["be longer than a few sentences", `<p><strong>${"长".repeat(501)}</strong></p><p>文。</p>`],
  ])("does not %s", (_what, body) => {
    expect(normalize(body, dek).dek).toBeUndefined();
  });
});
