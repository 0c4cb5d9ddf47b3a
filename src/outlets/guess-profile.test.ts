import { expect, test } from "vitest";
import { parse } from "yaml";
import { guessProfile, type KnownArticle } from "./guess-profile.ts";
import { parseProfile } from "./parse-profile.ts";

const bodyHtml = `<div class="story-meta"><span class="pub-date">2024-05-01 10:00</span><span class="authorName">李明</span></div>
<p class="standfirst">园丁种下了一排苹果树，等待秋天的收成。</p>
<div class="story-image"><img src="/a.jpg"><span class="imageCaption">果园里的春天</span><span class="photo-credit">王红</span></div>
<p>正文。</p><div class="related-list"><a href="/2">更多</a></div>`;

function guess(url: string, changes: Partial<KnownArticle> = {}): string {
  return guessProfile({ claims: { url, bodyHtml }, article: { language: "zh-Hans" }, changes: [], ...changes });
}

test("a profile says what the address tells and what classes name, each with what it was made from", () => {
  expect(guess("https://www.garden-news.cn/culture/20240501/a-123456")).toBe(`\
# yaml-language-server: $schema=../outlet.schema.json
# A first profile, guessed from one article. Try it: feedmill explain FILE --profile THIS.yaml
id: garden-news-zh                # names the feed for ever; choose it well
name: garden-news.cn              # what readers call it
hosts: www.garden-news.cn
like: other                       # what the crawler does to every outlet, and the names that many sites …

article-number: a-{n}             # the number in …/a-123456
section: { path-segment: 1 }      # culture
language: zh-Hans
rights: © garden-news.cn

select:
  time: .pub-date                   # 2024-05-01 10:00
  byline: .authorName               # 李明
  dek: .standfirst                  # 园丁种下了一排苹果树，等待秋天的收成。
  picture: .story-image             # 果园里的春天王红
  caption: .imageCaption            # 果园里的春天
  credit: .photo-credit             # 王红

# Perhaps no part of the article:
# remove:
#   - css: .related-list                # 更多
`);
});

test("parts that the rules it builds on find are left to them", () => {
  const change = { change: "read as time: 2024-05-01 10:00", rule: "time", subject: "2024-05-01 10:00" };
  const profile = guess("https://garden.example/1", {
    changes: ["time", "byline", "dek", "picture", "caption", "credit"].map((step) => ({ step, ...change })),
  });
  expect(profile).toContain("# Found by the rules that it builds on: time, byline, dek, caption.\n");
  expect(profile).not.toContain("select:");
  expect(profile).toContain("# time-zone: UTC                    # of times that name none: 2024-05-01 10:00\n");
});

test("what is guessed is a profile, whatever the address and the markup", () => {
  const urls = [
    "https://www.example.org/6974233.html",
    "http://m.163.cn:8080/news/trad/world-53445210?id=12&x=%22",
    "https://192.0.2.1/",
    "https://xn--fiqs8s.example/%E4%B8%AD/",
    "https://all.example/a",
  ];
  const markup = `<p class='date "quoted" a:b time'>2024-05-01 10:00</p><p class="ad">\u0000 # : {x}\n- y</p>`;
  const wrong = urls.flatMap((url) => {
    const profile = guess(url, { claims: { url, bodyHtml: markup }, article: { language: "und" } });
    const parsed = parseProfile(parse(profile.replaceAll(/^# (?=remove|time-zone|article-number| {2}- )/gm, "")), "p");
    return parsed.ok ? [] : [{ url, mistakes: parsed.mistakes }];
  });
  expect(wrong).toEqual([]);
});
