import type { IncomingMessage } from "node:http";
import { isTag, tagsIn } from "./is-not-modified.ts";
import type { PreparedDocument } from "./prepare-document.ts";

/** More are not looked at: there are no more versions to hold. */
const MAX_TAGS = 100;

/**
 * The entity tag of the newest version of a feed that the client says it holds, where it takes a feed of what is new
 * since (RFC 3229 §10.5.3, with the instance manipulation `feed`). Absent where it does not, or holds none that is known;
 * whatever has no versions is not asked about.
 */
export function deltaBase({ headers }: IncomingMessage, { versions }: PreparedDocument): string | undefined {
  if (versions.length === 0) return undefined;
  const accepted = headers["a-im"];
  const held = headers["if-none-match"];
  if (accepted === undefined || held === undefined || !acceptsFeed(String(accepted))) return undefined;
  const tags = tagsIn(held).slice(0, MAX_TAGS);
  return versions.find(({ opaqueTag }) => tags.some((tag) => isTag(tag, opaqueTag)))?.etag;
}

const refused = /;\s*q\s*=\s*0(?:\.0*)?\s*(?:;|$)/;

/** Whether `A-IM` lists `feed`, with whatever parameters, and with no `q=0`. */
function acceptsFeed(accepted: string): boolean {
  return accepted
    .toLowerCase()
    .split(",")
    .some((member) => /^\s*feed\s*(?:;|$)/.test(member) && !refused.test(member));
}
