/** The facts of an article that each of its captures has. */
interface ArticleContent {
  /** `urn:uuid:…`, version 5 of the article's key (RFC 9562 §5.5). The same in every format and feed, for ever. */
  readonly id: string;
  readonly outletId: string;
  /** As shown to people: the outlet's name, or the host for an outlet without a profile. */
  readonly outletName: string;
  /** The outlet's own address of the article, tracking removed. */
  readonly canonicalUrl: string;
  /** Plain text. */
  readonly title: string;
  /** BCP 47 tag, e.g. `zh-Hans`. */
  readonly language: string;
  /** Names as they are printed; empty when the file names nobody, and the outlet is then the author. */
  readonly authors: readonly string[];
  readonly section?: string;
  /** Copyright statement, plain text. */
  readonly rights?: string;
  readonly leadImage?: Picture;
  /** Videos and recorded sound in the body, in its order; absent where there are none. */
  readonly recordings?: readonly Recording[];
  /** Address of the other-language original. */
  readonly originalUrl?: string;
  /** The same article in the other script: an article of its own. */
  readonly twin?: Twin;
  /** Sanitized; holds neither the date, the byline nor the lead picture. */
  readonly bodyHtml: string;
  /** The editor's line under the headline, plain text. It stands in the body as well. */
  readonly dek?: string;
  /** Plain text cut by machine, at most 200 characters. */
  readonly excerpt: string;
  /** The part of the body that feeds may show. */
  readonly entries: "full" | "summary";
}

export interface Twin {
  readonly id: string;
  readonly url: string;
}

export interface Picture {
  readonly url: string;
  /** Address of a smaller version, where the page has one for a place of its size. */
  readonly thumbnail?: string;
  /** True where the body shows it: the poster of a recording, or a picture in the text. */
  readonly isInBody?: boolean;
  readonly alt?: string;
  readonly caption?: string;
  readonly credit?: string;
  /** Pixels; known only when the file says so. */
  readonly width?: number;
  readonly height?: number;
}

export interface Recording {
  readonly url: string;
  /** Media type, e.g. `audio/mpeg`. */
  readonly type: string;
  /** Its caption, plain text. */
  readonly title?: string;
  /** Pixels; known only when the file says so. */
  readonly width?: number;
  readonly height?: number;
}

/** One file's version of an article, normalized. All instants are whole seconds. */
export interface Capture extends ArticleContent {
  /** When the crawler saved it; the publication time where the file does not say. */
  readonly capturedAt: Date;
  /** The time that the article states, never after `capturedAt`; absent where it states none. */
  readonly publishedAt?: Date;
  /** SHA-256, in hex, of title and body text with white space folded: equal hashes are the same text. */
  readonly textHash: string;
}

/** An article as it is published, drawn from all captures of one id. All instants are whole seconds. */
export interface Article extends ArticleContent {
  readonly publishedAt: Date;
  /** True where no capture says when it was published, and the first capture's time stands in. */
  readonly publishedAtIsCaptureTime: boolean;
  /** `publishedAt` while there has been one text, else `surfacedAt`. */
  readonly updatedAt: Date;
  /** When the crawler first saved the article. */
  readonly firstCapturedAt: Date;
  /** When the crawler saved the text shown. */
  readonly capturedAt: Date;
  /** Capture time at which the present text appeared. Feeds order by it. */
  readonly surfacedAt: Date;
  /** `urn:uuid:…` of the story it is a report of, be it the only one; absent where it is no report, as of what was taken down. */
  readonly storyId?: string;
  /** Of the story that it stands for. */
  readonly storySize?: StorySize;
  /** The article that is shown, where it is the lead of a story and goes by the id of another report. */
  readonly leadId?: string;
  /** The language it was written in, where its script has been converted (BCP 47). */
  readonly convertedFrom?: string;
  /** Fingerprint of everything above: equal revisions render to equal bytes. */
  readonly revision: string;
}

/** How far a story has come. */
export interface StorySize {
  readonly reports: number;
  readonly outlets: number;
}

/** What stands for an article where there is no room for it: the editor's line, else the machine's. Plain text. */
export function summaryOf({ dek, excerpt }: Pick<ArticleContent, "dek" | "excerpt">): string {
  return dek ?? excerpt;
}
