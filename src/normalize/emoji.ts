import { Text, type Element } from "domhandler";
import { pixelsOf } from "../lib/html/allowed-attributes.ts";
import { TreeEdit } from "../lib/html/tree-edit.ts";
import { elementsOf } from "../lib/html/walk.ts";
import { plainText } from "../lib/text/plain-text.ts";
import { shorten, type Body } from "./body.ts";

const step = "emoji";
const emojiClass =
  /(?:^|\s)(?:wp-smiley|(?:tw|joy|apple-|google-)?emoji(?:one|con)?|emoticon|smiley|smilie|emotion|WB_face|face-icon)(?:\s|$)/i;
/** Where programs that write pictures for emoji take these from. */
const emojiAddress =
  /\/\/s\.w\.org\/images\/core\/emoji\/|\/\/(?:twemoji\.maxcdn\.com|abs(?:-\d)?\.twimg\.com\/emoji|static\.xx\.fbcdn\.net\/images\/emoji\.php|github\.githubassets\.com\/images\/icons\/emoji|h5\.sinaimg\.cn\/m\/emoticon|face\.t\.sinajs\.cn)\/|\/(?:twemoji|emojione|joypixels)\/|\/smil(?:ies|eys)\//i;
/** `1f389.png`, `1f1e8-1f1f3.svg`: the character's code points. */
const codePoints = /\/(?:emoji_u|u)?([0-9a-f]{2,6}(?:[-_][0-9a-f]{2,6}){0,7})\.(?:png|svg|gif|webp)(?:[?#]|$)/i;
const onlyEmoji = /^[\p{Extended_Pictographic}\p{Emoji_Component}]{1,12}$/u;
const pictographic = /[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]/u;
const longestName = 40;
/** Pixels: no picture that is larger stands for a character. */
const largest = 72;

/** Puts the character, or the name, in the place of a picture that stands for an emoji. */
export function readEmoji(body: Body): void {
  const edit = new TreeEdit();
  for (const image of elementsOf(body.root, "img")) {
    const character = emojiOf(image);
    if (character === undefined) continue;
    edit.replace(image, new Text(character));
    body.trace?.({
      step,
      change: `made ${shorten(character)}`,
      rule: "emoji",
      subject: shorten(image.attribs["src"] ?? ""),
    });
  }
  edit.apply();
}

/** The text an `img` stands for in a line of text; undefined for a picture. */
export function emojiOf({ attribs }: Element): string | undefined {
  const alt = plainText(attribs["alt"] ?? "");
  const src = attribs["data-src"] ?? attribs["src"] ?? "";
  const isNamed = emojiClass.test(attribs["class"] ?? "") || emojiAddress.test(src);
  const isCharacter = onlyEmoji.test(alt) && pictographic.test(alt);
  if (!isNamed && !(isCharacter && isSmall(attribs))) return undefined;
  if (alt !== "" && alt.length <= longestName) return alt;
  const codes = codePoints
    .exec(src)?.[1]
    ?.split(/[-_]/)
    .map((code) => Number.parseInt(code, 16));
  if (codes === undefined || codes.some((code) => code > 0x10_ffff)) return undefined;
  const character = String.fromCodePoint(...codes);
  return onlyEmoji.test(character) ? character : undefined;
}

function isSmall({ width, height, style = "" }: Readonly<Record<string, string>>): boolean {
  const sides = [pixelsOf(width), pixelsOf(height)];
  return sides.some((side) => side !== undefined && side <= largest) || /height\s*:\s*1?\.?\d*em/i.test(style);
}
