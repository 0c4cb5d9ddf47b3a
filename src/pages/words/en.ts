import { html } from "../../lib/html/template.ts";
import type { Words } from "./words.ts";

const number = new Intl.NumberFormat("en");
const plural = new Intl.PluralRules("en");
const list = new Intl.ListFormat("en");

function counted(count: number, one: string, other: string): string {
  return `${number.format(count)} ${plural.select(count) === "one" ? one : other}`;
}

export const english: Words = {
  skipToContent: "Skip to content",
  siteNavigation: "Site",
  languages: "Language of the interface",
  allFeeds: "All feeds",
  search: "Search",
  policy: "Polling policy",
  opml: "OPML list",
  rightsNote: "The articles belong to their outlets.",
  copyAddress: "Copy address",
  copied: "Copied",
  subscribe: "Subscribe",
  articles: (count) => counted(count, "article", "articles"),
  names: (names) => list.format(names),

  startTitle: "Read here, or subscribe",
  startDescription: "News feeds to subscribe to, as RSS 2.0, Atom 1.0 and JSON Feed 1.1, and to read right here.",
  startLead:
    "Articles of several outlets, as clean feeds. Copy an address, paste it into any feed reader, and new articles turn up there by themselves. Or read right here.",
  asOf: (instant) => html`Newest capture: ${instant}`,
  quietFor: (days) => `nothing new for ${counted(days, "day", "days")}`,
  perDay: ({ days, total, most, mostOn }) =>
    `${counted(total, "article", "articles")} in the last ${days} days, most on ${mostOn}: ${number.format(most)}`,
  opmlNote: (link) => html`Import the ${link("list of all feeds (OPML)")} to subscribe to everything at once:`,
  localNotice: html`<strong>These addresses work on this machine only.</strong> To let other devices subscribe, set <code>public-url</code> to the address they reach this site by.`,
  jsonExtensions: html`JSON Feed extensions: <code>_source</code> is the feed an item was taken from (title, feed_id, feed_url, rights); <code>_related</code> lists other addresses of the article: the foreign original, the other Chinese script.`,

  thisIsAFeed: "This is a feed",
  thisIsAFeedNote: "Paste its address into your reader’s “add subscription”, or pick the reader you use:",
  feedAddress: "Address of the feed",
  subscribeIn: "Subscribe in a reader",
  otherReader: "Reader on this device",
  newsboatNote: html`newsboat: add this line to <code>~/.newsboat/urls</code>`,
  ownServer: "FreshRSS or Miniflux on your own server",
  ownServerNote: html`Put your own server in place of <code>https://reader.example</code>, and open in a browser:`,
  serverAddress: "Address of your server",
  addIn: (reader) => `Add to ${reader}`,
  formatsTitle: "Three formats",
  formatNotes: {
    rss: "Every reader reads it. If in doubt, take this one.",
    atom: "Exact about times and revisions: readers can tell that an article was updated.",
    json: "For those who write programs: the same content, as JSON.",
  },
  scriptsTitle: "In one script",
  scriptsNote: "The same articles, all of them converted:",
  scriptNames: { "zh-Hans": "Simplified", "zh-Hant": "Traditional" },
  qrCode: "Scan it to open this address on a phone",
  latest: "Latest articles",
  noArticles: "No articles yet.",
  original: "original",
  archive: "The whole archive",
  archiveSum: (articles, days) =>
    `${counted(articles, "article", "articles")} on ${counted(days, "day", "days")}, by day of capture (UTC).`,
  onThisDay: "On this day",
  onThisDayOf: (day) => `On ${day}, in every year`,
  earlierDay: "Day before",
  laterDay: "Day after",
  backToFeed: "Subscribe to this feed",

  readOriginal: (outlet) => `Read the original at ${outlet}`,
  foreignOriginal: "Original in another language",
  twins: { "zh-Hans": "In Simplified Chinese", "zh-Hant": "In Traditional Chinese" },
  summaryOnly: (outlet) => `This is a summary. Read the whole article at ${outlet}.`,
  publishedUnknown: "time of capture; the article does not say when it was published",
  localTime: "your time",
  aboutCopy: "About this page",
  republished: (outlet, capturedAt) => html`Republished from ${outlet}, captured ${capturedAt}.`,
  revised: (surfacedAt) => html`The article was revised; the present text appeared ${surfacedAt}.`,
  changes:
    "The text is unchanged. Promotion, scripts and tracking in links were removed; pictures come from where they were.",
  moreFrom: (outlet) => `More from ${outlet}`,
  earlierArticle: "Earlier",
  laterArticle: "Later",

  searchArticles: "Search articles",
  searchTitle: (query) => `Search: ${query}`,
  results: (count) => `${counted(count, "article", "articles")} found`,
  noResults: "Nothing found. Try other words, or take a condition away.",
  queryMistake: "This cannot be searched for:",
  queryTooBroad: "This search is too broad to be finished in the time it may take. Add a condition.",
  searchNotReady: "Search is being prepared. Please try again in a few minutes.",
  outlet: "Outlet",
  time: "Time",
  language: "Language",
  anyOutlet: "all",
  anyTime: "any",
  anyLanguage: "any",
  spans: { "1d": "last day", "7d": "last week", "1m": "last month", "1y": "last year" },
  subscribeToSearch: "Subscribe to this search",
  subscribeToSearchNote: "What matches from now on turns up in your reader:",
  pages: "Pages of results",
  earlierResults: "Earlier results",
  laterResults: "Later results",
  moreThanShown: "Earlier results are not listed: add a condition.",
  howToSearch: "How to search",
  searchExamples: [
    ["火车站 图书馆", "both words"],
    ["“修表铺”", "exactly these words together"],
    ["熊猫 OR 金丝猴", "one of them"],
    ["熊猫 -动物园", "without the second"],
    ["title:熊猫", "in the title only; there are author: and section:, too"],
    ["outlet:nyt-zh after:30d", "one outlet, the last thirty days"],
  ],

  problems: "Files that were not published",
  problemCount: (count) =>
    `${counted(count, "file was", "files were")} not published. A file is read again as soon as it changes.`,
  noProblems: "Every file was published.",
  file: "File",
  reason: "Why",
  remedy: "What to do",

  policyLead: "Every reader and program is welcome. Whoever keeps to this is never turned away.",
  policyRules: ({ maxAgeMinutes }) => [
    html`<strong>Ask conditionally.</strong> Keep <code>ETag</code> and <code>Last-Modified</code> of the last answer and send them as <code>If-None-Match</code> and <code>If-Modified-Since</code>. Where nothing is new you get a 304, which costs next to nothing; we are generous with these.`,
    html`<strong>Keep to <code>Cache-Control</code>.</strong> An answer stays fresh for ${counted(maxAgeMinutes, "minute", "minutes")}; asking more often gets you nothing more.`,
    html`<strong>Fetching everything again and again, unconditionally, is limited.</strong> Beyond the limit the answer is 429, and <code>Retry-After</code> says in how many seconds to come back. Do, and all is well.`,
    html`<strong>Accept compression, and say in <code>User-Agent</code> who you are</strong> and how to reach you, so that we can tell you when something is wrong.`,
    html`<strong>Remember the new address of a permanent redirect (301).</strong> A 410 says that a feed is gone for good: stop polling it.`,
    html`<strong>For old articles, do not poll:</strong> every feed has an archive by day, linked from its first document.`,
  ],
  policyLinks: "The list of feeds, for programs:",
};
