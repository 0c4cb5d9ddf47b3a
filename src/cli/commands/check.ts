import { basename } from "node:path";
import type { RootReport } from "../../archive/scan-archive.ts";
import { GENERIC_OUTLET_ID } from "../../model/outlet.ts";
import type { FileFlaw } from "../../model/flaw.ts";
import type { FileProblem } from "../../model/problem.ts";
import { shortPath } from "../../lib/fs/paths.ts";
import { printable } from "../../lib/text/printable.ts";
import {
  checkFiles,
  compareWithCatalog,
  type CheckedFiles,
  type CheckedOutlet,
  type Comparison,
} from "../check-files.ts";
import { coveredFields } from "../../model/coverage.ts";
import { correctionsOf } from "../../config/parts-of-config.ts";
import { idleCorrections } from "../../ingest/idle-corrections.ts";
import type { CommandContext } from "../commands.ts";
import { findArticleFiles } from "../article-files.ts";
import { inCatalog, requireOutlets } from "../installation.ts";
import { countNoun } from "../../lib/text/quantities.ts";
import { createProgress } from "../progress-bar.ts";
import { formatTable, writeJson, writeText } from "../output.ts";

interface CheckReport extends CheckedFiles {
  /** The directories that were read. */
  readonly roots: readonly RootReport[];
  /** Absent while nothing has been published. */
  readonly comparison?: Comparison;
  /** Sentences on corrections of stories that have no effect; absent like the comparison. */
  readonly idleCorrections?: readonly string[];
}

/** How many hosts or files one sentence names at most. */
const MAX_NAMED = 10;

/** `feedmill check`: reads without publishing. Exits with 1 if there is any problem. */
export async function run({ config, operands, flags }: CommandContext): Promise<number> {
  const outlets = requireOutlets(config, flags);
  const found = findArticleFiles(operands.length > 0 ? operands : config.seeds, config.ignore);
  const progress = createProgress("files");
  const checked = checkFiles(found.signatures, {
    outlets,
    now: new Date(),
    onRead: (done, total) => progress.update(done, total),
  });
  progress.finish();
  const problems = [...found.problems, ...checked.problems].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const compared = await inCatalog(config, async (catalog) => ({
    comparison: await compareWithCatalog(checked.articles, outlets, catalog),
    idleCorrections: await idleCorrections(catalog, correctionsOf(config)),
  }));
  const report: CheckReport = { ...checked, roots: found.roots, problems, ...compared };
  if (flags["json"] === true) writeJson(toJson(report));
  else writeText(toText(report));
  return problems.length === 0 ? 0 : 1;
}

function toJson(report: CheckReport): unknown {
  const { files, articles, roots, problems, flaws, outlets, unclaimedHosts, comparison } = report;
  return {
    roots,
    files,
    articles: articles.size,
    problems,
    flaws,
    outlets,
    unclaimedHosts: Object.fromEntries(unclaimedHosts),
    ...(report.idleCorrections && { idleCorrections: report.idleCorrections }),
    ...(comparison && {
      comparison: { ...comparison, coverageChange: Object.fromEntries(comparison.coverageChange) },
    }),
  };
}

function toText(report: CheckReport): string {
  const { files, articles, problems, flaws, outlets } = report;
  const notes = notesAmong(report);
  const total = { id: "", name: "all files", files, articles: articles.size, problems: problems.length };
  const rows = [...outlets, total].map((row) => [
    row.id,
    row.name,
    ...[row.files, row.articles, row.problems].map(String),
  ]);
  return [
    formatTable([["OUTLET", "NAME", "FILES", "ARTICLES", "PROBLEMS"], ...rows]),
    ...describeCoverage(report),
    ...problems.filter((problem) => !notes.includes(problem)).map(describeProblem),
    ...(flaws.length === 0 ? [] : [`Published all the same, with something wrong: ${countNoun(flaws.length, "flaw")}`]),
    ...flaws.map(describeProblem),
    ...outlets.flatMap(describeUnusedRules),
    ...outlets.flatMap(describeSharedLines),
    ...remarks(report),
    ...(report.idleCorrections ?? []),
    ...describeNotes(notes),
  ].join("\n\n");
}

/** How many articles of each outlet have each field, and how that differs from what is published. */
function describeCoverage({ outlets, comparison }: CheckReport): string[] {
  const filled = outlets.filter(({ articles }) => articles > 0);
  if (filled.length === 0) return [];
  const rows = filled.map(({ id, articles, coverage }) => {
    const change = comparison?.coverageChange.get(id);
    return [id, String(articles), ...coveredFields.map((field) => changedCount(coverage[field], change?.[field] ?? 0))];
  });
  const hasChanged = rows.some((row) => row.some((cell) => cell.endsWith(")")));
  const differs = hasChanged ? ", and in brackets how many more or fewer than are published" : "";
  const head = ["OUTLET", "ARTICLES", ...coveredFields.map((field) => field.toUpperCase())];
  return [`Articles that have each field${differs}:\n${formatTable([head, ...rows])}`];
}

function changedCount(count: number, change: number): string {
  return change === 0 ? String(count) : `${count} (${change > 0 ? "+" : ""}${change})`;
}

function describeUnusedRules({ id, files, unusedRules }: CheckedOutlet): string[] {
  if (unusedRules.length === 0) return [];
  const rows = unusedRules.map(({ part, rule }) => [`  ${part}`, rule]);
  return [`Rules of the profile ${id} that found nothing in ${countNoun(files, "file")}:\n${formatTable(rows)}`];
}

function describeSharedLines({ id, articles, sharedLines }: CheckedOutlet): string[] {
  if (sharedLines.length === 0) return [];
  const rows = sharedLines.map(({ place, text, articles: sharing }) => [`  ${sharing} of ${articles}`, place, text]);
  return [
    `Lines that many articles of ${id} share: promotion, perhaps\n${formatTable(rows)}\n` +
      "  Try: remove: [{ line: … }] in the profile, for what is no part of an article",
  ];
}

/** Names of notes, lists and licences. People keep these beside articles too. */
const noteName = /\.(?:md|markdown|csv|json|ya?ml)$|^(?:readme|licen[cs]e|notice|makefile)\b/i;

/** Problems of files that are probably notes: no header, and the name of a note. A git checkout holds such files. */
function notesAmong({ articles, problems }: CheckReport): readonly FileProblem[] {
  if (articles.size === 0) return [];
  return problems.filter(({ code, path }) => code === "MISSING_HEADER" && noteName.test(basename(path)));
}

/** One message for all notes. It names the setting that leaves them out. */
function describeNotes(notes: readonly FileProblem[]): string[] {
  if (notes.length === 0) return [];
  const names = [...new Set(notes.map(({ path }) => basename(path)))];
  const globs = names.slice(0, MAX_NAMED).map((name) => JSON.stringify(name));
  const more = names.length > globs.length ? ` and ${countNoun(names.length - globs.length, "other name")}` : "";
  const has = notes.length === 1 ? "has" : "have";
  const what = `${countNoun(notes.length, "file")} beside the articles ${has} no header: no articles, perhaps.`;
  return [`${what}\n  Try: ${printable(`ignore: [${globs.join(", ")}]${more}`)} in the configuration`];
}

function describeProblem({ path, code, message, remedy }: FileProblem | FileFlaw): string {
  return printable(`${shortPath(path, process.cwd())}: ${code}`) + `\n  ${printable(message)}\n  Try: ${remedy}`;
}

function remarks({ roots, unclaimedHosts, comparison }: CheckReport): string[] {
  const lines = roots.flatMap(describeLinks);
  if (unclaimedHosts.size > 0) lines.push(describeUnclaimed(unclaimedHosts));
  if (!comparison) return lines;
  const { held, changedIds, changed, added } = comparison;
  if (held > 0) {
    lines.push(`The loss of ${countNoun(held, "file")} is held back. To let it apply: feedmill accept-deletions`);
  }
  if (changedIds > 0) {
    const articles = countNoun(changedIds, "published article");
    lines.push(`The profiles would change the ids of ${articles}. If you want that: feedmill accept-ids`);
  }
  lines.push(
    `Compared with what is published, ${countNoun(changed, "article")} would change and ${added} would be new.`,
  );
  return lines;
}

function describeLinks({ path, state, links }: RootReport): string[] {
  if (links === undefined) return [];
  const { count, example } = links;
  const what =
    state === "empty"
      ? `${shortPath(path, process.cwd())} holds no article file, only ${countNoun(count, "link")}`
      : `${countNoun(count, "link")} in ${shortPath(path, process.cwd())} ${count === 1 ? "was" : "were"} passed over`;
  const remedy = "copy the files, or name the directory that links lead to in `seeds`";
  return [`${printable(`${what}: ${shortPath(example, process.cwd())}`)}\n  Try: ${remedy}`];
}

function describeUnclaimed(unclaimedHosts: ReadonlyMap<string, number>): string {
  const largest = [...unclaimedHosts].toSorted(([, a], [, b]) => b - a);
  const named = largest.slice(0, MAX_NAMED).map(([host, files]) => `${host} (${countNoun(files, "file")})`);
  if (largest.length > named.length) named.push(countNoun(largest.length - named.length, "other host"));
  return `No outlet profile claims ${named.join(", ")}; published in the feeds all and ${GENERIC_OUTLET_ID}.`;
}
