import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { shortPath } from "../../lib/fs/paths.ts";
import { printable } from "../../lib/text/printable.ts";
import type { Invocation } from "../commands.ts";
import { Failure } from "../failure.ts";
import { formatTerms, outputColumns, writeText } from "../output.ts";

/** Settings of the shipped file that are switched on: with them the file works from any working directory. */
const switchedOn = /^#(?=(?:seeds|data): )/gm;

/** `feedmill init`: a directory with a configuration, outlet profiles and a place for article files. It replaces no file. */
export async function run({ operands: [name = "."], sources: { cwd, packageRoot } }: Invocation): Promise<number> {
  const directory = resolve(cwd, name);
  const config = join(directory, "config");
  if (existsSync(config)) {
    throw new Failure(
      `${config} is there already, and nothing was written.`,
      "feedmill init DIR, for another directory",
    );
  }
  cpSync(join(packageRoot, "config"), config, { recursive: true });
  const file = join(config, "feedmill.yaml");
  writeFileSync(file, readFileSync(file, "utf8").replaceAll(switchedOn, ""));
  mkdirSync(join(directory, "seeds"), { recursive: true });
  const there = directory === cwd ? "" : ` --config ${printable(shortPath(file, cwd))}`;
  const written = formatTerms(
    [
      ["seeds/", "for your article files"],
      ["config/feedmill.yaml", "every setting, with what it does and its default"],
      ["config/outlets/", "profiles of outlets; add your own"],
    ],
    outputColumns(),
  );
  return writeText(
    [
      `Written in ${printable(directory)}:`,
      written,
      "Put article files into seeds/, then run:",
      `  feedmill serve${there}`,
      "Or have a feed of the web written there as article files:",
      `  feedmill fetch add URL${there}`,
      `  feedmill fetch${there}`,
    ].join("\n"),
  );
}
