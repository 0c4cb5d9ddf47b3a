import { eventWords, paragraphs, phrase, telling } from "./chinese-text.ts";
import { between, createRandom, logNormal, pick, type Random } from "./random.ts";

/** Articles come every four minutes from here on: a million of them end before the present. */
const FIRST_PUBLICATION_MS = Date.UTC(2015, 0, 1);
const APART_MS = 4 * 60_000;

/** With a third of them by the same outlet, as many are linked to another outlet's as in a real archive: a quarter. */
const SHARE_OF_FURTHER_REPORTS = 0.4;
/** A further report is among so many articles after another one: a day. */
const REPORTS_APART = 360;

export interface GeneratedFile {
  readonly name: string;
  readonly content: string;
  /** What is odd about it, for one file in a hundred. */
  readonly oddity?: string;
}

/** The n-th article file of the archive with this seed: the same wherever and in whatever order it is asked for. */
export function articleFile(seed: number, index: number): GeneratedFile {
  const random = createRandom(seed * 1_000_003 + index);
  const hex = Array.from({ length: 16 }, () => "0123456789abcdef"[between(random, 0, 15)]).join("");
  const name = `${String(index).padStart(3, "0")}_${hex}.txt`;
  const publishedMs = FIRST_PUBLICATION_MS + index * APART_MS + between(random, 0, APART_MS - 1000);
  const capturedMs = publishedMs + between(random, 12, 52) * 60_000;
  const event = eventOf(seed, index);
  const article = pick(random, shapes)(random, {
    index,
    event,
    publishedAt: new Date(Math.floor(publishedMs / 1000) * 1000),
  });
  const title = telling(random, event, 12, 26);
  const content = `<!--${capturedMs}-->\n[${title}](${article.url})\n------\n\n${article.body}`;
  if (random() >= 0.01) return { name, content };
  const [oddity, spoil] = pick(random, oddities);
  return { name, content: spoil(content), oddity };
}

/** The words of the event that the n-th article reports: one of its own, or that of an article before. */
function eventOf(seed: number, index: number): readonly string[] {
  const random = createRandom(~(seed * 1_000_003 + index));
  const before = index - between(random, 1, REPORTS_APART);
  return before >= 0 && random() < SHARE_OF_FURTHER_REPORTS ? eventOf(seed, before) : eventWords(random);
}

/** Files from the n-th on, without those that are odd. They do not end. */
export function* soundFiles(seed: number, from = 0): Generator<GeneratedFile, never> {
  for (let index = from; ; index++) {
    const file = articleFile(seed, index);
    if (file.oddity === undefined) yield file;
  }
}

interface Article {
  readonly url: string;
  readonly body: string;
}

interface Report {
  readonly index: number;
  readonly publishedAt: Date;
  readonly event: readonly string[];
}

type Shape = (random: Random, report: Report) => Article;

const shapes: readonly Shape[] = [timesArticle, voiceArticle, wireArticle];

/** What is odd about one file in a hundred. */
const oddities: readonly (readonly [oddity: string, spoil: (content: string) => string])[] = [
  ["cut in half", (content) => content.slice(0, Math.floor(content.length / 2))],
  ["other line ends", (content) => content.replaceAll("\n", "\r\n")],
  ["no capture time", (content) => content.replace(/^<!--\d+-->\n/, "")],
  ["no web address", (content) => content.replace("](https://", "](ftp://")],
  ["byte order mark", (content) => `\uFEFF${content}`],
  ["broken markup", (content) => `${content}${"<b><i>".repeat(40)}<script>alert(1)</script>`],
];

function bodyLength(random: Random): number {
  return Math.min(20_000, Math.max(200, logNormal(random, 1300, 0.55)));
}

function timesArticle(random: Random, { index, publishedAt, event }: Report): Article {
  const local = new Date(publishedAt.getTime() + 8 * 3_600_000).toISOString();
  const [day, stamp] = [local.slice(0, 10), local.slice(0, 19).replace("T", " ")];
  const text = paragraphs(random, bodyLength(random), event).map((paragraph, at) => {
    const link = `<a href="https://www.nytimes.com/${index}.html?smid=url-share">${phrase(random, 4, 9)}</a>`;
    const small = `<small style="color: #999;">${phrase(random, 8, 24)}。</small>`;
    const figure = `<p><img src="${timesPicture(`${index}-${at}`)}">${small}</p>`;
    return `<p>${paragraph}${at % 3 === 1 ? link : ""}</p>${random() < 0.1 ? figure : ""}`;
  });
  const caption = `${phrase(random, 10, 30)}。 <cite>${phrase(random, 3, 6)}</cite>`;
  const original = `<a rel="nofollow" target="_blank" href="https://www.nytimes.com/original-${index}.html">`;
  const body =
    `<address>${pick(random, ["ANNA KELLER", "MARCUS LEE, IDA BROWN", "陈一鸣"])}</address>` +
    `<time pudate="${stamp}" datetime="${stamp}">${day}</time>` +
    `<figure><img src="${timesPicture(String(index))}" width="1050" height="700">` +
    `<figcaption>${caption}</figcaption></figure>` +
    `<section>${text.join("")}</section><footer><p>Anna Keller${phrase(random, 10, 40)}。</p>` +
    `<p>${original}点击查看本文英文版。</a></p></footer>`;
  const section = pick(random, ["world", "china", "business", "science"]);
  return { url: `https://cn.nytimes.com/${section}/${day.replaceAll("-", "")}/story-${index}/`, body };
}

function timesPicture(name: string): string {
  return `https://images.weserv.nl/?url=static01.nyt.com/images/${name}-master1050.jpg`;
}

function voiceArticle(random: Random, { index, publishedAt, event }: Report): Article {
  const picture = `https://images.weserv.nl?url=gdb.voanews.com/${index}_w900.jpg`;
  const text = paragraphs(random, bodyLength(random), event).map((paragraph) => {
    const small = `<small style="color: #999;">${phrase(random, 8, 24)}。</small>`;
    const image = `<img  src="${picture}" alt="${phrase(random, 8, 20)}" border="0"/>`;
    return `<p>${paragraph}</p>${random() < 0.1 ? `<div >${image}<div>${small}</div></div>` : ""}`;
  });
  const body =
    `<div><i>${publishedAt.toUTCString()}</i></div><img src="${picture}" width="100%">` +
    `<div><small style="color: #999;">${phrase(random, 8, 30)}。</small></div>${text.join("")}`;
  return { url: `https://www.voachinese.com/a/story-${index}/${6_000_000 + index}.html`, body };
}

function wireArticle(random: Random, { index, publishedAt, event }: Report): Article {
  const picture = `https://images.weserv.nl/?url=static.dw.com/image/${index}_303.jpg`;
  const text = paragraphs(random, bodyLength(random), event).map((paragraph, at) => {
    const head = at % 5 === 3 ? `<p><strong>${phrase(random, 8, 16)}</strong></p>` : "";
    const address = `https://api.dw.com/api/detail/article/${60_000_000 + at}`;
    const link = `<a href="${address}" rel="ArticleRef">${phrase(random, 4, 8)}</a>`;
    return `${head}<p>${paragraph}${random() < 0.2 ? link : ""}</p>`;
  });
  const mirror = `<a href="https://feedx.net" style="color:orange" target="_blank">https://feedx.net</a>`;
  const body =
    `<div><i><br>${publishedAt.toISOString()}</i></div><img src="${picture}" width="100%">` +
    `<div><small style="color: #999;">${phrase(random, 8, 20)}</small></div>` +
    `<p>（德国之声中文网）${text.join("").slice("<p>".length)}<p>（法新社、美联社）</p>` +
    `<p><em>© 2023</em><em>年德国之声版权声明：本文所有内容受到著作权法保护。</em></p>` +
    `<br><hr><div>获取更多RSS：<br>${mirror} <br></div>`;
  const slug = encodeURIComponent(phrase(random, 8, 16));
  return { url: `https://www.dw.com/zh/${slug}/a-${50_000_000 + index}`, body };
}
