import iconv from "iconv-lite";
import { failure, success, type Outcome } from "../model/problem.ts";
import { detectChineseEncoding } from "./detect-chinese-encoding.ts";

const replacementCharacter = "\ufffd";
const wholeCharacter = /[^\p{ASCII}\ufffd]/gu;
const declaration = /charset\s{0,9}=\s{0,9}["']?([a-z0-9][a-z0-9_:.-]{1,39})/i;
const declarationBytes = 1024;

/**
 * The text of a file. The encoding is told by a byte order mark, else it is UTF-8 if the bytes are valid, else
 * what `charset=` in the first 1024 bytes declares, else GB18030 or Big5 where a detector is sure. What decodes
 * with replacement characters or holds NUL is a problem, as is what reads equally well in two encodings.
 *
 * Fails with UNKNOWN_ENCODING, AMBIGUOUS_ENCODING, or INCOMPLETE_FILE where UTF-8 stops inside a character.
 */
export function decodeText(bytes: Uint8Array): Outcome<string> {
  const marked = markedEncoding(bytes);
  const unicode = decodeUnicode(bytes, marked ?? "utf-8");
  if (unicode) return unicode;
  if (marked) {
    return failure("UNKNOWN_ENCODING", `The byte order mark says ${marked}, but some bytes are not valid in it.`);
  }

  const declared = declaredEncoding(bytes);
  if (declared) return decodeLegacy(bytes, declared, "declares");
  const damage = damagedUtf8(bytes);
  if (damage) return damage;
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
  return undamaged(text);
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

/**
 * A problem if the bytes are UTF-8 but for a few: a detector would see another encoding in them. Chinese in GB18030 or
 * Big5, read as UTF-8, has several times as many broken characters as whole ones.
 */
function damagedUtf8(bytes: Uint8Array): Outcome<never> | undefined {
  const text = new TextDecoder().decode(bytes);
  const whole = text.match(wholeCharacter)?.length ?? 0;
  const broken = text.split(replacementCharacter).length - 1;
  if (whole < 4 * broken) return undefined;
  const where = place(text, replacementCharacter);
  return failure("UNKNOWN_ENCODING", `${where} holds bytes that are not valid UTF-8; the rest of the file is.`);
}

function decodeLegacy(bytes: Uint8Array, encoding: string, how: "declares" | "seems to be in"): Outcome<string> {
  const text = iconv.decode(bytes, encoding);
  if (!text.includes(replacementCharacter)) return undamaged(text);
  return failure("UNKNOWN_ENCODING", `The file ${how} ${encoding}, but some of its bytes mean nothing in it.`);
}

function undamaged(text: string): Outcome<string> {
  if (text.includes("\0")) {
    return failure("UNKNOWN_ENCODING", `${place(text, "\0")} holds a NUL character: the file is not text.`);
  }
  if (!text.includes(replacementCharacter)) return success(text);
  const where = place(text, replacementCharacter);
  return failure("UNKNOWN_ENCODING", `${where} holds U+FFFD: its text was damaged before the file was saved.`);
}

function place(text: string, character: string): string {
  return `Line ${text.slice(0, text.indexOf(character)).split("\n").length}`;
}
