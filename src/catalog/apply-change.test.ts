import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createApply } from "./apply-change.ts";
import { createCatalogReader } from "./catalog-reader.ts";
import { exampleCapture, exampleFile, exampleIndexing } from "./example-file.ts";
import { createFileRecords } from "./file-records.ts";
import { createLedgerMirror } from "./ledger-mirror.ts";
import { openLedger } from "./ledger.ts";
import { openDatabase } from "./open-database.ts";
import { createSearchIndex } from "./search-index.ts";

test("a change that fails after its facts went to the ledger changes nothing else, and can be repeated", () => {
  const directory = mkdtempSync(join(tmpdir(), "apply-"));
  const path = join(directory, "ledger.jsonl");
  const ledger = openLedger(path);
  const { db } = openDatabase(directory);
  try {
    const apply = createApply(db, {
      files: createFileRecords(db),
      mirror: createLedgerMirror(db, ledger),
      search: createSearchIndex(db, exampleIndexing),
    });
    const reader = createCatalogReader(db);
    const found = (match: string): number => reader.count({ match });
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
    ledger.close();
    rmSync(directory, { recursive: true });
  }
});
