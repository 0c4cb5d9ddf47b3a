const forbidden = /[[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\uFFFD]--[\t\n]]/gv;
const lineEnd = /\r\n?/g;

/**
 * Text without the characters that break an XML document (XML 1.0 §2.2: controls, lone surrogates, U+FFFE and
 * U+FFFF) and without those that say nothing (C1 controls, other noncharacters, the replacement character). Line
 * ends become LF, as every XML parser would make them (§2.11).
 */
export function legalText(text: string): string {
  return text.replace(lineEnd, "\n").replace(forbidden, "");
}
