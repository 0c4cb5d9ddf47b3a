import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, resolve } from "node:path";
import { expect, test } from "vitest";
import { root } from "./root.ts";

// What a thread loads when it starts, it keeps in memory until it ends. What it needs seldom or never is loaded by `import()`
// or `lib/load.ts`, or stands in a file of its own.

/** What each thread or process loads of other packages. */
const packages: Readonly<Record<string, string>> = {
  "src/cli/run-cli.ts": "node-cron string-width yaml zod",
  "src/cli/commands/serve.ts":
    "domhandler express ipaddr.js lru-cache negotiator node-cron opencc-js pino uuid yaml zod",
  "src/daemon/ingest-thread.ts":
    "cheerio css-select domhandler feed iconv-lite lru-cache node-cron opencc-js parse5 parse5-htmlparser2-tree-adapter " +
    "pino uuid yaml zod",
  "src/serve/maker/maker-thread.ts": "domhandler feed lru-cache opencc-js qr uuid",
  "src/serve/workers/worker-process.ts": "domhandler express ipaddr.js lru-cache negotiator opencc-js pino uuid",
  "src/ingest/readers/reader-process.ts":
    "cheerio css-select domhandler iconv-lite parse5 parse5-htmlparser2-tree-adapter uuid",
};

/** A statement that loads a module, types left out: those are erased. */
const loading = /^(?:import|export)\s(?!type\s)(?:[^;"]*?\sfrom\s)?\s*"([^"]+)"/gm;

function packagesLoadedBy(entry: string): string {
  const files = new Set([resolve(root, entry)]);
  const names = new Set<string>();
  for (const file of files) {
    if (!file.endsWith(".ts")) continue;
    for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(loading)) {
      if (specifier.startsWith(".")) files.add(resolve(dirname(file), specifier));
      else if (!isBuiltin(specifier)) names.add(/^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? "");
    }
  }
  return [...names].toSorted().join(" ");
}

test.each(Object.entries(packages))("%s loads no package that it does not need", (entry, expected) => {
  expect(packagesLoadedBy(entry)).toBe(expected);
});
