import { styleText } from "node:util";
import { type CatalogReader, SearchNotReadyError } from "../../catalog/catalog.ts";
import type { Article } from "../../model/article.ts";
import { firstOf } from "../../publish/select.ts";
import { searchedTexts } from "../../search/searched-texts.ts";
import type { FlagValues } from "../../config/given-values.ts";
import { utcDay } from "../../lib/time/utc-day.ts";
import { printable } from "../../lib/text/printable.ts";
import { parseQuery } from "../../search/parse-query.ts";
import { highlight, passages, type Passage } from "../../search/passages.ts";
import type { Query } from "../../model/query.ts";
import { showMistake } from "../../search/query-mistake.ts";
import type { CommandContext } from "../commands.ts";
import { countNoun } from "../../lib/text/quantities.ts";
import { Failure, UsageError } from "../failure.ts";
import { inRequiredCatalog } from "../installation.ts";
import { writeJson, writeText } from "../output.ts";

const DEFAULT_LIMIT = 20;
const PASSAGES = 2;

interface Found {
  readonly article: Article;
  readonly title: Passage;
  readonly passages: readonly Passage[];
}

/** `feedmill search`: the newest articles of the catalog that a query asks for, whether a daemon has it or not. */
export async function run({ config, operands, flags }: CommandContext): Promise<number> {
  const text = operands.join(" ");
  const limit = limitOf(flags["limit"]);
  const query = parseQuery(text);
  if (!query.ok) throw new UsageError(`${query.mistake.message}\n${showMistake(text, query.mistake)}`);
  try {
    const { total, isAtLeast, found } = await inRequiredCatalog(config, (catalog) =>
      search(catalog, query.value, limit),
    );
    if (flags["json"] === true) return writeJson({ total, isAtLeast, articles: found.map(toJson) });
    const shown = total > found.length ? `the newest ${found.length} of ${isAtLeast ? "at least " : ""}` : "";
    return writeText([...found.map(toText), `${shown}${countNoun(total, "article")}`].join("\n\n"));
  } catch (error) {
    if (error instanceof SearchNotReadyError) throw new Failure(`Not yet: ${error.message}.`);
    throw error;
  }
}

function limitOf(said: FlagValues[string]): number {
  if (said === undefined) return DEFAULT_LIMIT;
  const limit = Number(said);
  if (!Number.isInteger(limit) || limit < 1) throw new UsageError("--limit: This takes a number of articles.");
  return limit;
}

async function search(
  { articles }: CatalogReader,
  query: Query,
  limit: number,
): Promise<{ total: number; isAtLeast: boolean; found: readonly Found[] }> {
  const found = await firstOf(articles.newest({ query }), limit);
  const { articles: total, isAtLeast } = await articles.count({ query });
  return { total, isAtLeast, found: found.map((article) => show(query, article)) };
}

function show(query: Query, article: Article): Found {
  const { body } = searchedTexts(article);
  return { article, title: highlight(query, article.title, "title"), passages: passages(query, body, PASSAGES) };
}

function toText({ article, title, passages: cut }: Found): string {
  const { capturedAt, outletName, canonicalUrl } = article;
  const facts = [utcDay(capturedAt), outletName, canonicalUrl].join("  ");
  return [passageText(title), `  ${facts}`, ...cut.map((passage) => `  ${passageText(passage)}`)].join("\n");
}

function toJson({ article, passages: cut }: Found): unknown {
  const { id, canonicalUrl, title, outletId, language, capturedAt } = article;
  return {
    id,
    url: canonicalUrl,
    title,
    outlet: outletId,
    language,
    capturedAt,
    passages: cut.map(({ text }) => text),
  };
}

/** A passage as one line. What was searched for is bold where the output is a terminal. */
function passageText({ text, isCutBefore, isCutAfter, ranges }: Passage): string {
  let line = isCutBefore ? "…" : "";
  let end = 0;
  for (const range of ranges) {
    line += printable(text.slice(end, range.start)) + styleText("bold", printable(text.slice(range.start, range.end)));
    ({ end } = range);
  }
  return line + printable(text.slice(end)) + (isCutAfter ? "…" : "");
}
