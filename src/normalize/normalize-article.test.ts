import fc from "fast-check";
import { expect, test } from "vitest";
import { parseFragment } from "../lib/html/parse-fragment.ts";
import { sanitize } from "../lib/html/sanitize.ts";
import type { Capture } from "../model/article.ts";
import type { Outlet } from "../model/outlet.ts";
import type { RawArticle } from "../model/raw-article.ts";
import type { TraceEntry } from "../model/trace.ts";
import { normalizeArticle } from "./normalize-article.ts";
import { genericOutlet, timesOutlet, wireOutlet } from "./outlets.fixture.ts";

const capturedAt = new Date("2024-03-01T04:00:00Z");
const timesUrl = "https://cn.times.example/world/20240301/kites/";
const wireUrl = "https://www.wire.example/zh/kites/a-7001?maca=rss";

const timesBody =
  "<address>HANNAH VAN DER MEER</address>" +
  '<time pudate="2024-03-01 11:30:00" datetime="2024-03-01 11:30:00">2024年3月1日</time>' +
  '<figure><img src="https://images.weserv.nl/?url=static.times.example/lead.jpg" width="1050" height="700">' +
  "<figcaption>山顶的风筝。 <cite>Ann Poe</cite></figcaption></figure><section><p>第一段说" +
  '<a href="/china/20240229/wind/?smid=rss" title="Link: x">风</a>。</p>' +
  '<p><img src="https://images.weserv.nl/?url=static.times.example/in.jpg">' +
  '<small style="color: #999;">线轴。<cite>Bo Li</cite></small></p>' +
  "<p>第二段。</p></section><footer><p>Hannah van der Meer是记者。Bo Li有贡献。</p>" +
  '<p>翻译：时报</p><p><a rel="nofollow" href="https://www.times.example/kites.html#top">点击查看本文英文版。</a></p></footer>';

const wireBody =
  "<div><i><br>2024-03-01T03:30:00.311Z</i></div>" +
  '<img src="https://images.weserv.nl?url=static.wire.example/lead.jpg" width="100%"><div><small>灯塔</small></div>' +
  '<p>（电讯中文网）第一段<a href="https://api.wire.example/detail/6001" rel="ArticleRef">提到</a>灯塔。</p>' +
  "<p><strong>守塔人</strong></p><p>第二段。</p>" +
  '<img src="https://images.weserv.nl?url=static.wire.example/in.jpg" width="100%"><div><small>塔顶</small></div>' +
  '<a href="/a/1.html"></a><p>（通讯社甲）</p><p><em>© 2024</em><em>年版权声明：保留权利。</em></p>' +
  '<br><hr><div>获取更多：<br><a href="https://promo.example">https://promo.example</a><br></div>';

function normalize(bodyHtml: string, outlet: Outlet = genericOutlet, claims: Partial<RawArticle> = {}): Capture {
  const url = outlet === timesOutlet ? timesUrl : outlet === wireOutlet ? wireUrl : "https://blog.example/kites";
  const outcome = normalizeArticle({ title: "风筝", url, bodyHtml, capturedAt, ...claims }, outlet);
  if (!outcome.ok) throw new Error(outcome.problem.message);
  return outcome.value;
}

function picture(host: string, name: string): string {
  const src = `https://images.weserv.nl/?url=static.${host}.example/${name}.jpg`;
  return `<img src="${src}" alt="" referrerpolicy="no-referrer" loading="lazy">`;
}

test("an alternative text that is the caption is empty, in the text and of the lead picture, and others stay", () => {
  const figures = [" 茶园 ", "茶园", "雨后"].map(
    (alt, at) => `<figure><img src="/${at}.jpg" alt="${alt}"><figcaption>茶园 <cite>Bo Li</cite></figcaption></figure>`,
  );
  const { leadImage, bodyHtml } = normalize(figures.join("<p>正文</p>"));
  expect(leadImage).toEqual({ url: "https://blog.example/0.jpg", caption: "茶园", credit: "Bo Li" });
  expect(Array.from(bodyHtml.matchAll(/ alt="([^"]*)"/g), ([, alt]) => alt)).toEqual(["", "雨后"]);
});

test("an article with byline, figures and footer", () => {
  expect(normalize(timesBody, timesOutlet)).toEqual({
    id: expect.stringMatching(/^urn:uuid:/),
    outletId: "times-zh",
    outletName: "时报中文网",
    canonicalUrl: timesUrl,
    title: "风筝",
    language: "zh-Hans",
    authors: ["Hannah van der Meer"],
    section: "world",
    rights: "© Times",
    leadImage: {
      url: "https://images.weserv.nl/?url=static.times.example/lead.jpg",
      caption: "山顶的风筝。",
      credit: "Ann Poe",
      width: 1050,
      height: 700,
    },
    originalUrl: "https://www.times.example/kites.html#top",
    bodyHtml:
      '<p>第一段说<a href="https://cn.times.example/china/20240229/wind/">风</a>。</p>' +
      `<figure>${picture("times", "in")}<figcaption>线轴。<cite>Bo Li</cite></figcaption></figure><p>第二段。</p>` +
      "<p>Hannah van der Meer是记者。Bo Li有贡献。</p><p>翻译：时报</p>" +
      '<p><a href="https://www.times.example/kites.html#top">点击查看本文英文版。</a></p>',
    excerpt: "第一段说风。第二段。",
    entries: "full",
    publishedAt: new Date("2024-03-01T03:30:00Z"),
    capturedAt,
    textHash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test("an article of divisions, with subheads, a copyright line and promotion", () => {
  expect(normalize(wireBody, wireOutlet)).toMatchObject({
    canonicalUrl: "https://www.wire.example/zh/kites/a-7001",
    authors: [],
    rights: "© 2024年版权声明：保留权利。",
    leadImage: { url: "https://images.weserv.nl/?url=static.wire.example/lead.jpg", caption: "灯塔" },
    publishedAt: new Date("2024-03-01T03:30:00Z"),
    bodyHtml:
      '<p>（电讯中文网）第一段<a href="https://www.wire.example/zh/a-6001">提到</a>灯塔。</p><h2>守塔人</h2><p>第二段。</p>' +
      `<figure>${picture("wire", "in")}<figcaption>塔顶</figcaption></figure><p>（通讯社甲）</p>`,
    excerpt: "第一段提到灯塔。第二段。（通讯社甲）",
  });
});

test.each([
  ["MISSING_TITLE", { title: " " }],
  ["EMPTY_BODY", { bodyHtml: "<p><br></p><script>x</script><hr>" }],
  ["EMPTY_BODY", { bodyHtml: "<p>\uFFFE\u0001</p>" }],
  ["EMPTY_BODY", { bodyHtml: "<a><rt>\uFFFD" }],
  ["EMPTY_BODY", { bodyHtml: "<video>Your program cannot play this.</video>" }],
  ["TOO_MANY_ELEMENTS", { bodyHtml: "<b></b>".repeat(200_001) }],
  ["TOO_DEEP", { bodyHtml: "<div>".repeat(300) }],
  ["TOO_MANY_ATTRIBUTES", { bodyHtml: `<p ${Array.from({ length: 101 }, (_, index) => `a${index}`).join(" ")}>` }],
])("%s is a problem", (code, claims) => {
  const raw = { title: "t", url: timesUrl, bodyHtml: "<p>x</p>", capturedAt, ...claims };
  expect(normalizeArticle(raw, timesOutlet)).toMatchObject({ ok: false, problem: { code } });
});

test("an article that nothing dates is a problem, one that dates itself is not", () => {
  const raw = { title: "t", url: timesUrl, bodyHtml: "<p>x</p>" };
  expect(normalizeArticle(raw, timesOutlet)).toMatchObject({ ok: false, problem: { code: "MISSING_DATE" } });
  const dated = { ...raw, bodyHtml: '<time datetime="2024-03-01 11:30:00"></time><p>x</p>' };
  const instant = new Date("2024-03-01T03:30:00Z");
  expect(normalizeArticle(dated, timesOutlet)).toMatchObject({
    ok: true,
    value: { capturedAt: instant, publishedAt: instant },
  });
});

test("an article of a picture alone is not empty", () => {
  expect(normalize('<img src="/a.jpg">')).toMatchObject({
    bodyHtml: "",
    leadImage: { url: "https://blog.example/a.jpg" },
  });
});

test("an article in Traditional Chinese is one of its own, with a twin", () => {
  const traditional = normalize("<p>这里</p>", timesOutlet, { url: `${timesUrl}zh-hant/` });
  const simplified = normalize("<p>这里</p>", timesOutlet);
  expect(traditional.id).not.toBe(simplified.id);
  expect(traditional).toMatchObject({
    language: "zh-Hant",
    section: "world",
    twin: { id: simplified.id, url: timesUrl },
  });
  expect(simplified.twin).toBeUndefined();
});

test("one article has one id, however it is addressed", () => {
  const addresses = [
    "http://cn.times.example/a",
    "https://m.cn.times.example/a/?fbclid=x",
    "https://www.cn.times.example:443/a#b",
  ];
  const captures = addresses.map((url) => normalize("<p>x</p>", timesOutlet, { url }));
  expect(new Set(captures.map(({ id }) => id)).size).toBe(1);
  expect(captures[1]?.canonicalUrl).toBe("https://m.cn.times.example/a/");
});

test.each([
  ["markup", "<div><p>一二<b>三</b></p></div>\n<p>四</p>"],
  ["line breaks", "<p>一二\n三</p><p>四</p><br>"],
  ["addresses", '<p><a href="/x?utm_source=y">一二</a>三</p><p>四</p>'],
  ["promotion", '<p>一二三</p><p>四</p><div><a href="https://promo.example/9">更多</a></div>'],
])("other %s around the same text leave its hash as it is", (_what, bodyHtml) => {
  expect(normalize(bodyHtml, wireOutlet).textHash).toBe(normalize("<p>一二三</p><p>四</p>", wireOutlet).textHash);
});

test("another word, or another title, is another text", () => {
  const hashes = [
    normalize("<p>now here</p>"),
    normalize("<p>nowhere</p>"),
    normalize("<p>nowhere</p>", genericOutlet, { title: "t" }),
  ];
  expect(new Set(hashes.map(({ textHash }) => textHash)).size).toBe(3);
});

test("every change is traced to its step and rule", () => {
  const entries: TraceEntry[] = [];
  const parts: string[] = [];
  const body = `${wireBody}<br><p>t<script>x</script>`;
  normalizeArticle({ title: "t", url: wireUrl, bodyHtml: body, capturedAt }, wireOutlet, {
    trace: (entry) => entries.push(entry),
    found: ({ part }) => parts.push(part),
  });
  expect(entries.map(({ step }) => step)).toEqual([
    "remove",
    "front-line",
    "copyright",
    "links",
    "links",
    "pictures",
    "pictures",
    "lead-picture",
    "caption",
    "headings",
    "edges",
    "sanitize",
  ]);
  expect(entries).toContainEqual({ step: "headings", change: "made h2", rule: "bold-paragraphs", subject: "守塔人" });
  expect(parts).toEqual(["remove", "front-line", "copyright", "caption", "lead-picture", "caption", "headings"]);
});

const fragments = [
  ...[
    "p",
    "div",
    "figure",
    "figcaption",
    "small",
    "cite",
    "strong",
    "ul",
    "li",
    "table",
    "td",
    "span",
    "h2",
    "footer",
    "section",
    "time",
  ].flatMap((tag) => [`<${tag}>`, `</${tag}>`]),
  ..."<img src=/a.jpg>|<img src=/b.jpg>|<a href=/x?smid=y>|</a>|<br>|<hr>|文|x |<address>AB CD</address>".split("|"),
];
const soup = fc.array(fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: "binary", maxLength: 5 })), {
  maxLength: 30,
});

test("whatever the body, what is published parses to what it was written from", () => {
  const base = new URL(timesUrl);
  fc.assert(
    fc.property(soup, fc.constantFrom(genericOutlet, timesOutlet, wireOutlet), (pieces, outlet) => {
      const outcome = normalizeArticle({ title: "t", url: timesUrl, bodyHtml: pieces.join(""), capturedAt }, outlet);
      // The rest has an empty body.
      fc.pre(outcome.ok);
      const { bodyHtml, excerpt } = outcome.value;
      const parsed = parseFragment(bodyHtml, { elements: 200_000, depth: 256, attributes: 100 });
      expect("root" in parsed && sanitize(parsed.root, base)).toBe(bodyHtml);
      expect(excerpt.length).toBeLessThanOrEqual(200);
    }),
    { numRuns: 1_000 },
  );
});

test("whatever the address, the key survives a round through the canonical address", () => {
  fc.assert(
    fc.property(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.constantFrom(genericOutlet, timesOutlet),
      (url, outlet) => {
        const capture = normalize("<p>x</p>", outlet, { url });
        expect(normalize("<p>x</p>", outlet, { url: capture.canonicalUrl }).id).toBe(capture.id);
        expect(URL.canParse(capture.canonicalUrl)).toBe(true);
      },
    ),
  );
});
