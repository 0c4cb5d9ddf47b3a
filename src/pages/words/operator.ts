import type { CoveredField } from "../../model/coverage.ts";

const number = new Intl.NumberFormat("en");

/**
 * The words of the operator's pages. They are in English, as problems, logs and commands are: a page that quotes those
 * would be in two languages otherwise.
 */
export const operatorWords = {
  pages: {
    "/": "Status",
    "/problems": "Problems",
    "/flaws": "Flaws",
    "/outlets": "Outlets",
    "/sources": "Sources",
    "/subscriptions": "Subscriptions",
    "/takedowns": "Takedowns",
  },
  forPrograms: { "/status.json": "status.json", "/metrics": "metrics", "/healthz": "healthz" },
  navigation: "Operator",
  site: "The site",
  search: "Search the site",
  notFound: "There is no such page here.",
  serverError: "Something went wrong here. The log says what.",
  warnings: "What may be wrong",
  state: { ready: "Feeds are served.", notReady: "No feed is served yet." },
  facts: {
    version: "Version",
    startedAt: "Started",
    publishedAt: "Last published",
    lastScanAt: "Last scan",
    work: "At work",
    files: "Files",
    articles: "Articles",
    held: "Losses held back",
  },
  work: {
    starting: "starting",
    scanning: "scanning the archive",
    idle: "waiting for changes",
    following: "following another machine",
  },
  problemsLead: "Files that were not published. A file is read again as soon as it changes.",
  noProblems: "Every file was published.",
  flawsLead: "What is wrong with files that were published all the same.",
  noFlaws: "No flaw was found.",
  outletsLead:
    "Articles of each outlet, and how many of them have each field. A field that few have tells of a profile that no longer fits.",
  noOutlets: "There is no article yet.",
  takedownsLead: "Articles that were taken down with feedmill takedown.",
  noTakedowns: "No article was taken down.",
  sourcesLead: "Feeds that are fetched for this archive. Those that fail come first.",
  noSources: "No feed is fetched for this archive. The command feedmill fetch add URL adds one.",
  subscriptionsLead: "Feeds that somebody subscribed to at the hub.",
  noSubscriptions: "Nobody has subscribed at the hub.",
  columns: {
    code: "Code",
    path: "File",
    message: "What is wrong",
    remedy: "What to do",
    outlet: "Outlet",
    articles: "Articles",
    newest: "Newest",
    id: "Article",
    takenDownAt: "Taken down",
    reason: "Reason",
    url: "Feed",
    succeededAt: "Last success",
    nextPollAt: "Next time",
    written: "Entries",
    failures: "Failures in a row",
    failure: "Why",
    subscriptions: "Subscriptions",
    waiting: "Waiting",
    failing: "Failing",
  },
  fields: {
    time: "time",
    authors: "authors",
    dek: "summary line",
    picture: "picture",
    caption: "caption",
    section: "section",
  } satisfies Record<CoveredField, string>,
  cut: (shown: number, all: number) =>
    `${number.format(shown)} of ${number.format(all)} are listed. feedmill check lists all.`,
};
