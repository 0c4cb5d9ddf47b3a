import { GENERIC_OUTLET_ID } from "../../model/outlet.ts";
import type { FileProblem } from "../../model/problem.ts";
import { shortPath } from "../../lib/fs/paths.ts";
import { printable } from "../../lib/text/printable.ts";
import { checkFiles, type CheckedFiles, compareWithCatalog, type Comparison } from "../check-files.ts";
import type { CommandContext } from "../commands.ts";
import { findArticleFiles } from "../article-files.ts";
import { findCatalog, requireOutlets } from "../installation.ts";
import { countNoun } from "../quantities.ts";
import { createProgress } from "../progress-bar.ts";
import { formatTable, writeJson, writeText } from "../output.ts";

interface CheckReport extends CheckedFiles {
  /** Absent while nothing has been published. */
  readonly comparison?: Comparison;
}

/** The number of hosts without a profile that are named. */
const hostsNamed = 10;

/** `feedmill check`: reads without publishing. Exits with 1 if there is any problem. */
export async function run({ config, operands, flags }: CommandContext): Promise<number> {
  const outlets = requireOutlets(config, flags);
  const found = findArticleFiles(operands.length > 0 ? operands : config.seeds);
  const progress = createProgress("files");
  const checked = checkFiles(found.signatures, {
    outlets,
    now: new Date(),
    onRead: (done, total) => progress.update(done, total),
  });
  progress.finish();
  const problems = [...found.problems, ...checked.problems].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const report: CheckReport = { ...checked, problems, ...comparisonOf(checked, outlets, config.data) };
  if (flags["json"] === true) writeJson(toJson(report));
  else writeText(toText(report));
  return problems.length === 0 ? 0 : 1;
}

function comparisonOf(
  { captures }: CheckedFiles,
  outlets: ReturnType<typeof requireOutlets>,
  dataDirectory: string,
): Pick<CheckReport, "comparison"> {
  const catalog = findCatalog(dataDirectory);
  if (!catalog) return {};
  try {
    return { comparison: compareWithCatalog(captures, outlets, catalog) };
  } finally {
    catalog.close();
  }
}

function toJson({ files, captures, problems, outlets, unclaimedHosts, comparison }: CheckReport): unknown {
  return {
    files,
    articles: captures.size,
    problems,
    outlets,
    unclaimedHosts: Object.fromEntries(unclaimedHosts),
    ...(comparison ? { comparison } : {}),
  };
}

function toText(report: CheckReport): string {
  const { files, captures, problems, outlets } = report;
  const total = { id: "", name: "all files", files, articles: captures.size, problems: problems.length };
  const rows = [...outlets, total].map((row) => [
    row.id,
    row.name,
    ...[row.files, row.articles, row.problems].map(String),
  ]);
  return [
    formatTable([["OUTLET", "NAME", "FILES", "ARTICLES", "PROBLEMS"], ...rows]),
    ...problems.map(describeProblem),
    ...remarks(report),
  ].join("\n\n");
}

function describeProblem({ path, code, message, remedy }: FileProblem): string {
  return printable(`${shortPath(path, process.cwd())}: ${code}`) + `\n  ${printable(message)}\n  Try: ${remedy}`;
}

function remarks({ unclaimedHosts, comparison }: CheckReport): string[] {
  const lines = unclaimedHosts.size > 0 ? [describeUnclaimed(unclaimedHosts)] : [];
  if (!comparison) return lines;
  const { held, changedIds, changed, added } = comparison;
  if (held > 0) {
    lines.push(`The loss of ${countNoun(held, "file")} is held back. To let it apply: feedmill accept-deletions`);
  }
  if (changedIds > 0) {
    const articles = countNoun(changedIds, "published article");
    lines.push(`The profiles would change the ids of ${articles}. To insist: feedmill accept-ids`);
  }
  lines.push(
    `Compared with what is published, ${countNoun(changed, "article")} would change and ${added} would be new.`,
  );
  return lines;
}

function describeUnclaimed(unclaimedHosts: ReadonlyMap<string, number>): string {
  const largest = [...unclaimedHosts].toSorted(([, a], [, b]) => b - a);
  const named = largest.slice(0, hostsNamed).map(([host, files]) => `${host} (${countNoun(files, "file")})`);
  if (largest.length > named.length) named.push(countNoun(largest.length - named.length, "other host"));
  return `No outlet profile claims ${named.join(", ")}; published in the feeds all and ${GENERIC_OUTLET_ID}.`;
}
