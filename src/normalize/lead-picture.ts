import { isTag, isText, type ChildNode, type Element } from "domhandler";
import { pixelsOf } from "../lib/html/allowed-attributes.ts";
import { roleOf } from "../lib/html/tag-roles.ts";
import { textOf } from "../lib/html/text-of.ts";
import { TreeEdit } from "../lib/html/tree-edit.ts";
import { elementsOf, walk } from "../lib/html/walk.ts";
import { isBlank } from "../lib/text/fold-space.ts";
import { plainText } from "../lib/text/plain-text.ts";
import type { Picture } from "../model/article.ts";
import { findAll, subject, type Body } from "./body.ts";
import { figureAround, findPicture, type CaptionMarks, type FoundPicture } from "./find-picture.ts";

/** Takes the main picture and its caption out of the body. Only a picture that the body begins with is one. */
export function takeLeadPicture(body: Body, marks: CaptionMarks): Picture | undefined {
  const image = firstPicture(body);
  if (!image) return undefined;
  const found = findPicture(image, body.root, marks);
  const selector = body.outlet.select.leadPicture.find((css) => {
    const selected = new Set(findAll(body, css));
    return selected.has(image) || selected.has(found.block);
  });
  if (selector === undefined) return undefined;
  const edit = new TreeEdit();
  for (const part of [found.block, ...found.followers]) edit.remove(part);
  edit.apply();
  const picture = describe(found);
  body.trace?.({
    step: "leadPicture",
    change: "moved to leadImage",
    rule: selector,
    subject: picture.caption ?? subject(image),
  });
  return picture;
}

/** The image that a reader sees first, or whose figure begins the body; none that is one of several in a figure. */
function firstPicture(body: Body): Element | undefined {
  const first = firstVisible(body);
  const figure = first && figureAround(first);
  if (!figure) return first && isTag(first) && first.name === "img" ? first : undefined;
  const images = elementsOf(figure, "img");
  return images.length === 1 ? images[0] : undefined;
}

function describe({ image, caption, credits }: FoundPicture): Picture {
  const creditSet = new Set(credits);
  const captionText = caption && plainText(textOf(caption, (element) => creditSet.has(element)));
  const creditText = credits.map((element) => plainText(textOf(element))).join(" ");
  const alt = plainText(image.attribs["alt"] ?? "");
  const width = pixelsOf(image.attribs["width"]);
  const height = pixelsOf(image.attribs["height"]);
  return {
    url: image.attribs["src"] ?? "",
    ...(alt !== "" && { alt }),
    ...(captionText && { caption: captionText }),
    ...(creditText !== "" && { credit: creditText }),
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
  };
}

/** The first thing in the body that a reader sees: text, a picture, a recording. */
function firstVisible(body: Body): ChildNode | undefined {
  let first: ChildNode | undefined;
  walk(body.root, (node) => {
    if (first) return false;
    if (isText(node) ? !isBlank(node.data) : isTag(node) && isSeen(node)) first = node;
    return isTag(node) && roleOf(node) !== "drop";
  });
  return first;
}

function isSeen(element: Element): boolean {
  return element.name === "img" || roleOf(element) === "media";
}
