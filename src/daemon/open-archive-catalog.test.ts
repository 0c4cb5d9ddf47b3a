import { closeSync, cpSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { exampleCapture, exampleFile } from "../catalog/contract/example-file.ts";
import { openCatalog } from "../catalog/open-catalog.ts";
import { loadConfig } from "../config/config.ts";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import { createLogger } from "../observe/logger.ts";
import { openArchiveCatalog } from "./open-archive-catalog.ts";

const packageRoot = join(import.meta.dirname, "../..");
const logger = createLogger({ level: "error", format: "json" });

interface Root {
  readonly name: string;
  readonly page: number;
  readonly pageBytes: number;
}

/** Every table and index of a catalog, with the page it begins at. */
function rootsOf(path: string): readonly Root[] {
  const db = new DatabaseSync(path);
  const rows = db
    .prepare(
      "SELECT name, rootpage AS page, page_size AS bytes FROM sqlite_schema, pragma_page_size WHERE rootpage > 1",
    )
    .all();
  db.close();
  return rows.map(({ name, page, bytes }) => ({ name: String(name), page: Number(page), pageBytes: Number(bytes) }));
}

function overwrite(path: string, { page, pageBytes }: Root): void {
  const file = openSync(path, "r+");
  writeSync(file, Buffer.alloc(pageBytes, 0xff), 0, pageBytes, (page - 1) * pageBytes);
  closeSync(file);
}

test("a catalog is opened or begun again, though any part of it is damaged", async () => {
  const directory = temporaryDirectory();
  const seeds = join(directory, "seeds");
  mkdirSync(seeds);
  const whole = join(directory, "whole");
  const { catalog } = await openCatalog({ data: whole }).write();
  await catalog.files.apply({ ingested: [exampleFile("a.txt", exampleCapture({}))], removed: [] });
  await catalog.close();
  const roots = rootsOf(join(whole, "catalog.db"));
  expect(roots.length).toBeGreaterThan(20);
  const refusals = await Array.fromAsync(roots, async (root) => {
    const data = join(directory, root.name);
    cpSync(whole, data, { recursive: true });
    overwrite(join(data, "catalog.db"), root);
    const config = loadConfig({ flags: { seeds, data }, env: {}, cwd: packageRoot, packageRoot });
    if (!config.ok) throw new Error("The flags are right.");
    try {
      // The example has no id that its profile would give it.
      const archive = await openArchiveCatalog({ config: config.value, logger, acceptsIds: true });
      await archive.catalog.close();
      return "";
    } catch (error) {
      return `${root.name}: ${String(error)}`;
    }
  });
  expect(refusals.filter((refusal) => refusal !== "")).toEqual([]);
});
