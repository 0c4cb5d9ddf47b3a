import { isUtf8 } from "node:buffer";
import fc from "fast-check";
import iconv from "iconv-lite";
import { feedFormats } from "../../src/model/feed.ts";
import { activeContent } from "../hostile/active-content.ts";
import { articleFile } from "../hostile/article-files.ts";
import { publish } from "../hostile/published-entry.ts";
import { addressVectors } from "../hostile/address-vectors.ts";
import { scriptVectors } from "../hostile/script-vectors.ts";
import { parseXml } from "../xml-tree.ts";
import { fuzzTarget, type FuzzTarget } from "./fuzz-target.ts";

const vectors = Object.values({ ...scriptVectors, ...addressVectors }).flat();
const tags = (
  "a abbr address article audio b blockquote body br button caption cite code dd del details div dl dt em figcaption figure " +
  "font footer form frameset h1 h2 head hr html i iframe img input ins li listing math mglyph mi mtext nobr noscript ol " +
  "option p plaintext pre q rp rt rtc ruby script section select small source span strong style summary sup svg table " +
  "tbody td template textarea th time title tr ul video wbr xmp x-y"
).split(" ");
const attributes = [
  "href",
  "src",
  "data-src",
  "alt",
  "title",
  "datetime",
  "pudate",
  "width",
  "height",
  "cite",
  "poster",
  "lang",
  "dir",
  "onclick",
  "style",
  "srcset",
  "id",
  "class",
  "colspan",
  "start",
  "type",
  "xmlns",
  "encoding",
  "__proto__",
  "constructor",
];
const special = fc.constantFrom(
  "<",
  ">",
  "&",
  '"',
  "'",
  "`",
  "=",
  "/",
  "<!--",
  "-->",
  "]]>",
  "<![CDATA[",
  "</",
  "<?",
  "&#0;",
  "&#xD800;",
  "&lt;",
  "&nbsp;",
  "&#1114112;",
  "\0",
  "\u000b",
  "\r",
  "\n",
  "\u0085",
  "\u2028",
  "\ufeff",
  "\ufffd",
  "\ufffe",
  "\ud800",
  "\u202e",
  "\u0301",
  "中",
  "。",
  "（",
  "©",
  "A B",
  "2024-05-17",
  "翻译：",
  "英文版",
  "获取更多RSS",
  "，",
  "👨‍👩‍👧",
  "\u{1fffe}",
);
const text = fc.oneof(special, fc.string({ unit: "binary", maxLength: 6 }), fc.constantFrom(...vectors));
const words = fc.array(text, { maxLength: 4 }).map((parts) => parts.join(""));
const address = fc.oneof(
  fc.constantFrom(
    "/a",
    "//b.example/c",
    "https://images.weserv.nl/?url=cdn.example/a.jpg",
    "https://api.dw.com/api/detail/article/1",
  ),
  fc.constantFrom(
    "javascript:alert(1)",
    "data:,x",
    "?",
    "#",
    "https://[",
    "mailto:a@b.example",
    "https://a%00b/",
    "http:a",
  ),
  words.map((path) => `https://x.example/${path}`),
  words,
);
const attribute = fc
  .tuple(fc.constantFrom(...attributes), fc.oneof(address, words), fc.constantFrom('"', "'", ""))
  .map(([name, value, quote]) => ` ${name}=${quote}${value}${quote}`);
const startTag = fc
  .tuple(fc.constantFrom(...tags), fc.array(attribute, { maxLength: 3 }), fc.constantFrom("", "/", " "))
  .map(([tag, some, end]) => `<${tag}${some.join("")}${end}>`);
const endTag = fc.constantFrom(...tags).map((tag) => `</${tag}>`);
const piece = fc.oneof(
  { weight: 4, arbitrary: startTag },
  { weight: 3, arbitrary: endTag },
  { weight: 4, arbitrary: text },
);
const soup = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));

const addresses = [
  "cn.nytimes.com/world/20240610/x/",
  "www.voachinese.com/a/1.html",
  "www.dw.com/zh/a-1",
  "x.example/a",
];
const header = fc
  .tuple(
    words,
    fc.oneof(
      fc.constantFrom(...addresses).map((rest) => `https://${rest}`),
      address,
    ),
  )
  .map(([title, url]) => `[${title}](${url})`);
const captureTime = fc.oneof(fc.constant("1718000400000"), fc.bigInt().map(String), words);

const file = fc
  .tuple(captureTime, header, fc.constantFrom("------", "---", "--", ""), fc.constantFrom("\n", "\r\n", "\r"), soup)
  .map(([time, head, rule, end, body]) => [`<!--${time}-->`, head, rule, "", body].join(end));

/** Text in an encoding, with bytes that were lost, doubled or changed on the way. */
const input = fc.record({
  text: fc.oneof({ weight: 4, arbitrary: file }, { weight: 1, arbitrary: soup.map((body) => articleFile({ body })) }),
  encoding: fc.oneof(
    { weight: 9, arbitrary: fc.constant("utf-8") },
    fc.constantFrom("gb18030", "big5", "utf-16le", "utf-16be"),
  ),
  damage: fc.array(fc.record({ at: fc.nat(2_000), bytes: fc.array(fc.nat(255), { maxLength: 3 }), lost: fc.nat(3) }), {
    maxLength: 2,
  }),
});

export type FuzzedFile = typeof input extends fc.Arbitrary<infer Value> ? Value : never;

export function bytesOf({ text: written, encoding, damage }: FuzzedFile): Uint8Array {
  let bytes: Uint8Array = iconv.encode(written, encoding, { addBOM: encoding.startsWith("utf-16") });
  for (const { at, bytes: added, lost } of damage) {
    bytes = Buffer.concat([bytes.subarray(0, at), Uint8Array.from(added), bytes.subarray(at + lost)]);
  }
  return bytes;
}

export const articleTarget: FuzzTarget = fuzzTarget("article files", input, [], (fuzzed) => checkFile(bytesOf(fuzzed)));

/**
 * Throws unless the file gives an entry that is harmless, legal and the same in all formats, the same each time; or a
 * problem.
 */
export function checkFile(bytes: Uint8Array): void {
  const published = publish(bytes);
  if (JSON.stringify(publish(bytes)) !== JSON.stringify(published)) throw new Error("another outcome the second time");
  if (typeof published === "string") {
    if (!/^[A-Z_]+$/.test(published) || published === "INTERNAL_ERROR") throw new Error(`no problem: ${published}`);
    return;
  }
  const { article, entries } = published;
  for (const format of feedFormats) {
    const { body = "", title, url } = entries[format];
    const active = activeContent(body);
    if (active.length > 0) throw new Error(`${format} has ${active.join(", ")}: ${body}`);
    if (title !== (article.title || url)) throw new Error(`${format} has the title ${title}`);
    if (!isUtf8(Buffer.from(body)) || !body.isWellFormed()) throw new Error(`${format} has half a character`);
  }
  parseXml(`<x>${article.bodyHtml.replaceAll(voidTag, "<$1$2/>")}</x>`);
  if (article.bodyHtml === "") {
    if (article.leadImage === undefined) throw new Error("an entry with nothing in it");
    return;
  }
  const again = publish(articleFile({ body: article.bodyHtml }));
  if (typeof again === "string" && again !== "EMPTY_BODY" && again !== "TOO_DEEP")
    throw new Error(`its own body is ${again}`);
}

const voidTag = /<(br|hr|img|wbr|source)((?: [a-z]+="[^"]*")*)>/g;
