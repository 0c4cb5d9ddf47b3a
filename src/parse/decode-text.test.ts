import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { decodeText } from "./decode-text.ts";

const simplified =
  "春天到了，公园里的樱花陆续开放，许多市民带着孩子前来赏花拍照。园林部门表示，今年的花期比往年早了一周。";
const traditional =
  "春天到了，公園裡的櫻花陸續開放，許多市民帶著孩子前來賞花拍照。園林部門表示，今年的花期比往年早了一週。";

function codeOf(bytes: Uint8Array): string | undefined {
  const outcome = decodeText(bytes);
  return outcome.ok ? undefined : outcome.problem.code;
}

function messageOf(bytes: Uint8Array): string {
  const outcome = decodeText(bytes);
  return outcome.ok ? "" : outcome.problem.message;
}

describe("what is decoded", () => {
  test.each([
    ["UTF-8", Buffer.from(simplified)],
    ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${simplified}`)],
    ["UTF-16LE with a byte order mark", Buffer.from(`\ufeff${simplified}`, "utf16le")],
    ["UTF-16BE with a byte order mark", iconv.encode(simplified, "utf-16be", { addBOM: true })],
    ["undeclared GB18030", iconv.encode(simplified, "gb18030")],
  ])("%s is read", (_, bytes) => {
    expect(decodeText(bytes)).toEqual({ ok: true, value: simplified });
  });

  test.each(["gb18030", "big5"])("undeclared Traditional Chinese in %s is read", (encoding) => {
    expect(decodeText(iconv.encode(traditional, encoding))).toEqual({ ok: true, value: traditional });
  });

  test("markup around the text does not mislead the detector", () => {
    const text = `[${simplified.slice(0, 9)}](https://news.example/a/1)\n---\n<p class="lead">${simplified}</p>`;
    expect(decodeText(iconv.encode(text, "gb18030"))).toEqual({ ok: true, value: text });
  });

  test.each([
    ['<meta charset="big5">', "big5"],
    ["<meta charset=gb2312>", "gb18030"],
    ['<meta http-equiv="Content-Type" content="text/html; charset=GBK">', "gb18030"],
  ])("%s settles what two words alone could not", (meta, encoding) => {
    const text = `${meta}<p>中文</p>`;
    expect(decodeText(iconv.encode(text, encoding))).toEqual({ ok: true, value: text });
  });

  test.each(["utf-8", "base64", "no-such-encoding"])(
    "a declaration of %s is passed over where the bytes are not in it",
    (label) => {
      const text = `<meta charset="${label}"><p>${simplified}</p>`;
      expect(decodeText(iconv.encode(text, "gb18030"))).toEqual({ ok: true, value: text });
    },
  );
});

describe("what is a flaw", () => {
  test("one broken byte in UTF-8, which is not taken for another encoding", () => {
    for (let position = 0; position < 60; position++) {
      const bytes = Buffer.from(`<p>\n${simplified}`);
      bytes[position + 4] = 0xff;
      const message = expect.stringMatching(
        /^Line 2 holds (?:a damaged character|the first of \d damaged characters)\.$/,
      );
      expect(decodeText(bytes)).toMatchObject({ ok: true, flaws: [{ code: "DAMAGED_TEXT", message }] });
    }
  });

  test("a byte that means nothing in the encoding detected", () => {
    const bytes = Buffer.concat([iconv.encode(simplified.repeat(3), "gb18030"), Buffer.from([0xff, 0x20])]);
    expect(decodeText(bytes)).toMatchObject({ ok: true, flaws: [{ code: "DAMAGED_TEXT" }] });
  });

  test("a replacement character that the crawler saved", () => {
    expect(decodeText(Buffer.from("one or more characters\n\ufffd"))).toEqual({
      ok: true,
      value: "one or more characters\n",
      flaws: [{ code: "DAMAGED_TEXT", message: "Line 2 holds a damaged character." }],
    });
  });

  test("a NUL character, which is left out", () => {
    expect(decodeText(Buffer.from(`${simplified}\0.`))).toMatchObject({
      value: `${simplified}.`,
      flaws: [{ code: "NUL_CHARACTER", message: "Line 1 holds a NUL character." }],
    });
  });
});

describe("what is a problem", () => {
  test.each(["gb18030", "big5"])("two words in undeclared %s are ambiguous", (encoding) => {
    expect(codeOf(iconv.encode("<p>中文</p>", encoding))).toBe("AMBIGUOUS_ENCODING");
  });

  test.each([
    ["windows-1252", "Le café était fermé, déjà. Les élèves sont allés à la forêt."],
    ["euc-jp", "春になり、公園の桜が次々と咲き始めました。多くの市民が子供を連れて訪れています。"],
    ["euc-kr", "봄이 오자 공원의 벚꽃이 차례로 피기 시작했습니다. 많은 시민들이 찾아옵니다."],
  ])("undeclared %s is not taken for Chinese", (encoding, text) => {
    expect(codeOf(iconv.encode(text, encoding))).toMatch(/_ENCODING$/);
  });

  test("bytes that belie a declaration are a problem", () => {
    expect(codeOf(Buffer.from([...Buffer.from("charset=big5 "), 0x80, 0x20]))).toBe("UNKNOWN_ENCODING");
  });

  test("text whose characters are mostly damaged is a problem", () => {
    expect(messageOf(Buffer.from("one\n两\ufffd\ufffd"))).toMatch(/^Line 2 holds U\+FFFD/);
  });

  test("many NUL characters are a problem", () => {
    expect(messageOf(Buffer.from("text\0text"))).toMatch(/NUL/);
  });

  test("UTF-32 is not taken for UTF-16", () => {
    expect(codeOf(iconv.encode(simplified, "utf-32le", { addBOM: true }))).toBe("UNKNOWN_ENCODING");
  });

  test("UTF-16 without a byte order mark is a problem", () => {
    expect(codeOf(Buffer.from(simplified, "utf16le"))).toBe("UNKNOWN_ENCODING");
  });

  test.each([
    ["UTF-8", Buffer.from(simplified).subarray(0, -1)],
    ["UTF-16", Buffer.from(`\ufeff${simplified}`, "utf16le").subarray(0, -1)],
  ])("%s that stops inside a character is incomplete", (_, bytes) => {
    expect(codeOf(bytes)).toBe("INCOMPLETE_FILE");
  });
});
