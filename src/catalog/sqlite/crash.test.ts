import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../../lib/fs/temporary-directory.fixture.ts";
import { openCatalog } from "../open-catalog.ts";
import { selecting } from "../contract/selections.contract.ts";

const at = (file: string): string => JSON.stringify(pathToFileURL(join(import.meta.dirname, file)).href);

/** Overwrites one file over and over, so that every change writes to the ledger too, and tells each change applied. */
const writer = `
  import { writeSync } from "node:fs";
  import { openCatalog } from ${at("../open-catalog.ts")};
  import { exampleCapture, exampleFile } from ${at("../contract/example-file.ts")};
  const { catalog } = await openCatalog({ data: process.argv[1] }).write();
  for (let n = 0; ; n++) {
    const capturedAt = new Date(Date.UTC(2024, 0, 1, 0, 0, n));
    await catalog.files.apply({ ingested: [exampleFile("a.txt", exampleCapture({ text: "Text " + n, capturedAt }))], removed: [] });
    writeSync(1, n + "\\n");
  }`;

test.each([3, 40, 77])("a writer killed at change %i leaves all it had applied, and no lock", async (changes) => {
  const dataDir = temporaryDirectory();
  const args = ["--input-type=module", "-e", writer, dataDir];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  let applied = -1;
  for await (const line of createInterface(child.stdout)) {
    applied = Number(line);
    if (applied === changes) child.kill("SIGKILL");
  }
  await exited;

  const { catalog, origin, warnings } = await openCatalog({ data: dataDir }).write();
  const [article] = await Array.fromAsync(catalog.articles.newest());
  expect(origin).toEqual({ kind: "opened" });
  // A write that the kill interrupted may have left the beginning of a line.
  expect(warnings.filter((warning) => !warning.startsWith("an unfinished last line was cut off"))).toEqual([]);
  expect(article?.surfacedAt.getTime()).toBeGreaterThanOrEqual(Date.UTC(2024, 0, 1, 0, 0, applied));
  expect(article?.firstCapturedAt).toEqual(new Date(Date.UTC(2024, 0, 1)));
  expect(await catalog.articles.count(selecting("text"))).toMatchObject({ articles: 1 });
  expect(await catalog.articles.count(selecting(`"${article?.excerpt}"`))).toMatchObject({ articles: 1 });
  await catalog.close();
});
