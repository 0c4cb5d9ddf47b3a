import { html, type HtmlValue } from "../../lib/html/template.ts";

/** The words of an error page, which is one for readers of every language. */
export interface ErrorWords {
  /** A few words, in Chinese and English: it heads the page. */
  readonly title: string;
  /** Say what the person who sees it can do, one sentence each. */
  readonly sentences: readonly HtmlValue[];
}

export const errorWords = {
  notFound: {
    title: "这里没有内容 · Not found",
    sentences: [
      "地址可能有误，或者内容已被移走。",
      html`<span lang="zh-Hant">網址可能有誤，或者內容已被移走。</span>`,
      html`<span lang="en">Nothing is published at this address.</span>`,
    ],
  },
  badAddress: {
    title: "地址有误 · Bad request",
    sentences: ["This address holds malformed percent-encoding, or a # that belongs to the page it was found on."],
  },
  twoHosts: {
    title: "请求有误 · Bad request",
    sentences: ["The request names more than one host."],
  },
  gone: {
    title: "内容已移除 · Gone",
    sentences: ["这里曾经有内容，现在已被移除。", "What was published here has been removed for good."],
  },
  notYet: {
    title: "内容正在准备 · Not published yet",
    sentences: [
      "第一批文章整理好之后就会出现，请稍后再来。",
      "The first articles are on their way. Please try again soon.",
    ],
  },
  tooBroad: {
    title: "查询范围太大 · Query too broad",
    sentences: ["请缩小范围再试。", "QUERY_TOO_BROAD: this would take too long to find. Please ask for less."],
  },
  busy: {
    title: "服务器正忙 · Busy",
    sentences: ["请稍后再试。", "Please try again in a moment."],
  },
  tooManyRequests: {
    title: "请求过于频繁 · Too many requests",
    sentences: [
      "请按 Retry-After 稍后再来，并带上 If-None-Match。",
      "Please come back after the seconds that Retry-After says, and send If-None-Match: an answer without news is never far.",
    ],
  },
  notAcceptable: {
    title: "没有可接受的编码 · No acceptable coding",
    sentences: ["The Accept-Encoding of the request refuses every coding there is: identity, gzip, br and zstd."],
  },
  readOnly: {
    title: "此处只能读取 · Read only",
    sentences: ["This address can be read with GET or HEAD."],
  },
  misdirected: {
    title: "这不是本站的地址 · Not an address of this server",
    sentences: [
      "The host of this request is not the one feedmill is configured to publish at.",
      "Is a proxy between? Have it pass the Host header on, or set public-url to the address people use.",
    ],
  },
  serverError: {
    title: "服务器出错 · Server error",
    sentences: ["Something went wrong here. Please try again later."],
  },
} as const satisfies Readonly<Record<string, ErrorWords>>;

/** Heads the answer to a query with a mistake, whose sentence says what is wrong. */
export const mistakeTitle = "看不懂这个查询 · This query is not understood";

/** The ways on from a page that is not there. */
export const wayOnWords = {
  allFeeds: html`全部信源 · <span lang="en">All feeds</span>`,
  latest: html`最新文章 · <span lang="en">Latest articles</span>`,
};
