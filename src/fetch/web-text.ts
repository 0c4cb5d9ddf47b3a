const utf8 = new TextDecoder("utf-8", { fatal: true });
const charsetParameter = /charset\s*=\s*["']?([\w.:-]+)/i;
const xmlEncoding = /^[^<]{0,16}<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)["']/i;

/** The bytes that HTML looks for its encoding in (HTML Standard §13.2.3.2). */
const START_BYTES = 1024;

/**
 * The text of a feed or a page. A byte order mark decides, then UTF-8 if the bytes are valid (most documents that claim
 * another encoding are), then what the XML declaration says (XML 1.0 §4.3.3), then the `Content-Type` (RFC 7303 §3
 * prefers that, but servers send one for all files), then a page's own `charset`, then UTF-8 with replacement characters.
 */
export function webText(bytes: Uint8Array, contentType: string | undefined): string {
  const marked = markedEncoding(bytes);
  if (marked !== undefined) return decode(bytes, marked);
  try {
    return utf8.decode(bytes);
  } catch {
    const start = new TextDecoder("latin1").decode(bytes.subarray(0, START_BYTES));
    const said = xmlEncoding.exec(start) ?? charsetParameter.exec(contentType ?? "") ?? charsetParameter.exec(start);
    return decode(bytes, said?.[1] ?? "utf-8");
  }
}

function markedEncoding([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : undefined;
}

/** GB2312 and GBK are what GB18030 is called on older pages (Encoding Standard §4.2). */
function decode(bytes: Uint8Array, label: string): string {
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
