import { execFile } from "node:child_process";
import { readinessOf } from "../serve/readiness.ts";
import type { ArchiveNews } from "./ingest-messages.ts";

/** A third of what the manager allows, so that it survives one sign of life that is late. */
const PINGS_PER_TIMEOUT = 3;

/**
 * The service manager that started this process and watches over it: systemd, or something that speaks like it, by the
 * environment of sd_notify(3). Where there is none, it is told nothing. Node has no datagram sockets of the file system,
 * so that the program `systemd-notify` does the talking: one at a time, with all that came up meanwhile in one message.
 */
export class ServiceManager {
  readonly #env: NodeJS.ProcessEnv;
  readonly #onFailure: (error: Error) => void;
  readonly #untold = new Map<string, string>();
  #isTelling = false;
  #hasFailed = false;
  #isWaiting = false;
  #pinging: NodeJS.Timeout | undefined;

  /** `onFailure` is called once where the manager cannot be told. */
  constructor(env: NodeJS.ProcessEnv, onFailure: (error: Error) => void) {
    this.#env = env;
    this.#onFailure = onFailure;
  }

  /**
   * Passes news on. The daemon is ready once a catalog is open: from then on the last good feeds are served, and where
   * there are none yet, the first scan has begun.
   */
  take(news: ArchiveNews): void {
    if (news.kind === "opened") {
      this.#tell("READY", "1");
      this.#tellStatus("Looking through the archive; what was published before is served.");
    } else if (news.kind === "reading") {
      this.#tellStatus(`Reading files: ${news.done} of ${news.total}.`);
    } else if (news.kind === "scanned") {
      const { articles, problems } = news.archive;
      const { degraded, warnings = [] } = readinessOf(true, news.archive, new Date());
      const unpublished = problems === 0 ? "" : ` Files not published: ${problems}.`;
      const remarks = [...(degraded === undefined ? [] : [degraded]), ...warnings].map((remark) => ` ${remark}`);
      this.#tellStatus(`Articles: ${articles}.${unpublished}${remarks.join("")}`);
    }
  }

  /**
   * Gives signs of life where the manager wants them, as long as this thread takes turns and `answers` resolves, asked
   * for one at a time: a daemon that hangs is silent, and is started again.
   */
  watch(answers: () => Promise<void>): void {
    const timeoutMs = Number(this.#env["WATCHDOG_USEC"]) / 1000;
    if (this.#env["NOTIFY_SOCKET"] === undefined || !(timeoutMs > 0)) return;
    this.#pinging = setInterval(() => void this.#ping(answers), timeoutMs / PINGS_PER_TIMEOUT);
  }

  /** Gives no more signs of life. */
  close(): void {
    clearInterval(this.#pinging);
  }

  async #ping(answers: () => Promise<void>): Promise<void> {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    await answers();
    this.#isWaiting = false;
    this.#tell("WATCHDOG", "1");
  }

  #tellStatus(line: string): void {
    this.#tell("STATUS", line.replaceAll("\n", " "));
  }

  #tell(variable: string, value: string): void {
    if (this.#env["NOTIFY_SOCKET"] === undefined) return;
    this.#untold.set(variable, value);
    if (!this.#isTelling) this.#tellAll();
  }

  #tellAll(): void {
    this.#isTelling = this.#untold.size > 0;
    if (!this.#isTelling) return;
    const assignments = [...this.#untold].map(([variable, value]) => `${variable}=${value}`);
    this.#untold.clear();
    execFile("systemd-notify", assignments, { env: this.#env }, (error) => {
      if (error !== null && !this.#hasFailed) this.#onFailure(error);
      this.#hasFailed ||= error !== null;
      this.#tellAll();
    });
  }
}
