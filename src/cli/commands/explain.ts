import { printable } from "../../lib/text/printable.ts";
import { shortPath } from "../../lib/fs/short-path.ts";
import type { CommandContext } from "../command.ts";
import { explainFile, type Explanation } from "../explain-file.ts";
import { Failure } from "../failure.ts";
import { findArticleFiles } from "../find-article-files.ts";
import { requireOutlets } from "../require-outlets.ts";
import { formatTable } from "../table.ts";
import { writeJson, writeText } from "../write-output.ts";

/** `feedmill explain`: one file through every stage. Exits with 1 if it does not become an article. */
export async function run({ config, operands, flags }: CommandContext): Promise<number> {
  const { signatures, problems } = findArticleFiles(operands);
  const [[path, signature] = [], another] = signatures;
  if (path === undefined || signature === undefined || another) {
    throw new Failure(problems[0]?.message ?? `One article file can be explained at a time, not ${signatures.size}.`);
  }
  const explanation = explainFile(path, signature, requireOutlets(config, flags), new Date());
  if (flags["json"] === true) writeJson(explanation);
  else writeText(toText(explanation));
  return explanation.problem ? 1 : 0;
}

function toText({ path, claims, outlet, changes, article, problem }: Explanation): string {
  const { bodyHtml, ...facts } = article ?? {};
  const stepRows = changes.map(({ step, change, rule, subject }) => [`  ${step}`, change, rule, subject]);
  const sections = [
    `File ${printable(shortPath(path, process.cwd()))}`,
    claims && `Claims\n${formatTable(rowsOf(claims))}`,
    outlet && `Outlet\n  ${printable(`${outlet.id} (${outlet.name}), because ${outlet.reason}`)}`,
    claims && `Changes\n${changes.length > 0 ? formatTable(stepRows) : "  none"}`,
    article && `Article\n${formatTable(rowsOf(facts))}`,
    bodyHtml && `Body\n  ${bodyHtml.split("\n").map(printable).join("\n  ")}`,
    problem &&
      `Problem\n${formatTable([
        ["  code", problem.code],
        ["  message", problem.message],
        ["  try", problem.remedy],
      ])}`,
  ];
  return sections.filter((section) => section !== undefined).join("\n\n");
}

function rowsOf(facts: object): string[][] {
  return Object.entries(facts).map(([name, value]: [string, unknown]) => [`  ${name}`, textOf(value)]);
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Date) return value.toISOString().replace(".000Z", "Z");
  return Array.isArray(value) ? value.join(", ") : JSON.stringify(value);
}
