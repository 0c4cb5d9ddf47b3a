import type { Html, HtmlValue } from "../../lib/html/template.ts";
import type { QueryMistakeSentences } from "../../model/query-mistake.ts";
import type { FeedFormat } from "../../model/feed.ts";
import type { ChineseScript } from "../../model/locale.ts";

/** Everything the pages say in a language of the interface. What takes a value is a function; it may return markup. */
export interface Words {
  readonly skipToContent: string;
  readonly siteNavigation: string;
  readonly languages: string;
  readonly allFeeds: string;
  readonly search: string;
  readonly policy: string;
  readonly opml: string;
  readonly rightsNote: string;
  readonly copyAddress: string;
  readonly copied: string;
  readonly subscribe: string;
  readonly articles: (count: number) => string;
  readonly names: (names: readonly string[]) => string;
  readonly nameSeparator: string;
  readonly inParentheses: (text: string) => string;
  readonly labelled: (label: string, value: string) => string;
  readonly timesInUtc: string;
  readonly convertedPages: string;

  readonly allArticles: string;
  readonly startDescription: string;
  readonly newest: string;
  readonly outlets: string;
  readonly otherFeeds: string;
  readonly newestAt: (instant: HtmlValue) => Html;
  readonly asOf: (instant: HtmlValue) => Html;
  /** @param upTo A day as people write it. */
  readonly quietFor: (days: number, upTo: string) => string;
  readonly perDay: (facts: PerDayFacts) => string;
  readonly opmlNote: (link: (text: string) => Html) => Html;
  readonly everyFeedNote: (link: (text: string) => Html) => Html;
  readonly localNotice: HtmlValue;
  readonly jsonExtensions: HtmlValue;

  readonly thisIsAFeedNote: string;
  readonly feedAddress: string;
  readonly subscribeIn: string;
  readonly otherReader: string;
  readonly newsboatNote: HtmlValue;
  readonly ownServer: string;
  readonly ownServerNote: HtmlValue;
  readonly serverAddress: string;
  readonly addIn: (reader: string) => string;
  readonly formatsTitle: string;
  readonly formatNotes: Readonly<Record<FeedFormat, string>>;
  readonly scriptsTitle: string;
  readonly scriptsNote: string;
  readonly scriptNames: Readonly<Record<ChineseScript, string>>;
  readonly qrCode: string;
  readonly latest: string;
  readonly noArticles: string;
  /** For an installation without articles: what the operator can do. */
  readonly emptyInstallation: string;
  readonly original: string;
  readonly archive: string;
  readonly archiveSum: (articles: number, days: number) => string;
  readonly everyDay: string;
  readonly onThisDayOf: (day: string) => string;
  readonly earlierDay: string;
  readonly laterDay: string;
  readonly earlierMonth: string;
  readonly laterMonth: string;
  readonly wholeMonth: string;
  readonly olderArticles: string;

  readonly readOriginal: (outlet: string) => string;
  readonly foreignOriginal: string;
  readonly twins: Readonly<Record<ChineseScript, string>>;
  readonly summaryOnly: (outlet: string) => string;
  readonly publishedUnknown: string;
  readonly localTime: string;
  readonly aboutCopy: string;
  readonly republished: (outlet: HtmlValue, capturedAt: HtmlValue) => Html;
  readonly revised: (surfacedAt: HtmlValue) => Html;
  readonly changes: string;
  readonly converted: string;
  readonly unconverted: string;
  readonly share: string;
  readonly copyLink: string;
  readonly saveTo: (service: string) => string;
  readonly print: string;
  readonly keyboard: string;
  readonly keys: readonly (readonly [key: string, meaning: string])[];
  readonly readingSettings: string;
  readonly settingNames: Readonly<Record<"size" | "font" | "width" | "theme", string>>;
  readonly settingValues: Readonly<Record<ReadingChoice, string>>;
  readonly moreFrom: (outlet: string) => string;
  readonly stories: string;
  readonly storySize: (reports: number, outlets: number) => string;
  readonly alsoBy: (outlets: HtmlValue) => Html;
  readonly lastJoined: (instant: HtmlValue) => Html;
  readonly firstReport: (outlet: HtmlValue, instant: HtmlValue) => Html;
  readonly headlines: string;
  readonly timeline: string;
  readonly timelineSum: (hours: number) => string;
  readonly otherReports: string;
  readonly wholeStory: string;
  readonly relatedEarlier: string;
  readonly earlierArticle: string;
  readonly laterArticle: string;

  readonly searchArticles: string;
  readonly searchTitle: (query: string) => string;
  readonly results: (count: number, isAtLeast: boolean) => string;
  readonly noResults: string;
  readonly queryMistake: string;
  readonly queryMistakes: QueryMistakeSentences;
  readonly queryTooBroad: string;
  readonly searchNotReady: string;
  readonly outlet: string;
  readonly time: string;
  readonly language: string;
  readonly anyOutlet: string;
  readonly anyTime: string;
  readonly anyLanguage: string;
  readonly spans: Readonly<Record<SearchSpan, string>>;
  readonly subscribeToSearch: string;
  readonly subscribeToSearchNote: string;
  readonly pages: string;
  readonly previousPage: string;
  readonly nextPage: string;
  readonly order: string;
  readonly newestFirst: string;
  readonly mostRelevantFirst: string;
  readonly sameEvent: string;
  readonly apart: string;
  readonly together: string;
  readonly nothingHas: (part: string) => string;
  readonly noSuchOutlet: (outletId: string) => string;
  readonly didYouMean: (link: Html) => Html;
  readonly articlesOfOutlet: (link: Html) => Html;
  readonly noSuchArticle: string;
  readonly articleOfAddress: string;
  readonly year: (year: number) => string;
  readonly feedForm: Readonly<Record<FeedFormWord, string>>;
  readonly moreThanShown: string;
  readonly howToSearch: string;
  readonly searchExamples: readonly (readonly [example: string, meaning: string])[];

  readonly policyLead: string;
  readonly policyRules: (facts: PolicyFacts) => readonly HtmlValue[];
  readonly policyLinks: string;
}

export type FeedFormWord =
  | "title"
  | "choose"
  | "words"
  | "howMany"
  | "entries"
  | "full"
  | "summary"
  | "script"
  | "asWritten"
  | "make"
  | "preview";

/** What a reader can choose for articles. */
export type ReadingChoice =
  | "usual"
  | "small"
  | "large"
  | "huge"
  | "sans"
  | "serif"
  | "narrow"
  | "wide"
  | "system"
  | "light"
  | "dark"
  | "sepia";

/** Counts of a number of days, one per bar of a picture. */
export interface PerDayFacts {
  readonly days: number;
  readonly total: number;
  readonly most: number;
  /** As people write it. */
  readonly mostOn: string;
  readonly upTo: string;
}

export interface PolicyFacts {
  /** The time for which an answer may be taken for fresh. */
  readonly maxAgeMinutes: number;
}

/** Spans back from the newest capture, as queries write them. */
export type SearchSpan = "1d" | "7d" | "1m" | "1y";
