import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../../lib/fs/temporary-directory.fixture.ts";
import { openCatalog } from "../open-catalog.ts";

const at = (name: string): string => JSON.stringify(pathToFileURL(join(import.meta.dirname, name)).href);

/** Takes an article down and brings it back over and over, and tells how often it did. */
const writer = `
  import { writeSync } from "node:fs";
  import { openCatalog } from ${at("../open-catalog.ts")};
  import { exampleCapture, exampleFile, exampleId } from ${at("../contract/example-file.ts")};
  const { catalog } = await openCatalog({ data: process.argv[1] }).write();
  await catalog.files.apply({ ingested: [exampleFile("a.txt", exampleCapture({}))], removed: [] });
  for (let n = 0; ; n++) {
    const type = n % 2 === 0 ? "takedown" : "restoration";
    await catalog.files.apply({ ingested: [], removed: [], rulings: [{ type, id: exampleId(1), when: new Date(n * 1000) }] });
    writeSync(1, n + "\\n");
  }`;

test.each([4, 31])("a writer killed at ruling %i leaves the last one that is in the ledger", async (rulings) => {
  const directory = temporaryDirectory();
  const child = spawn(process.execPath, ["--input-type=module", "-e", writer, directory], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  let told = -1;
  for await (const line of createInterface(child.stdout)) {
    told = Number(line);
    if (told === rulings) child.kill("SIGKILL");
  }
  await exited;
  const survived = await openCatalog({ data: directory }).write();
  const lines = readFileSync(join(directory, "ledger.jsonl"), "utf8").trimEnd().split("\n").slice(1);
  const isDown = lines.at(-1)?.includes('"takedown"') === true;
  expect(lines.length).toBeGreaterThan(told);
  expect(await Array.fromAsync(survived.catalog.articles.newest())).toHaveLength(isDown ? 0 : 1);
  expect(await survived.catalog.state.takedowns()).toHaveLength(isDown ? 1 : 0);
  await survived.catalog.close();
});
