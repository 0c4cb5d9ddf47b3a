import { expect, test } from "vitest";
import { createLogger } from "../observe/logger.ts";
import type { ArchiveReport } from "./archive-report.ts";
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
  tookMs: 1,
  unsettled: [],
  needsScan: false,
  unread: [],
  held: 0,
});

const report = (day: number): ArchiveReport => ({
  files: 1,
  articles: 1,
  problems: 0,
  problemCounts: new Map(),
  held: 0,
  missingRoots: [],
  remarks: [],
  outlets: [
    {
      id: "dw-zh",
      name: "DW",
      articles: 1,
      newestSurfacedAt: new Date(Date.UTC(2024, 4, day)),
      usualGapSeconds: 3600,
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
