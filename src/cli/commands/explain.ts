import { printable } from "../../lib/text/printable.ts";
import { shortPath } from "../../lib/fs/paths.ts";
import type { Takedown } from "../../model/takedown.ts";
import type { CommandContext } from "../commands.ts";
import { explainFile, type Explanation } from "../explain-file.ts";
import { findCatalog, requireOutlets } from "../installation.ts";
import { findOneArticleFile } from "../article-files.ts";
import { formatTable, writeJson, writeText } from "../output.ts";

/** `feedmill explain`: one file through every stage. Exits with 1 if it does not become an article. */
export async function run({ config, operands, flags }: CommandContext): Promise<number> {
  const { path, signature } = findOneArticleFile(operands[0] ?? "");
  const explanation = explainFile(path, signature, requireOutlets(config, flags), new Date());
  const takedown = explanation.article && takedownOf(explanation.article.id, config.data);
  if (flags["json"] === true) writeJson({ ...explanation, takedown });
  else writeText(toText(explanation, takedown));
  return explanation.problem ? 1 : 0;
}

function takedownOf(id: string, dataDirectory: string): Takedown | undefined {
  const catalog = findCatalog(dataDirectory);
  try {
    return catalog?.takedown(id);
  } finally {
    catalog?.close();
  }
}

function toText(
  { path, claims, outlet, changes, article, problem, flaws = [] }: Explanation,
  takedown: Takedown | undefined,
): string {
  const { bodyHtml, ...facts } = article ?? {};
  const stepRows = changes.map(({ step, change, rule, subject }) => [`  ${step}`, change, rule, beginningOf(subject)]);
  const sections = [
    `File ${printable(shortPath(path, process.cwd()))}`,
    claims && `Claims\n${formatTable(rowsOf(claims))}`,
    outlet && `Outlet\n  ${printable(`${outlet.id} (${outlet.name}), because ${outlet.reason}`)}`,
    claims && `Changes\n${changes.length > 0 ? formatTable(stepRows) : "  none"}`,
    takedown && `Taken down: this article is not published\n${formatTable(takedownRows(takedown))}`,
    flaws.length > 0 &&
      `Flaws\n${formatTable(flaws.map(({ code, message, remedy }) => [`  ${code}`, printable(message), remedy]))}`,
    article && `Article\n${formatTable(rowsOf(facts))}`,
    bodyHtml && `Body\n  ${bodyHtml.split("\n").map(printable).join("\n  ")}`,
    problem &&
      `Problem\n${formatTable([
        ["  code", problem.code],
        ["  message", problem.message],
        ["  try", problem.remedy],
      ])}`,
  ];
  return sections.filter((section) => section !== undefined && section !== false).join("\n\n");
}

const longestSubject = 100;

/** One line for each change; `--json` has the whole text. */
function beginningOf(subject: string): string {
  return subject.length > longestSubject ? `${subject.slice(0, longestSubject - 1).toWellFormed()}…` : subject;
}

function takedownRows({ id, takenDownAt, reason }: Takedown): string[][] {
  const why = reason === undefined ? [] : [["  reason", printable(reason)]];
  return [["  since", textOf(takenDownAt)], ...why, ["  undo", `feedmill takedown --undo ${id}`]];
}

function rowsOf(facts: object): string[][] {
  return Object.entries(facts).map(([name, value]: [string, unknown]) => [`  ${name}`, textOf(value)]);
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Date) return value.toISOString().replace(".000Z", "Z");
  return Array.isArray(value) ? value.join(", ") : JSON.stringify(value);
}
