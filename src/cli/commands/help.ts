import { readFileSync } from "node:fs";
import { join } from "node:path";
import { commandHelp, generalHelp } from "../help.ts";
import { manPage } from "../man-page.ts";
import { outputColumns, writeText } from "../output.ts";
import { requireCommand } from "../require-command.ts";
import type { Invocation } from "../commands.ts";

/** `feedmill help`: what there is, what one command takes, or the man page, which `npm run build` writes to a file. */
export async function run({ operands: [name], flags, version, sources }: Invocation): Promise<number> {
  if (flags["man"] === true) return writeText(manPage(version, releaseDay(version, sources.packageRoot)));
  const columns = outputColumns();
  return writeText(name === undefined ? generalHelp(columns) : commandHelp(requireCommand(name), columns));
}

/** The day that the changelog gives for a version; empty before it is released. */
function releaseDay(version: string, packageRoot: string): string {
  const changelog = readFileSync(join(packageRoot, "CHANGELOG.md"), "utf8");
  return new RegExp(`^## ${RegExp.escape(version)} \\((.+)\\)$`, "m").exec(changelog)?.[1] ?? "";
}
