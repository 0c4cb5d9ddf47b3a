import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./root.ts";

/** What a document says in no language: what has to be the same in all of them. */
interface Bones {
  /** The level of each heading. */
  readonly headings: readonly string[];
  /** Lines of code, without what is said of them at their end. */
  readonly code: readonly string[];
  /** The first cell of each row of a table, below its head. */
  readonly rows: readonly string[];
  /** Words that are set as code: commands, flags, settings, files. */
  readonly words: readonly string[];
  readonly links: readonly string[];
}

const isCode = (line: string): boolean => line.startsWith("    ");

function bonesOf(name: string): Bones {
  const text = readFileSync(join(root, name), "utf8");
  const lines = text.split("\n");
  const prose = lines.filter((line) => !isCode(line)).join("\n");
  const all = (pattern: RegExp): readonly string[] => Array.from(prose.matchAll(pattern), ([, found = ""]) => found);
  return {
    headings: all(/^(#+) /gm),
    code: lines.filter(isCode).map((line) => line.trim().split(/ {2,}/)[0] ?? ""),
    rows: all(/^\| (.*?)(?<!\\) \|.*$(?!\n\|---)/gm).filter((cell) => cell !== ""),
    words: [...new Set(all(/`([^`]+)`/g))].toSorted(),
    links: all(/(?<!\\)\[[^\]]*\]\(([^)\s]+)\)/g).filter((link) => !link.startsWith("README")),
  };
}

test.each(["README.zh-CN.md"])(
  "%s has what the README has: headings, code, rows of tables, commands, links",
  (name) => {
    const [readme, translation] = [bonesOf("README.md"), bonesOf(name)];
    expect(readme.rows.length).toBeGreaterThan(50);
    expect(translation).toEqual(readme);
  },
);
