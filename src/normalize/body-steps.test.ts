import fc from "fast-check";
import { expect, test } from "vitest";
import type { Capture } from "../model/article.ts";
import type { Outlet } from "../model/outlet.ts";
import { normalizeArticle } from "./normalize-article.ts";
import { genericOutlet } from "./outlets.fixture.ts";

/** What a body becomes by one outlet's rules; pictures are written `<img NAME>` in what is compared. */
function normalize(
  bodyHtml: string,
  rules: Omit<Partial<Outlet>, "select"> & { readonly select?: Partial<Outlet["select"]> } = {},
): Capture {
  const outlet = { ...genericOutlet, ...rules, select: { ...genericOutlet.select, ...rules.select } };
  const url = "https://blog.example/a/";
  const outcome = normalizeArticle({ title: "t", url, bodyHtml, capturedAt: new Date(0) }, outlet);
  if (!outcome.ok) throw new Error(outcome.problem.code);
  const shortened = outcome.value.bodyHtml.replaceAll(
    /<img src="https:\/\/blog\.example\/(?:a\/)?([^"]*)"[^>]*>/g,
    "<img $1>",
  );
  return { ...outcome.value, bodyHtml: shortened };
}

const small = { select: { caption: ["figcaption", "small"], credit: ["cite"] } };

test.each([
  [
    "a small after it",
    "<p>t</p><p><img src=1><small>c</small></p>",
    "<p>t</p><figure><img 1><figcaption>c</figcaption></figure>",
  ],
  [
    "a division after it",
    "<p>t</p><img src=1><div><small>c</small></div>",
    "<p>t</p><figure><img 1><figcaption>c</figcaption></figure>",
  ],
  [
    "a division around both",
    "<p>t</p><div><img src=1><div><small>c</small></div></div>",
    "<p>t</p><figure><img 1><figcaption>c</figcaption></figure>",
  ],
  [
    "a paragraph of its own",
    "t<p><img src=1></p> <p><small>c</small></p>",
    "t<figure><p><img 1></p><figcaption>c</figcaption></figure>",
  ],
  [
    "its figure",
    "<p>t</p><figure><img src=1><small>c</small></figure>",
    "<p>t</p><figure><img 1><figcaption>c</figcaption></figure>",
  ],
  [
    "a link around it",
    "<p>t</p><p><a href=/x><img src=1></a><small>c <cite>d</cite></small></p>",
    '<p>t</p><figure><a href="https://blog.example/x"><img 1></a><figcaption>c <cite>d</cite></figcaption></figure>',
  ],
  [
    "a credit after it",
    "t<p><img src=1><small>c</small><cite>d</cite></p>",
    "t<figure><img 1><figcaption>c <cite>d</cite></figcaption></figure>",
  ],
  [
    "text beside it",
    "<p>t <img src=1><small>c</small> u</p>",
    "<div>t <figure><img 1><figcaption>c</figcaption></figure> u</div>",
  ],
  ["other text in the same division", "t<img src=1><div><small>c</small> u</div>", "t<img 1><p><small>c</small> u</p>"],
  [
    "another picture between",
    "t<img src=1><img src=2><small>c</small>",
    "t<img 1><figure><img 2><figcaption>c</figcaption></figure>",
  ],
  ["nothing but text between", "t<img src=1> u <small>c</small>", "t<img 1> u <small>c</small>"],
])("a picture's caption: %s", (_what, body, expected) => {
  expect(normalize(body, small).bodyHtml).toBe(expected);
});

test("what holds a picture takes in a caption that follows it, but in a figure that is the figure's", () => {
  const held = { select: { ...small.select, picture: ["div"] } };
  expect(normalize("<p>t</p><div><img src=1></div><small>c</small>", held).bodyHtml).toBe(
    "<p>t</p><figure><img 1><figcaption>c</figcaption></figure>",
  );
  expect(normalize("<p>t</p><figure><div><img src=1></div><figcaption>c</figcaption></figure>", held).bodyHtml).toBe(
    "<p>t</p><figure><p><img 1></p><figcaption>c</figcaption></figure>",
  );
});

test("other words in what holds a picture stand with its caption, in the text and where it is the main one", () => {
  const held = { select: { ...small.select, picture: [".p"] } };
  const picture = "<div class=p><b>d</b><img src=1><div><small>c</small></div></div>";
  const inText = normalize(`<p>t</p>${picture}`, held);
  expect(inText.bodyHtml).toBe("<p>t</p><figure><img 1><figcaption>c<b>d</b></figcaption></figure>");
  expect(inText.leadImage?.caption).toBe("c d");
  expect(normalize(`${picture}<p>t</p>`, held)).toMatchObject({ leadImage: { caption: "c d" }, bodyHtml: "<p>t</p>" });
});

test("captions and credits that a profile finds around a picture, or within one another, come to an end", () => {
  const select = { picture: [".p"], caption: [".c"], credit: [".d"] };
  const around = "<p>t</p><div class=p><div class=c><span class=d><img src=1>e</span></div></div>";
  expect(normalize(around, { select }).bodyHtml).toBe("<p>t</p><figure><img 1><figcaption>e</figcaption></figure>");
  const within = "<p>t</p><div class=p><img src=1><p class=d>e<b class=c>c</b><i class=d>f</i></p></div>";
  expect(normalize(within, { select }).bodyHtml).toBe(
    "<p>t</p><figure><img 1><figcaption>c <cite>e<i>f</i></cite></figcaption></figure>",
  );
});

test("whatever holds what, each picture and word that a profile may find is there once", () => {
  const select = { picture: [".p"], caption: [".c", "small"], credit: [".d"] };
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom("<img src=1>", "w"),
      fc
        .tuple(
          fc.constantFrom(
            "div class=p",
            "div class=c",
            "p class=d",
            "span class=d",
            "figure",
            "figcaption",
            "small",
            "b",
          ),
          fc.array(tie("tree"), { minLength: 1, maxLength: 3 }),
        )
        .map(([tag, inner]) => `<${tag}>${inner.join("")}</${tag.split(" ")[0]}>`),
    ),
  }));
  fc.assert(
    fc.property(fc.array(tree, { minLength: 1, maxLength: 3 }), (trees) => {
      const written = `<p>t</p>${trees.join("")}`;
      const { bodyHtml } = normalize(written, { select: { ...select, leadPicture: [] } });
      expect(bodyHtml.match(/<img|w/g)).toHaveLength(written.match(/<img|w/g)?.length ?? 0);
    }),
    { numRuns: 300 },
  );
});

test("a figure of several pictures has one caption", () => {
  const body = "<p>t</p><figure><img src=1><img src=2><figcaption>c</figcaption></figure>";
  expect(normalize(body, small).bodyHtml).toBe("<p>t</p><figure><img 1><img 2><figcaption>c</figcaption></figure>");
});

test.each([
  [
    "a figure",
    "<figure><img src=1 alt=a><figcaption>c <cite>d</cite></figcaption></figure><p>t</p>",
    { alt: "a", caption: "c", credit: "d" },
  ],
  [
    "a bare image",
    "<br><div></div><img src=1 width=640 height=100%><div><small>c</small></div><p>t</p>",
    { caption: "c", width: 640 },
  ],
  ["an image in a paragraph", "<p><a href=/x><img src=1></a></p><p>t</p>", {}],
])("the lead picture may be %s", (_what, body, picture) => {
  expect(normalize(body, small)).toMatchObject({
    leadImage: { url: "https://blog.example/a/1", ...picture },
    bodyHtml: "<p>t</p>",
  });
});

test.each([
  ["text before it", "t<img src=1>"],
  ["a caption's figure of two", "<figure><img src=1><img src=2></figure>t"],
  ["a recording before it", "<audio src=/a.mp3></audio><img src=1>"],
  ["no selector for it", "<img src=1>t"],
])("a picture with %s stays in the text, and stands for the article in lists", (what, body) => {
  const leadPicture = what === "no selector for it" ? ["figure"] : genericOutlet.select.leadPicture;
  const { leadImage, bodyHtml } = normalize(body, { select: { ...small.select, leadPicture } });
  expect(leadImage).toEqual({ url: "https://blog.example/a/1", isInBody: true });
  expect(bodyHtml).toContain("<img");
});

test("a profile that selects no lead picture has none", () => {
  const select = { ...small.select, leadPicture: [] };
  expect(normalize("<img src=1>t", { select }).leadImage).toBeUndefined();
});

test("tracking pixels go, and do not become the lead picture", () => {
  const capture = normalize("<img src=/p.gif width=1 height=1><img src=1><p>t<img src=/q.gif height=0></p>");
  expect(capture).toMatchObject({ leadImage: { url: "https://blog.example/a/1" }, bodyHtml: "<p>t</p>" });
});

test("a picture that is loaded late is loaded from its own address", () => {
  expect(
    normalize('t<img src="data:image/gif;base64,AA" data-src="/1"><img src=/wait.gif data-original=/2>').bodyHtml,
  ).toBe("t<img 1><img 2>");
});

test.each([
  ["within one text", "<p>一二三</p><p>四</p>", "二", "<p>一三</p><p>四</p>"],
  ["across elements", "<p>一<b>二</b><i>三</i>四</p>", "二三", "<p>一四</p>"],
  ["whatever the white space", "<p>a b\n<b>c</b> d</p>", "b c", "<p>a \n d</p>"],
  ["each time it stands there", "<p>ab</p><p>ab</p><p>aba</p>", "ab", "<p>a</p>"],
  ["and nothing else if it does not", "<p>ab</p>", "ba", "<p>ab</p>"],
])("a literal text is removed %s", (_what, body, text, expected) => {
  expect(normalize(body, { remove: [{ text }] }).bodyHtml).toBe(expected);
});

test("100,000 removals take one pass", () => {
  const body = `<p>a${"bc<b>x</b>".repeat(100_000)}</p>`;
  expect(normalize(body, { remove: [{ css: "b" }, { text: "bc" }] }).bodyHtml).toBe("<p>a</p>");
});

test.each([
  ["<p><strong>h</strong></p>", "<h2>h</h2>"],
  ["<p> <b>h</b><br></p>", "<h2>h</h2>"],
  ["<p><strong>h</strong>：t</p>", "<p><strong>h</strong>：t</p>"],
  ["<p><strong><img src=1></strong></p>", "<p><strong><img 1></strong></p>"],
  ["<p><b>This is a sentence。</b></p>", "<p><b>This is a sentence。</b></p>"],
  [`<p><b>${"x".repeat(81)}</b></p>`, `<p><b>${"x".repeat(81)}</b></p>`],
])("bold paragraphs are subheads: %s", (body, expected) => {
  expect(normalize(`t${body}u`, { headings: "bold-paragraphs" }).bodyHtml).toBe(`t${expected}u`);
});

test("without that rule, bold paragraphs stay", () => {
  expect(normalize("t<p><strong>h</strong></p>").bodyHtml).toBe("t<p><strong>h</strong></p>");
});

test("an excerpt leaves out captions, subheads, bios and the dateline", () => {
  const body =
    "<figure><img src=1><figcaption>c</figcaption></figure><h2>h</h2><p>（某地）甲。</p><p>It is.</p><p>So</p>" +
    "<footer>bio</footer>";
  expect(normalize(body, { dateline: ["（某地）"] }).excerpt).toBe("甲。It is. So");
});

test("breaks and rules at the edges go, those within stay", () => {
  expect(normalize("<br><p>a</p><hr><p>b</p><br><hr><div></div>").bodyHtml).toBe("<p>a</p><hr><p>b</p>");
});

test("100,000 elements that nothing but their place tells apart are found in linear time", () => {
  const body = `<p>a</p>${"<i>x</i>".repeat(100_000)}`;
  expect(normalize(body, { remove: [{ css: "i:nth-child(3)" }, { css: "p:has(b) + i" }] }).bodyHtml).toHaveLength(
    body.length - "<i>x</i>".length,
  );
});

test.each([
  ["elements that begin so", { css: "p", begins: "更多 RSS" }, "<p>更多RSS：x</p><p>见更多RSS</p>", "<p>见更多RSS</p>"],
  [
    "lists of links",
    { css: "ul", onlyLinks: true },
    "<ul><li><a href=/x>x</a></ul><ul><li><a href=/y>y</a>z</ul>",
    "z",
  ],
  ["a line", { line: "广告" }, "<p>广告<p>a<br>广 告<br>b<p>广告费", "<p>a<br>b</p><p>广告费</p>"],
  [
    "a line with any words",
    { line: "© {*} for {*}" },
    "<p>© a for b<br>© a to b<p>for ©",
    "<p>© a to b</p><p>for ©</p>",
  ],
])("%s are removed", (_what, removal, body, expected) => {
  expect(normalize(`t${body}`, { remove: [removal] }).bodyHtml).toContain(expected);
  expect(normalize(`t${body}`, { remove: [removal] }).bodyHtml).not.toContain(body);
});

test("a heading that a body begins with goes where it says the title", () => {
  expect(normalize("<header><h1> t </h1></header><p>a</p><h2>t</h2>").bodyHtml).toBe("<p>a</p><h2>t</h2>");
  expect(normalize("<h1>u</h1><p>a</p>").bodyHtml).toBe("<h1>u</h1><p>a</p>");
});
