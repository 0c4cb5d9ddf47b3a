import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readArticleFile } from "../archive/read-article-file.ts";
import { isAnotherArticle, swallowedFlaw } from "../catalog/another-article.ts";
import type { CatalogReader } from "../catalog/catalog.ts";
import { deriveArticle, type CaptureFact } from "../catalog/derive-article.ts";
import { countChangedIds } from "../ingest/article-ids.ts";
import { ingestFile } from "../ingest/ingest-file.ts";
import type { Article, Capture } from "../model/article.ts";
import { countFields, fieldsOf, type Coverage, type CoveredField } from "../model/coverage.ts";
import { type FileFlaw, fileFlaw } from "../model/flaw.ts";
import { GENERIC_OUTLET_ID } from "../model/outlet.ts";
import { type FileProblem, fileProblem } from "../model/problem.ts";
import type { FoundPart } from "../model/trace.ts";
import type { Outlets } from "../outlets/outlets.ts";
import { OutletCheck, ruleKey, type SharedLine } from "./outlet-check.ts";

/** The result of reading some files without publishing them. */
export interface CheckedFiles {
  readonly files: number;
  readonly problems: readonly FileProblem[];
  /** Flaws of files that are published all the same, and files that another article hides. */
  readonly flaws: readonly FileFlaw[];
  /** Every configured outlet, and `other` where a file needs it. */
  readonly outlets: readonly CheckedOutlet[];
  /** Hosts without a profile, with the number of files from each. */
  readonly unclaimedHosts: ReadonlyMap<string, number>;
  /** By article id. */
  readonly articles: ReadonlyMap<string, CheckedArticle>;
}

export interface CheckedOutlet {
  readonly id: string;
  readonly name: string;
  readonly files: number;
  readonly problems: number;
  readonly articles: number;
  /** The number of its articles that have each field. */
  readonly coverage: Coverage;
  /** Rules of its own profile that found nothing in any file. */
  readonly unusedRules: readonly FoundPart[];
  readonly sharedLines: readonly SharedLine[];
}

/** An article without its body: an archive holds more of them than memory does. */
export interface CheckedArticle {
  readonly outletId: string;
  readonly fields: readonly CoveredField[];
  readonly publishedAt: Date;
  /** Hash of the content shown. */
  readonly content: string;
}

interface CheckedCapture extends CaptureFact {
  readonly path: string;
  readonly outletId: string;
  readonly fields: readonly CoveredField[];
  readonly content: string;
  /** Hash of title and address. */
  readonly told: string;
}

interface CheckingDeps {
  readonly outlets: Outlets;
  readonly now: Date;
  readonly onRead: (done: number, total: number) => void;
}

/** Reads and normalizes files, `signatures` by path. A file that went away or is being written meanwhile is left out. */
export function checkFiles(signatures: ReadonlyMap<string, string>, deps: CheckingDeps): CheckedFiles {
  const check = new FileCheck(deps);
  let looked = 0;
  for (const [path, signature] of signatures) {
    deps.onRead(looked++, signatures.size);
    check.read(path, signature);
  }
  return check.result();
}

/** Reads one file after another, and keeps of each what a check tells. */
class FileCheck {
  readonly #deps: CheckingDeps;
  readonly #problems: FileProblem[] = [];
  readonly #flaws: FileFlaw[] = [];
  readonly #captures = new Map<string, CheckedCapture[]>();
  readonly #outlets: Map<string, OutletCheck>;
  readonly #unclaimedHosts = new Map<string, number>();
  #files = 0;

  constructor(deps: CheckingDeps) {
    this.#deps = deps;
    this.#outlets = new Map(deps.outlets.all.map((outlet) => [outlet.id, new OutletCheck(outlet)]));
  }

  read(path: string, signature: string): void {
    const file = readArticleFile(path, signature);
    if (file.state === "gone" || file.state === "unsettled") return;
    this.#files++;
    if (file.state === "problem") {
      this.#problems.push(fileProblem(path, file.problem));
      return;
    }
    const found = new Set<string>();
    const ingested = ingestFile({ path, bytes: file.bytes }, this.#deps, { found: (part) => found.add(ruleKey(part)) });
    const { outcome, sha256, outletId, host } = ingested;
    this.#count(outletId, host, found, outcome.ok ? outcome.value.bodyHtml : undefined);
    if (outcome.ok) {
      this.#flaws.push(...(outcome.flaws ?? []).map((flaw) => fileFlaw(path, flaw)));
      this.#captures.getOrInsertComputed(outcome.value.id, () => []).push(checkedCapture(path, outcome.value, sha256));
    } else {
      this.#problems.push(fileProblem(path, outcome.problem));
    }
  }

  result(): CheckedFiles {
    const articles = new Map<string, CheckedArticle>();
    const flaws = [...this.#flaws];
    for (const [id, captures] of this.#captures) {
      const article = deriveArticle(captures, []);
      if (article === undefined) continue;
      const { shown, publishedAt, publishedAtIsCaptureTime } = article;
      const { outletId, content } = shown;
      const fields = shown.fields.filter((field) => field !== "time");
      articles.set(id, {
        outletId,
        content,
        publishedAt,
        fields: publishedAtIsCaptureTime ? fields : ["time", ...fields],
      });
      flaws.push(...this.#swallowed(shown, captures));
    }
    const byOutlet = Map.groupBy(articles.values(), ({ outletId }) => outletId);
    return {
      files: this.#files,
      problems: this.#problems,
      flaws: flaws.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
      outlets: [...this.#outlets.values()].map((outlet) => checkedOutlet(outlet, byOutlet.get(outlet.id) ?? [])),
      unclaimedHosts: this.#unclaimedHosts,
      articles,
    };
  }

  #count(outletId = "", host = "", found: Iterable<string>, bodyHtml: string | undefined): void {
    if (outletId === "") return;
    const name = "hosts without a profile";
    this.#outlets.getOrInsertComputed(outletId, () => new OutletCheck({ id: outletId, name })).add(found, bodyHtml);
    if (outletId !== GENERIC_OUTLET_ID) return;
    this.#unclaimedHosts.set(host, (this.#unclaimedHosts.get(host) ?? 0) + 1);
  }

  /** The files among the captures of one id that are of another article than the one shown. They are read again. */
  #swallowed(shown: CheckedCapture, captures: readonly CheckedCapture[]): FileFlaw[] {
    const suspects = captures.filter(({ told }) => told !== shown.told);
    const article = suspects.length === 0 ? undefined : this.#readAgain(shown.path);
    if (article === undefined) return [];
    return suspects.flatMap(({ path }) => {
      const other = this.#readAgain(path);
      return other && isAnotherArticle(other, article) ? [fileFlaw(path, swallowedFlaw(other, article))] : [];
    });
  }

  #readAgain(path: string): Capture | undefined {
    try {
      const { outcome } = ingestFile({ path, bytes: readFileSync(path) }, this.#deps);
      return outcome.ok ? outcome.value : undefined;
    } catch {
      return undefined;
    }
  }
}

function checkedOutlet(outlet: OutletCheck, articles: readonly CheckedArticle[]): CheckedOutlet {
  const { id, name, files, problems } = outlet;
  return {
    id,
    name,
    files,
    problems,
    articles: articles.length,
    coverage: countFields(articles.map(({ fields }) => fields)),
    unusedRules: outlet.unusedRules(),
    sharedLines: outlet.sharedLines(),
  };
}

function checkedCapture(path: string, capture: Capture, sha256: string): CheckedCapture {
  const { capturedAt, publishedAt, textHash, outletId, title, canonicalUrl } = capture;
  const content = shownContent(capture);
  const told = hashOf([title, canonicalUrl]).slice(0, 12);
  const facts = { path, sha256, capturedAt, textHash, outletId, fields: fieldsOf(capture), content, told };
  return publishedAt === undefined ? facts : { ...facts, publishedAt };
}

/** Changes that publishing would make in the catalog, in articles. */
export interface Comparison {
  readonly added: number;
  readonly changed: number;
  /** Published articles whose ids the profiles would change: readers would show them twice. */
  readonly changedIds: number;
  /** Files whose loss is held back. */
  readonly held: number;
  /** By outlet, how many more articles have each field than do as they are published, of those that are. */
  readonly coverageChange: ReadonlyMap<string, Coverage>;
}

/** Compares articles as they would be now, by id, with those that are published. */
export async function compareWithCatalog(
  articles: CheckedFiles["articles"],
  outlets: Outlets,
  catalog: CatalogReader,
): Promise<Comparison> {
  let added = 0;
  let changed = 0;
  const coverageChange = new Map<string, Record<CoveredField, number>>();
  for (const [id, article] of articles) {
    const published = await catalog.articles.find(id);
    if (!published) {
      if ((await catalog.state.takedowns(id)).length === 0) added++;
      continue;
    }
    const isSame =
      article.content === shownContent(published) && article.publishedAt.getTime() === published.publishedAt.getTime();
    if (!isSame) changed++;
    const change = coverageChange.getOrInsertComputed(article.outletId, () => ({ ...countFields([]) }));
    for (const field of article.fields) change[field]++;
    for (const field of fieldsOf(published)) change[field]--;
  }
  const changedIds = await countChangedIds(catalog, outlets);
  return { added, changed, changedIds, held: (await catalog.state.heldLosses())?.count ?? 0, coverageChange };
}

/** Hashes the parts of an article that readers see. Times and twin are left out: they come from more than one file. */
function shownContent(article: Article | Capture): string {
  const { id, outletId, outletName, canonicalUrl, title, language, authors, section, rights } = article;
  const { leadImage, originalUrl, bodyHtml, dek, excerpt, entries } = article;
  const { url, alt, caption, credit, width, height } = leadImage ?? {};
  const facts = [id, outletId, outletName, canonicalUrl, title, language, authors, section, rights];
  const content = [url, alt, caption, credit, width, height, originalUrl, bodyHtml, dek, excerpt, entries];
  return hashOf([facts, content]);
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("base64");
}
