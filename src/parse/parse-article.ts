import { MAX_FILE_BYTES, type ArticleFile } from "../model/article-file.ts";
import { failure, success, type Outcome } from "../model/problem.ts";
import type { RawArticle } from "../model/raw-article.ts";
import { decodeText } from "./decode-text.ts";
import { cutDatedLine, parseCaptureTime } from "./parse-capture-time.ts";
import { isHeader, parseHeader } from "./parse-header.ts";

const lineEnds = /\r\n?/g;
const leadingComment = /^<!--(.{0,200}?)-->/s;
const rule = /^-{3,}$/;
const ruleLine = /\n[ \t]*-{3,}[ \t]*(?=\n|$)/;
const headerStart = /^(?:\[|<!--|#{1,6}\s+\[)/;
const unfinishedRule = /^-{1,2}$/;
/** A header of several lines is looked for in as much text as a title of a few lines and an address can have. */
const longestHeader = 20_000;

/**
 * What an article file claims: a comment with the capture time, a link `[TITLE](URL)`, a rule of dashes, and the body. A
 * missing comment is forgiven, and so is a missing rule where a comment or markup shows that this is an article. The
 * capture time may stand below the rule instead. White space around the parts does not count; line ends become `\n`.
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
  const { flaw, ...capture } = parseCaptureTime(comment?.[1]);
  const [headerText, belowHeader] = cutHeader(text.slice(comment?.[0].length ?? 0).trimStart());
  if (headerText === "" || (belowHeader === "" && headerStart.test(headerText))) {
    return failure("INCOMPLETE_FILE", "The file stops before, within or after its header; there is no body.");
  }
  const header = parseHeader(headerText);
  if (!header.ok) return header;

  const [firstLine, belowRule] = cutFirstLine(belowHeader);
  const hasRule = rule.test(firstLine);
  const belowBoth = hasRule ? belowRule : belowHeader;
  if (belowBoth === "" || (!hasRule && unfinishedRule.test(belowBoth))) {
    return failure("INCOMPLETE_FILE", "The file stops at its rule; there is no body.");
  }
  if (!hasRule && !comment && !belowBoth.startsWith("<")) {
    return failure("MISSING_HEADER", "The file begins with a link, but has neither rule nor markup below it.");
  }
  const { body: bodyHtml, ...dated } = capture.capturedAt ? { body: belowBoth } : cutDatedLine(belowBoth);
  const flaws = [...(decoded.flaws ?? []), ...(flaw ? [flaw] : [])];
  return success({ ...capture, ...dated, ...header.value, bodyHtml }, flaws);
}

/** The header, which is one line, or all lines above the rule where the title has line breaks, and what comes below. */
function cutHeader(text: string): [header: string, below: string] {
  const [line, below] = cutFirstLine(text);
  if (isHeader(line) || !headerStart.test(line)) return [line, below];
  const end = ruleLine.exec(text.slice(0, longestHeader))?.index;
  const lines = end === undefined ? undefined : text.slice(0, end);
  if (lines !== undefined && isHeader(lines)) return [lines, text.slice(end).trim()];
  // What begins a title and neither ends it nor goes on to markup was cut off.
  return text.includes("<") ? [line, below] : [line, ""];
}

/** The first line, and what comes below it, both without white space around them. */
function cutFirstLine(text: string): [line: string, below: string] {
  const end = text.indexOf("\n");
  return end < 0 ? [text.trim(), ""] : [text.slice(0, end).trim(), text.slice(end).trim()];
}
