import type { IngestReport } from "../observe/reports.ts";
import type { Found, FromIngestThread } from "./messages.ts";

/** What the ingest thread is at. Counts of files are there while it reads many. */
export interface IngestState {
  readonly state: "starting" | "scanning" | "idle";
  readonly done?: number;
  readonly total?: number;
}

/** Follows what the ingest thread tells, for whoever wants to know how things are. */
export interface IngestWatch {
  take(message: FromIngestThread): void;
  /** Absent before the first scan. */
  found(): Found | undefined;
  state(): IngestState;
  lastScanAt(): Date | undefined;
  /** When what is published last changed. */
  publishedAt(): Date | undefined;
  /** What was done since the last time. */
  drain(): IngestReport;
}

/** Where nobody asks, only the latest scans are remembered. */
const MAX_SCANS = 1000;

export function createIngestWatch(now: () => Date): IngestWatch {
  let found: Found | undefined;
  let state: IngestState = { state: "starting" };
  let lastScanAt: Date | undefined;
  let publishedAt: Date | undefined;
  let files = new Map<string, number>();
  let problems = 0;
  let articles = { added: 0, revised: 0, removed: 0 };
  let scanSeconds: number[] = [];

  return {
    take(message) {
      switch (message.kind) {
        case "opened":
        case "published":
          publishedAt = message.changedAt;
          return;
        case "scanned":
          ({ found } = message);
          return;
        case "scan-began":
          state = { state: "scanning" };
          return;
        case "reading": {
          const { done, total } = message;
          state = done < total ? { ...state, done, total } : { state: state.state };
          return;
        }
        case "scan-ended":
          state = { state: "idle" };
          lastScanAt = now();
          scanSeconds = [...scanSeconds, message.seconds].slice(-MAX_SCANS);
          return;
        case "applied":
          for (const [outlet, count] of message.outlets) files.set(outlet, (files.get(outlet) ?? 0) + count);
          problems += message.problems;
          articles = {
            added: articles.added + message.added,
            revised: articles.revised + message.revised,
            removed: articles.removed + message.removed,
          };
          return;
        case "reloaded":
        case "refused":
          return;
      }
    },
    found: () => found,
    state: () => state,
    lastScanAt: () => lastScanAt,
    publishedAt: () => publishedAt,
    drain() {
      const taken = [...files].map(([outlet, count]) => ({ outlet, result: "article", files: count }) as const);
      const refused = { outlet: "", result: "problem", files: problems } as const;
      const report: IngestReport = { files: [...taken, refused], articles, scanSeconds };
      files = new Map();
      problems = 0;
      articles = { added: 0, revised: 0, removed: 0 };
      scanSeconds = [];
      return report;
    },
  };
}
