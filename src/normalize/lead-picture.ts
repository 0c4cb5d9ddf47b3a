import { isText, type ChildNode, type Element } from "domhandler";
import { pixelsOf } from "../lib/html/allowed-attributes.ts";
import { headingTags, roleOf } from "../lib/html/tag-roles.ts";
import { textOf } from "../lib/html/text-of.ts";
import { TreeEdit } from "../lib/html/tree-edit.ts";
import { elementsOf, isElement, walk } from "../lib/html/walk.ts";
import { isBlank } from "../lib/text/fold-space.ts";
import { plainText } from "../lib/text/plain-text.ts";
import type { Picture } from "../model/article.ts";
import { subject, tell, type Body } from "./body.ts";
import {
  findPicture,
  holderOf,
  isMedium,
  isTitle,
  mediaIn,
  textOfAll,
  withoutLabel,
  type CaptionMarks,
  type FoundPicture,
} from "./captions.ts";
import { isDecoration, thumbnailAttribute } from "./pictures.ts";
import { findAll } from "./selectors.ts";

/**
 * The main picture: the one that the body begins with; headings, the dek and cards do not count as a beginning. It leaves
 * the body with its caption; of a recording it is the poster, and the recording stays. Where a body begins otherwise, the
 * first picture in its text stands for the article in lists, and stays where it is.
 */
export function takeLeadPicture(
  body: Body,
  { title, marks, dek }: { readonly title: string; readonly marks: CaptionMarks; readonly dek: Element | undefined },
): Picture | undefined {
  // A profile can say that its outlet has none.
  if (body.rules.select.leadPicture.length === 0) return undefined;
  const medium = firstPicture(body, marks, dek);
  if (!medium) return pictureInText(body, title, marks);
  const found = findPicture(medium, body.root, marks);
  const rule = body.rules.select.leadPicture.find((css) => {
    const selected = new Set(findAll(body, css));
    return selected.has(medium) || selected.has(found.block);
  });
  if (rule === undefined) return pictureInText(body, title, marks);
  const picture = describe(found, title);
  if (medium.name === "video") {
    tell(body, "lead-picture", { change: "poster read as leadImage", rule, of: picture.url });
    return picture;
  }
  const edit = new TreeEdit();
  for (const part of partsOf(found, marks)) edit.remove(part);
  edit.apply();
  tell(body, "lead-picture", { change: "moved to leadImage", rule, of: picture.caption ?? subject(medium) });
  return picture;
}

/** What leaves the body with the picture: its block, or, where other words stand in that, the parts of it alone. */
function partsOf({ medium, block, caption, credits, followers }: FoundPicture, marks: CaptionMarks): Element[] {
  const own = new Set([...(caption ? [caption] : []), ...credits]);
  const hasOtherWords = !marks.holders.has(block) && !isBlank(textOf(block, (element) => own.has(element)));
  return hasOtherWords ? [medium, ...own, ...followers] : [block, ...followers];
}

function pictureInText(body: Body, title: string, marks: CaptionMarks): Picture | undefined {
  const image = elementsOf(body.root, "img").find((element) => !isDecoration(element));
  if (image === undefined) return undefined;
  const picture = { ...describe(findPicture(image, body.root, marks), title), isInBody: true };
  tell(body, "lead-picture", { change: "first picture of the text read as leadImage", rule: "img", of: picture.url });
  return picture;
}

/** The picture or poster that a reader sees first, or whose figure begins the body; none that is one of several in it. */
function firstPicture(body: Body, marks: CaptionMarks, dek: Element | undefined): Element | undefined {
  const first = firstVisible(body, dek);
  const holder = first && holderOf(first, marks);
  const media = holder ? mediaIn(holder) : first && isElement(first) && isMedium(first) ? [first] : [];
  const [only] = media;
  if (media.length !== 1 || !only) return undefined;
  return only.name === "img" || only.attribs["poster"] ? only : undefined;
}

/** The first thing in the text that a reader sees: words, a picture, a recording. */
function firstVisible(body: Body, dek: Element | undefined): ChildNode | undefined {
  const aside = new Set([dek, ...body.rules.select.footer.flatMap((css) => findAll(body, css))]);
  let first: ChildNode | undefined;
  walk(body.root, (node) => {
    if (first) return false;
    if (isText(node) ? !isBlank(node.data) : isElement(node) && isMedium(node) && !isDecoration(node)) first = node;
    return isElement(node) && !aside.has(node) && !isHeading(node) && roleOf(node) !== "drop";
  });
  return first;
}

/** A heading of words: outlets set pictures in headings too. */
function isHeading(element: Element): boolean {
  return headingTags.has(element.name) && mediaIn(element).length === 0;
}

function describe({ medium, words, others, credits }: FoundPicture, title: string): Picture {
  const said = isTitle(words, title) ? [others] : [words, others];
  const caption = plainText(said.map(textOfAll).join(" "));
  const credit = plainText(withoutLabel(credits.map((element) => textOf(element)).join(" ")));
  const { src = "", poster, alt: written = "" } = medium.attribs;
  const alt = plainText(written);
  const thumbnail = medium.attribs[thumbnailAttribute];
  const width = pixelsOf(medium.attribs["width"]);
  const height = pixelsOf(medium.attribs["height"]);
  return {
    ...(poster ? { url: poster, isInBody: true } : { url: src }),
    ...(thumbnail !== undefined && { thumbnail }),
    // Readers for the terminal and for the ear would say a caption twice.
    ...(alt !== "" && alt !== caption && { alt }),
    ...(caption !== "" && { caption }),
    ...(credit !== "" && { credit }),
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
  };
}
