import iconv from "iconv-lite";
import { expect, test } from "vitest";
import { webText } from "./web-text.ts";

test("the encoding is found where each kind of document says it", () => {
  const rows: readonly (readonly [string, string, Uint8Array, string?])[] = [
    [
      "UTF-8 that claims to be another",
      "<?xml version='1.0' encoding='gb2312'?>桥",
      Buffer.from("<?xml version='1.0' encoding='gb2312'?>桥"),
    ],
    [
      "an XML declaration before the header",
      '<?xml version="1.0" encoding="gb2312"?>桥',
      iconv.encode('<?xml version="1.0" encoding="gb2312"?>桥', "gb18030"),
      "text/xml; charset=big5",
    ],
    ["the header", "<rss>橋</rss>", iconv.encode("<rss>橋</rss>", "big5"), 'text/xml; charset="big5"'],
    ["a page's meta element", "<meta charset='gbk'>桥", iconv.encode("<meta charset='gbk'>桥", "gb18030"), "text/html"],
    ["a byte order mark", "桥", iconv.encode("\ufeff桥", "utf-16le")],
    ["nothing that is known", "\ufffd\ufffd", iconv.encode("桥", "gb18030"), "text/html; charset=none"],
  ];
  const wrong = rows.filter(([, text, bytes, contentType]) => webText(bytes, contentType) !== text);
  expect(wrong.map(([name]) => name)).toEqual([]);
});
