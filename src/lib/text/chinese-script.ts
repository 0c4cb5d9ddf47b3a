import type { ChineseScript } from "./convert-script.ts";

/**
 * What a character tells of the script it stands in, by UTF-16 unit: 1 for simplified, −1 for traditional. A character
 * is of one script alone if the standard for that script counts it among the frequent ones, its level 1, and the
 * standard for the other lacks it: GB 2312 and Big5, as the Encoding Standard's decoders know them.
 */
const weights = new Int8Array(0x1_0000);

const han = /\p{Script=Han}/gu;
const gb2312 = repertoire("gb18030", [[0xb0a1, 0xf7fe]]);
const big5 = repertoire("big5", [
  [0xa440, 0xc67e],
  [0xc940, 0xf9d5],
]);
for (const unit of repertoire("gb18030", [[0xb0a1, 0xd7f9]])) if (!big5.has(unit)) weights[unit] = 1;
for (const unit of repertoire("big5", [[0xa440, 0xc67e]])) if (!gb2312.has(unit)) weights[unit] = -1;

/** The script of Chinese text, as the language tag (BCP 47) of Chinese in it, by majority; undefined where nothing tells. */
export function chineseScript(text: string): ChineseScript | undefined {
  const balance = balanceOf(text);
  return balance === 0 ? undefined : balance > 0 ? "zh-Hans" : "zh-Hant";
}

function balanceOf(text: string): number {
  let balance = 0;
  for (let index = 0; index < text.length; index++) balance += weights[text.charCodeAt(index)] ?? 0;
  return balance;
}

/** The Chinese characters that the two-byte codes in `ranges` stand for, as UTF-16 units. */
function repertoire(encoding: string, ranges: readonly (readonly [first: number, last: number])[]): Set<number> {
  const bytes: number[] = [];
  for (const [first, last] of ranges) {
    for (let code = first; code <= last; code++) if (isCode(code, encoding)) bytes.push(code >> 8, code & 0xff);
  }
  const characters = new TextDecoder(encoding).decode(new Uint8Array(bytes)).match(han) ?? [];
  return new Set(characters.map((character) => character.charCodeAt(0)));
}

function isCode(code: number, encoding: string): boolean {
  const trail = code & 0xff;
  return encoding === "big5"
    ? trail >= 0x40 && trail < 0xff && (trail < 0x7f || trail > 0xa0)
    : trail > 0xa0 && trail < 0xff;
}
