import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../../lib/fs/temporary-directory.fixture.ts";
import { createApply } from "./apply-change.ts";
import { selecting } from "../contract/selections.contract.ts";
import { createReader } from "./sqlite-catalog.ts";
import { exampleCapture, exampleFile } from "../contract/example-file.ts";
import { createFileRecords } from "./files.ts";
import { LedgerTables } from "./ledger-tables.ts";
import { openLedger } from "../ledger/ledger.ts";
import { openDatabase } from "./database.ts";
import { createSearchIndex } from "./search-index.ts";

test("a change that fails after its facts went to the ledger changes nothing else, and can be repeated", () => {
  const directory = temporaryDirectory();
  const path = join(directory, "ledger.jsonl");
  const log = openLedger(path);
  const { db } = openDatabase(directory);
  try {
    const apply = createApply(db, {
      files: createFileRecords(db),
      ledger: new LedgerTables(db, log),
      search: createSearchIndex(db),
    });
    const reader = createReader(db);
    const found = (text: string): number => reader.count(selecting(text));
    const shown = (): unknown => reader.article(exampleCapture({}).id)?.excerpt;
    const overwriting = { ingested: [exampleFile("a.txt", exampleCapture({ text: "Second text." }))], removed: [] };
    apply({ ingested: [exampleFile("a.txt", exampleCapture({}))], removed: [] });
    db.exec("CREATE TEMP TRIGGER refusal BEFORE UPDATE ON article BEGIN SELECT RAISE(ABORT, 'disk full'); END");

    expect(() => apply(overwriting)).toThrow("disk full");
    expect(shown()).toBe("First text.");
    expect([found("first"), found("second")]).toEqual([1, 0]);

    db.exec("DROP TRIGGER refusal");
    expect(apply(overwriting)).toMatchObject({ revised: 1 });
    expect(shown()).toBe("Second text.");
    expect([found("first"), found("second")]).toEqual([0, 1]);
    expect(readFileSync(path, "utf8").split("\n").filter(Boolean)).toHaveLength(1);
  } finally {
    db.close();
    log.close();
  }
});
