import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exampleCapture, exampleFile } from "../contract/example-file.ts";
import { selecting } from "../contract/selections.contract.ts";
import { Ledger } from "../ledger/ledger.ts";
import { temporaryDirectory } from "../../lib/fs/temporary-directory.fixture.ts";
import { openDatabase } from "./database.ts";
import { LedgerTables } from "./ledger-tables.ts";
import { createParts } from "./sqlite-catalog.ts";

test("a change that fails after its facts went to the ledger changes nothing else, and can be repeated", async () => {
  const directory = temporaryDirectory();
  const path = join(directory, "ledger.jsonl");
  const log = Ledger.open(path);
  const { db } = openDatabase(directory);
  try {
    const { articles, files } = createParts(db, new LedgerTables(db, log));
    const found = async (text: string): Promise<number> => (await articles.count(selecting(text))).articles;
    const shown = async (): Promise<unknown> => (await articles.find(exampleCapture({}).id))?.excerpt;
    const overwriting = { ingested: [exampleFile("a.txt", exampleCapture({ text: "Second text." }))], removed: [] };
    await files.apply({ ingested: [exampleFile("a.txt", exampleCapture({}))], removed: [] });
    db.exec("CREATE TEMP TRIGGER refusal BEFORE UPDATE ON article BEGIN SELECT RAISE(ABORT, 'disk full'); END");

    await expect(files.apply(overwriting)).rejects.toThrow("disk full");
    expect(await shown()).toBe("First text.");
    expect([await found("first"), await found("second")]).toEqual([1, 0]);

    db.exec("DROP TRIGGER refusal");
    expect(await files.apply(overwriting)).toMatchObject({ revised: 1 });
    expect(await shown()).toBe("Second text.");
    expect([await found("first"), await found("second")]).toEqual([0, 1]);
    expect(readFileSync(path, "utf8").split("\n").filter(Boolean)).toHaveLength(1);
  } finally {
    db.close();
    log.close();
  }
});
