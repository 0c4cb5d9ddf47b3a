import iconv from "iconv-lite";
import type { Flaw } from "../model/flaw.ts";
import { failure, success, type Outcome } from "../model/problem.ts";
import { detectChineseEncoding } from "./detect-chinese-encoding.ts";

const replacementCharacter = "\ufffd";
const damage = /[\0\ufffd]/g;
const wholeCharacter = /[^\p{ASCII}\ufffd]/gu;
const declaration = /charset\s{0,9}=\s{0,9}["']?([a-z0-9][a-z0-9_:.-]{1,39})/i;
const declarationBytes = 1024;

/**
 * How many characters may be broken for each whole one. Where bytes are not valid, characters beyond ASCII are counted:
 * Chinese in GB18030 or Big5, read as UTF-8, has several times as many broken ones as whole ones. The detector's word is
 * worth less than a declaration. In valid UTF-8 all characters count: the damage was done before.
 */
const mostDamage = { invalid: 1 / 4, detected: 1 / 50, saved: 1 / 20 };
/** A file with more NUL characters, one in so many, is binary data or in an encoding without a mark. */
const charactersPerNul = 20;

/**
 * The text of a file. The encoding is told by a byte order mark, else it is UTF-8 if hardly any bytes are not valid in
 * it, else what `charset=` in the first 1024 bytes declares, else GB18030 or Big5 where a detector is sure. A few
 * characters that are damaged or NUL are flaws, and left out. Many are a problem, as is what reads equally well in two
 * encodings.
 *
 * Fails with UNKNOWN_ENCODING, AMBIGUOUS_ENCODING, or INCOMPLETE_FILE where UTF-8 stops inside a character.
 */
export function decodeText(bytes: Uint8Array): Outcome<string> {
  const marked = markedEncoding(bytes);
  const unicode = decodeUnicode(bytes, marked ?? "utf-8");
  if (unicode) return unicode;
  if (marked) {
    const damaged = new TextDecoder(marked).decode(bytes);
    if (hasFew(damaged, mostDamage.invalid)) return judged(damaged);
    return failure("UNKNOWN_ENCODING", `The byte order mark says ${marked}, but some bytes are not valid in it.`);
  }

  const declared = declaredEncoding(bytes);
  if (declared) return decodeLegacy(bytes, declared, "declares");
  // A detector would see another encoding in UTF-8 with a broken byte.
  const damaged = new TextDecoder().decode(bytes);
  if (hasFew(damaged, mostDamage.invalid)) return judged(damaged);
  const detected = detectChineseEncoding(bytes);
  return detected.ok ? decodeLegacy(bytes, detected.value, "seems to be in") : detected;
}

type UnicodeEncoding = "utf-8" | "utf-16le" | "utf-16be";

function markedEncoding([first, second, third]: Uint8Array): UnicodeEncoding | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : undefined;
}

/** Undefined where the bytes are not valid in the encoding. */
function decodeUnicode(bytes: Uint8Array, encoding: UnicodeEncoding): Outcome<string> | undefined {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let text: string;
  try {
    text = decoder.decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
  try {
    decoder.decode();
  } catch {
    return failure("INCOMPLETE_FILE", "The file ends in the middle of a character.");
  }
  const broken = count(text, replacementCharacter);
  if (broken <= (text.length - broken) * mostDamage.saved) return judged(text);
  const where = place(text, replacementCharacter);
  return failure("UNKNOWN_ENCODING", `${where} holds U+FFFD: its text was damaged before the file was saved.`);
}

/**
 * The encoding that a label stands for on the web (Encoding Standard §4.2). UTF-8 counts for nothing here: the bytes
 * have just been found not to be in it.
 */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  const [, label] = declaration.exec(iconv.decode(bytes.subarray(0, declarationBytes), "latin1")) ?? [];
  if (label === undefined) return undefined;
  let encoding: string;
  try {
    ({ encoding } = new TextDecoder(label));
  } catch {
    return undefined;
  }
  if (encoding.startsWith("utf-") || !iconv.encodingExists(encoding)) return undefined;
  return encoding === "gbk" ? "gb18030" : encoding;
}

function decodeLegacy(bytes: Uint8Array, encoding: string, how: "declares" | "seems to be in"): Outcome<string> {
  const text = iconv.decode(bytes, encoding);
  if (hasFew(text, how === "declares" ? mostDamage.invalid : mostDamage.detected)) return judged(text);
  return failure("UNKNOWN_ENCODING", `The file ${how} ${encoding}, but some of its bytes mean nothing in it.`);
}

/** Whether at most `share` broken characters come to a whole one beyond ASCII. */
function hasFew(text: string, share: number): boolean {
  return count(text, replacementCharacter) <= (text.match(wholeCharacter)?.length ?? 0) * share;
}

/** The text without what is damaged in it, and with flaws for that; a problem where it is no text. */
function judged(text: string): Outcome<string> {
  const flaws: Flaw[] = [];
  const broken = count(text, replacementCharacter);
  if (broken > 0) {
    const what = broken === 1 ? "a damaged character" : `the first of ${broken} damaged characters`;
    flaws.push({ code: "DAMAGED_TEXT", message: `${place(text, replacementCharacter)} holds ${what}.` });
  }
  const nuls = count(text, "\0");
  if (nuls > 0) {
    const message = `${place(text, "\0")} holds a NUL character`;
    if (nuls * charactersPerNul > text.length) return failure("UNKNOWN_ENCODING", `${message}: the file is not text.`);
    flaws.push({ code: "NUL_CHARACTER", message: `${message}.` });
  }
  return success(flaws.length === 0 ? text : text.replaceAll(damage, ""), flaws);
}

function count(text: string, character: string): number {
  return text.includes(character) ? text.split(character).length - 1 : 0;
}

function place(text: string, character: string): string {
  return `Line ${count(text.slice(0, text.indexOf(character)), "\n") + 1}`;
}
