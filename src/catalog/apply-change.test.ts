import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createApply } from "./apply-change.ts";
import { createCatalogReader } from "./catalog-reader.ts";
import { exampleCapture, exampleFile } from "./example-file.ts";
import { createFileRecords } from "./file-records.ts";
import { createLedgerMirror } from "./ledger-mirror.ts";
import { openLedger } from "./ledger.ts";
import { openDatabase } from "./open-database.ts";

test("a change that fails after its facts went to the ledger changes nothing else, and can be repeated", () => {
  const directory = mkdtempSync(join(tmpdir(), "apply-"));
  const path = join(directory, "ledger.jsonl");
  const ledger = openLedger(path);
  const { db } = openDatabase(directory);
  try {
    const apply = createApply(db, createFileRecords(db), createLedgerMirror(db, ledger));
    const shown = (): unknown => createCatalogReader(db).article(exampleCapture({}).id)?.excerpt;
    const overwriting = { ingested: [exampleFile("a.txt", exampleCapture({ text: "Second text." }))], removed: [] };
    apply({ ingested: [exampleFile("a.txt", exampleCapture({}))], removed: [] });
    db.exec("CREATE TEMP TRIGGER refusal BEFORE UPDATE ON article BEGIN SELECT RAISE(ABORT, 'disk full'); END");

    expect(() => apply(overwriting)).toThrow("disk full");
    expect(shown()).toBe("First text.");

    db.exec("DROP TRIGGER refusal");
    expect(apply(overwriting)).toMatchObject({ revised: 1 });
    expect(shown()).toBe("Second text.");
    expect(readFileSync(path, "utf8").split("\n").filter(Boolean)).toHaveLength(1);
  } finally {
    db.close();
    ledger.close();
    rmSync(directory, { recursive: true });
  }
});
