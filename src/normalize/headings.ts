import { isText, type ChildNode, type Element } from "domhandler";
import { headingTags } from "../lib/html/tag-roles.ts";
import { textOf } from "../lib/html/text-of.ts";
import { setChildren, TreeEdit } from "../lib/html/tree-edit.ts";
import { elementsOf, isElement } from "../lib/html/walk.ts";
import { foldSpace, isBlank } from "../lib/text/fold-space.ts";
import { tell, type Body } from "./body.ts";
import { isMedium } from "./captions.ts";
import { firstElements } from "./lines.ts";

/** A longer line is no subhead but emphasis, in UTF-16 units. */
const longestHeading = 80;
const sentenceEnd = /[。；;，,…]["”』」）)]*$/;

/** Drops the title from where a body begins with it as a heading: readers show it above the text. */
export function dropHeadline(body: Body, title: string): void {
  const headline = firstElements(body.root).find(({ name }) => headingTags.has(name));
  if (!headline || foldSpace(textOf(headline)) !== foldSpace(title) || elementsOf(headline).some(isMedium)) return;
  const edit = new TreeEdit();
  edit.remove(headline);
  edit.apply();
  tell(body, "headings", { change: "removed", rule: "says the title", of: headline });
}

/** Makes short paragraphs that are bold and nothing else the subheads they stand for, where the outlet has no others. */
export function markHeadings(body: Body, dek: Element | undefined): void {
  if (body.rules.headings !== "bold-paragraphs") return;
  for (const paragraph of elementsOf(body.root, "p")) {
    const parts = paragraph.children.filter((child) => !isEmpty(child));
    if (parts.length === 0 || !parts.every(isBold) || elementsOf(paragraph).some(isMedium)) continue;
    const text = foldSpace(textOf(paragraph));
    if (paragraph === dek || parts.some((part) => part === dek)) continue;
    if (text.length > longestHeading || sentenceEnd.test(text)) continue;
    tell(body, "headings", { change: "made h2", rule: "bold-paragraphs", of: paragraph });
    paragraph.name = "h2";
    setChildren(
      paragraph,
      parts.flatMap((part) => (isElement(part) ? part.children : [])),
    );
  }
}

function isEmpty(node: ChildNode): boolean {
  return isText(node) ? isBlank(node.data) : !isElement(node) || node.name === "br";
}

function isBold(node: ChildNode): boolean {
  return isElement(node) && (node.name === "strong" || node.name === "b");
}
