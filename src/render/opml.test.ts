import { expect, test } from "vitest";
import { renderEveryFeed, renderOpml } from "./opml.ts";

const site = {
  title: "集报 & co",
  publicUrl: "https://f.example/mill",
  siteId: "0192f3c4-7d1e-7c3a-9b52-6f0d5a1e8b47",
  language: "zh-Hans",
  maxAgeSeconds: 300,
};
const all = { name: "all", title: "全部", description: "A & B", language: "zh-Hans" };
const gazette = { ...all, name: "gazette", title: "样报", description: "C", homepage: "https://gazette.example/" };

function render(...updates: readonly (Date | undefined)[]): string {
  const feeds = [all, gazette].map((definition, at) => {
    const updatedAt = updates[at];
    return updatedAt === undefined ? { definition } : { definition, updatedAt };
  });
  return Buffer.from(renderOpml(feeds, site).body).toString();
}

test("each feed is one outline, in RSS, in one folder", () => {
  expect(render().slice(render().indexOf("  <body>"))).toBe(`  <body>
    <outline text="集报 &#x26; co">
      <outline text="全部" title="全部" type="rss" xmlUrl="https://f.example/mill/feeds/all/rss.xml" \
htmlUrl="https://f.example/mill/feeds/all/" language="zh-Hans" description="A &#x26; B"/>
      <outline text="样报" title="样报" type="rss" xmlUrl="https://f.example/mill/feeds/gazette/rss.xml" \
htmlUrl="https://gazette.example/" language="zh-Hans" description="C"/>
    </outline>
  </body>
</opml>
`);
});

test("the list was modified when its newest feed was", () => {
  const document = render(new Date("2024-05-17T02:50:43Z"), new Date("2024-05-18T00:00:00Z"));
  expect(document).toContain("<dateModified>Sat, 18 May 2024 00:00:00 GMT</dateModified>");
});

test("without articles the list has no date", () => {
  expect(render()).not.toContain("dateModified");
});

test("the list is served at its own path as OPML", () => {
  expect(renderOpml([], site)).toMatchObject({
    path: "/feeds.opml",
    contentType: "text/x-opml; charset=utf-8",
    links: [{ rel: "self", href: "https://f.example/mill/feeds.opml", type: "text/x-opml" }],
    maxAgeSeconds: 300,
  });
});

test("the list of every feed has folders, but no empty ones, and names variants by their own addresses", () => {
  const inScript = {
    definition: { ...all, title: "全部", language: "zh-Hant" },
    variant: { name: "all", script: "zh-Hant" },
  } as const;
  const folders = [
    { title: "A & B", feeds: [{ definition: gazette }] },
    { title: "none", feeds: [] },
    { title: "繁體", feeds: [inScript] },
  ];
  const { path, body } = renderEveryFeed(folders, site);
  const text = Buffer.from(body).toString();
  expect(path).toBe("/feeds-all.opml");
  expect(
    Array.from(text.matchAll(/<outline text="([^"]*)">|xmlUrl="([^"]*)"/g), ([, folder, url]) => folder ?? url),
  ).toEqual([
    "A &#x26; B",
    "https://f.example/mill/feeds/gazette/rss.xml",
    "繁體",
    "https://f.example/mill/feeds/all/zh-hant/rss.xml",
  ]);
});
