import type { Element } from "domhandler";
import { textOf } from "../lib/html/text-of.ts";
import { TreeEdit } from "../lib/html/tree-edit.ts";
import { readTime } from "../lib/time/read-time.ts";
import { findAll, subject, type Body } from "./body.ts";

/** Takes the publication time out of the body. An element that holds no date is not it, and stays. */
export function takePublicationTime(body: Body): Date | undefined {
  for (const selector of body.outlet.select.time) {
    for (const element of findAll(body, selector)) {
      const publishedAt = publicationTime(element, body.outlet.timeZone);
      if (!publishedAt) continue;
      body.trace?.({
        step: "publicationTime",
        change: "moved to publishedAt",
        rule: selector,
        subject: subject(element),
      });
      const edit = new TreeEdit();
      edit.remove(element);
      edit.apply();
      return publishedAt;
    }
  }
  return undefined;
}

/** What is written for machines goes before what is written for people. */
function publicationTime(element: Element, timeZone: string): Date | undefined {
  for (const claim of [element.attribs["datetime"], element.attribs["pudate"], textOf(element)]) {
    const read = claim === undefined ? undefined : readTime(claim, timeZone);
    if (read?.kind === "instant") return read.instant;
  }
  return undefined;
}
