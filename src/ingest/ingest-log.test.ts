import { expect, test } from "vitest";
import { exampleCapture, exampleFile } from "../catalog/contract/example-file.ts";
import { countFields } from "../model/coverage.ts";
import { flawRemedies } from "../model/flaw.ts";
import { success } from "../model/problem.ts";
import { createLogger } from "../observe/logger.ts";
import type { ArchiveReport, OutletReport } from "./archive-report.ts";
import { IngestLog } from "./ingest-log.ts";
import type { ScanSummary } from "./ingester.ts";

function recordingLog(): { log: IngestLog; told: () => readonly unknown[] } {
  let lines: string[] = [];
  const logger = createLogger({ level: "warn", format: "json", write: (line) => lines.push(line) });
  return {
    log: new IngestLog(logger),
    told() {
      const records = lines.map((line) => {
        const { msg, path, outlet }: Record<string, string> = JSON.parse(line);
        return [msg, path ?? outlet].filter((part) => part !== undefined);
      });
      lines = [];
      return records;
    },
  };
}

const summary = (count: number): ScanSummary => ({
  scan: {
    files: new Map(),
    directories: new Set(),
    roots: [
      { path: "/a", state: "empty", links: { count, example: "/a/b" } },
      { path: "/c", state: "present", links: { count, example: "/c/d" } },
    ],
    errors: [{ path: "/c/bad", message: "The name of the file is not UTF-8. Rename it." }],
    isUnseen: () => false,
  },
  costMs: 1,
  unsettled: [],
  needsScan: false,
  unread: [],
  held: 0,
});

const report = (
  day: number,
  changes: Partial<OutletReport> = {},
  flawCounts = new Map<string, number>(),
): ArchiveReport => ({
  files: 1,
  articles: 1,
  problems: 0,
  problemCounts: new Map(),
  flawCounts,
  held: 0,
  missingRoots: [],
  remarks: [],
  idleCorrections: [],
  outlets: [
    {
      id: "dw-zh",
      name: "DW",
      articles: 1,
      coverage: countFields([]),
      drops: [],
      newestSurfacedAt: new Date(Date.UTC(2024, 4, day)),
      usualGapSeconds: 3600,
      ...changes,
    },
  ],
});

test("what was passed over in the archive is told when that begins, by its right name", () => {
  const { log, told } = recordingLog();
  log.scanned(summary(1));
  expect(told()).toEqual([
    ["The name of the file is not UTF-8. Rename it.", "/c/bad"],
    ["the archive holds only links, which are not followed", "/a"],
    ["links are passed over", "/c"],
  ]);
  log.scanned(summary(2));
  expect(told()).toEqual([]);
});

test("a silence is told when it begins, and again when it begins again", () => {
  const { log, told } = recordingLog();
  const silence = ["nothing new has come from an outlet for several times the usual gap", "dw-zh"];
  log.reported(report(1), new Date(Date.UTC(2024, 4, 1, 23)));
  expect(told()).toEqual([]);
  log.reported(report(1), new Date(Date.UTC(2024, 4, 3)));
  log.reported(report(1), new Date(Date.UTC(2024, 4, 4)));
  expect(told()).toEqual([silence]);
  log.reported(report(5), new Date(Date.UTC(2024, 4, 5)));
  log.reported(report(5), new Date(Date.UTC(2024, 4, 7)));
  expect(told()).toEqual([silence]);
});

test("fields that an outlet's newest articles lack are told when that begins", () => {
  const { log, told } = recordingLog();
  const now = new Date(Date.UTC(2024, 4, 1));
  const drops = [{ field: "time", newest: 0, before: 200, earlier: 200 }] as const;
  for (const changes of [{}, { drops }, { drops }]) log.reported(report(1, changes), now);
  expect(told()).toEqual([
    ["the newest articles of an outlet lack the field time: it may have changed its markup", "dw-zh"],
  ]);
});

test("a correction of stories that has no effect is told once", () => {
  const { log, told } = recordingLog();
  const idleCorrections = ["stories.join has no effect on a+b: no article has the id b."];
  for (const idle of [idleCorrections, idleCorrections, []]) {
    log.reported({ ...report(1), idleCorrections: idle }, new Date(Date.UTC(2024, 4, 1)));
  }
  expect(told()).toEqual([idleCorrections]);
});

test("fields that most articles lose at once are told, compared with what an earlier run left", () => {
  const { log, told } = recordingLog();
  const now = new Date(Date.UTC(2024, 4, 1));
  const coverage = { ...countFields([]), time: 48, authors: 20, dek: 3 };
  log.began(report(1, { articles: 50, coverage }));
  log.reported(report(1, { articles: 51, coverage: { ...coverage, time: 5, authors: 0, dek: 0 } }), now);
  expect(told()).toEqual([["most articles of an outlet have lost the field time", "dw-zh"]]);
  log.reported(report(1, { articles: 51, coverage: { ...coverage, time: 5, authors: 0, dek: 0 } }), now);
  expect(told()).toEqual([]);
});

test("files that another article hides, and flaws of files that were taken in, are told", () => {
  const { log, told } = recordingLog();
  log.reported(report(1, {}, new Map([["SWALLOWED_CAPTURE", 2]])), new Date(Date.UTC(2024, 4, 1)));
  const hidden = "files are not shown, because other articles have their ids; feedmill check names them";
  expect(told()).toEqual([[hidden]]);

  const flaws = [{ code: "NUL_CHARACTER", message: "Line 1 holds a NUL character." }] as const;
  const file = { ...exampleFile("a.txt", exampleCapture({})), outcome: success(exampleCapture({}), flaws) };
  const change = { added: 1, revised: 0, removed: 0, unchanged: 0, problems: 0, outletIds: new Set<string>() };
  log.applied({ change, files: [file], done: 1, total: 1 });
  expect(told()).toEqual([[`${flaws[0].message} ${flawRemedies.NUL_CHARACTER}`, "a.txt"]]);
});
