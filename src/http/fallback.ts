import type { RequestHandler } from "express";
import { html } from "../lib/html/template.ts";
import {
  definedFeedAt,
  feedNameIn,
  feedPagePath,
  opmlPath,
  siteImages,
  startPagePath,
  stylesheetPath,
} from "../model/addresses.ts";
import { createErrorAnswer } from "./error-answer.ts";

/** What a feed is: `pending` where one of this name is configured, or may be for all we know yet. */
export type FeedState = "unknown" | "pending" | "gone" | { readonly renamedTo: string };

const alwaysPublished: ReadonlySet<string> = new Set([
  startPagePath,
  opmlPath,
  stylesheetPath,
  ...Object.values(siteImages).map(({ path }) => path),
]);

/**
 * Answers what nothing else did: 503 for what is to be published here but is not yet, so that readers keep the address
 * and come again; 404 for the rest.
 */
export function createFallback(feedState: (name: string) => FeedState, basePath: string): RequestHandler {
  const answerNotFound = createErrorAnswer({
    status: 404,
    title: "这里没有内容 · Not found",
    sentences: [
      "地址可能有误，或者内容已被移走。",
      html`<span lang="zh-Hant">網址可能有誤，或者內容已被移走。</span>`,
      html`<span lang="en">Nothing is published at this address.</span>`,
    ],
    basePath,
  });

  return (request, response) => {
    const { path } = request;
    if (!isWellFormed(path) || request.url.includes("#")) answerBadRequest(request, response);
    else if (alwaysPublished.has(path) || isPendingFeed(path)) answerNotYet(request, response);
    else answerNotFound(request, response);
  };

  function isPendingFeed(path: string): boolean {
    const name = feedNameIn(path);
    if (name === undefined || feedState(name) !== "pending") return false;
    return path === feedPagePath(name) || definedFeedAt(path) !== undefined;
  }
}

const answerBadRequest = createErrorAnswer({
  status: 400,
  title: "地址有误 · Bad request",
  sentences: ["This address holds malformed percent-encoding, or a # that belongs to the page it was found on."],
});

export const answerGone = createErrorAnswer({
  status: 410,
  title: "内容已移除 · Gone",
  sentences: ["这里曾经有内容，现在已被移除。", "What was published here has been removed for good."],
});

export const answerNotYet = createErrorAnswer({
  status: 503,
  title: "内容正在准备 · Not published yet",
  sentences: [
    "第一批文章整理好之后就会出现，请稍后再来。",
    "The first articles are on their way. Please try again soon.",
  ],
  headers: { "Retry-After": "60" },
});

function isWellFormed(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
