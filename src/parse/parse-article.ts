import { MAX_FILE_BYTES, type ArticleFile } from "../model/article-file.ts";
import { failure, success, type Outcome } from "../model/problem.ts";
import type { RawArticle } from "../model/raw-article.ts";
import { decodeText } from "./decode-text.ts";
import { parseCaptureTime } from "./parse-capture-time.ts";
import { parseHeader } from "./parse-header.ts";

const lineEnds = /\r\n?/g;
const leadingComment = /^<!--(.{0,200}?)-->/s;
const rule = /^-{3,}$/;
const headerStart = /^(?:\[|<!--)/;
const unfinishedRule = /^-{1,2}$/;

/**
 * What an article file claims: a comment with the capture time, a line `[TITLE](URL)`, a rule of dashes, and the
 * body. A missing comment is forgiven, and so is a missing rule where a comment or markup shows that this is an
 * article. White space around the parts does not count; line ends become `\n`.
 */
export function parseArticle(file: ArticleFile): Outcome<RawArticle> {
  const size = file.bytes.byteLength;
  if (size > MAX_FILE_BYTES) {
    return failure("OVERSIZE_FILE", `The file has ${size} bytes; at most ${MAX_FILE_BYTES} are read.`);
  }
  const decoded = decodeText(file.bytes);
  if (!decoded.ok) return decoded;
  const text = decoded.value.replace(lineEnds, "\n").trim();
  if (text === "") {
    return failure("EMPTY_FILE", size === 0 ? "The file has no bytes." : "The file has nothing but white space.");
  }

  const comment = leadingComment.exec(text);
  const capture = parseCaptureTime(comment?.[1]);
  if (!capture.ok) return capture;
  const [headerLine, belowHeader] = cutFirstLine(text.slice(comment?.[0].length ?? 0).trimStart());
  if (headerLine === "" || (belowHeader === "" && headerStart.test(headerLine))) {
    return failure("INCOMPLETE_FILE", "The file stops before, within or after its header; there is no body.");
  }
  const header = parseHeader(headerLine);
  if (!header.ok) return header;

  const [ruleLine, belowRule] = cutFirstLine(belowHeader);
  const hasRule = rule.test(ruleLine);
  const bodyHtml = hasRule ? belowRule : belowHeader;
  if (bodyHtml === "" || (!hasRule && unfinishedRule.test(bodyHtml))) {
    return failure("INCOMPLETE_FILE", "The file stops at its rule; there is no body.");
  }
  if (!hasRule && !comment && !bodyHtml.startsWith("<")) {
    return failure("MISSING_HEADER", "The file begins with a link, but has neither rule nor markup below it.");
  }
  return success({ ...capture.value, ...header.value, bodyHtml });
}

/** The first line, and what comes below it, both without white space around them. */
function cutFirstLine(text: string): [line: string, below: string] {
  const end = text.indexOf("\n");
  return end < 0 ? [text.trim(), ""] : [text.slice(0, end).trim(), text.slice(end).trim()];
}
