import type { CatalogReader } from "../catalog/catalog.ts";
import { reportArchive, type ArchiveReport } from "../ingest/archive-report.ts";
import type { IngestSettings } from "../ingest/ingester.ts";

/** A report counts all files: one is made this often at most, however often something is published. */
const REPORT_MS = 5000;

export interface FollowedArchiveDeps {
  readonly open: () => Promise<CatalogReader>;
  readonly settings: () => Pick<IngestSettings, "outlets" | "corrections">;
  readonly monotonicMs: () => number;
}

/** Reports on an archive that another machine takes in. */
export class FollowedArchive {
  readonly #deps: FollowedArchiveDeps;
  #reader: CatalogReader | undefined;
  #isDue = false;
  #reportedMs = Number.NEGATIVE_INFINITY;

  constructor(deps: FollowedArchiveDeps) {
    this.#deps = deps;
  }

  /** Something was published: the next report is another one. */
  changed(): void {
    this.#isDue = true;
  }

  /** A report, where the last one is out of date and seconds old. */
  async report(): Promise<ArchiveReport | undefined> {
    const { open, settings, monotonicMs } = this.#deps;
    const startedMs = monotonicMs();
    if (!this.#isDue || startedMs - this.#reportedMs < REPORT_MS) return undefined;
    this.#reader ??= await open();
    try {
      const report = await reportArchive(this.#reader, settings(), []);
      this.#isDue = false;
      this.#reportedMs = startedMs;
      return report;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const reader = this.#reader;
    this.#reader = undefined;
    await reader?.close();
  }
}
