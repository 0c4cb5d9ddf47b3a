import { openCatalog } from "../catalog/open-catalog.ts";
import { isSet, type Config } from "../config/config.ts";
import { messageOf } from "../lib/message-of.ts";
import { isAtPresentAddress } from "../model/edition.ts";
import type { Logger } from "../observe/logger.ts";
import { ForeignDirectoryError, PublishedFiles } from "../site/published-files.ts";
import type { ArchiveNews } from "./ingest-messages.ts";

export interface FileKeeperDeps {
  readonly config: Config;
  readonly logger: Logger;
  /** Told why the files cannot be brought up to date, and with nothing when they are again. */
  readonly onFailure: (failure: string | undefined) => void;
}

/** An edition that is shown no more is there for so long: a program may be on its way through it. */
const REPLACED_MS = 60_000;
/** A disk that is full or away is tried again this often. */
const RETRY_MS = 10_000;

/**
 * Keeps the finished documents of the catalog as files in the directory of `publish-to`, beside a daemon. What is
 * published while it writes waits and is written together.
 */
export class FileKeeper {
  readonly #deps: FileKeeperDeps;
  #files: PublishedFiles | undefined;
  #work: Promise<void> = Promise.resolve();
  #isWaiting = false;
  #isClosed = false;
  #failure: string | undefined;
  #retry: NodeJS.Timeout | undefined;

  constructor(deps: FileKeeperDeps) {
    this.#deps = deps;
  }

  /** Throws `ForeignDirectoryError`. A disk that refuses is tried again. */
  async open(): Promise<void> {
    try {
      this.#files ??= await PublishedFiles.open(this.#deps.config.publishTo);
    } catch (error) {
      if (error instanceof ForeignDirectoryError) throw error;
      this.#fail(error);
    }
  }

  take({ kind }: Pick<ArchiveNews, "kind">): void {
    if (kind === "opened" || kind === "published") this.#write();
  }

  /** Resolves once all that was told is in the files, with the reason where it cannot be. */
  async taken(): Promise<string | undefined> {
    await this.#work;
    return this.#failure;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    await this.#work;
  }

  #write(): void {
    if (this.#isWaiting || this.#isClosed) return;
    this.#isWaiting = true;
    this.#work = this.#afterWork();
  }

  /** Never rejects. */
  async #afterWork(): Promise<void> {
    await this.#work;
    this.#isWaiting = false;
    try {
      await this.#writeNow();
      this.#succeed();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #writeNow(): Promise<void> {
    const files = (this.#files ??= await PublishedFiles.open(this.#deps.config.publishTo));
    const replaced = await publishCatalog(files, this.#deps.config);
    if (replaced !== undefined) setTimeout(() => void this.#remove(files, replaced), REPLACED_MS).unref();
  }

  /** What cannot be removed now is when the daemon starts next. */
  async #remove(files: PublishedFiles, edition: string): Promise<void> {
    const { logger, config } = this.#deps;
    await files.remove(edition).catch((err: unknown) => {
      logger.warn(`an edition in ${config.publishTo} that is shown no more cannot be removed`, { err });
    });
  }

  #succeed(): void {
    if (this.#failure === undefined) return;
    const { config, logger, onFailure } = this.#deps;
    this.#failure = undefined;
    logger.info(`the files in ${config.publishTo} are up to date again`);
    onFailure(undefined);
  }

  #fail(error: unknown): void {
    const { config, logger, onFailure } = this.#deps;
    const failure = messageOf(error);
    if (failure !== this.#failure) {
      this.#failure = failure;
      logger.error(`the files in ${config.publishTo} cannot be brought up to date: ${failure}`);
      onFailure(failure);
    }
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#write(), RETRY_MS).unref();
  }
}

/** Where no daemon runs: brings the files of `publish-to` in line with the catalog, if there is such a directory. */
export async function publishFilesOnce(config: Config): Promise<void> {
  if (config.publishTo === "") return;
  const files = await PublishedFiles.open(config.publishTo);
  const replaced = await publishCatalog(files, config);
  if (replaced !== undefined) await files.remove(replaced);
}

/** Shows what those who serve show: nothing of another public address, and what was shown before while there is nothing. */
async function publishCatalog(files: PublishedFiles, config: Config): Promise<string | undefined> {
  const catalog = await openCatalog(config).read();
  try {
    const kept = await catalog.documents.edition();
    if (kept === undefined) return undefined;
    if (isAtPresentAddress(kept.edition, isSet(config, "publicUrl") ? config.publicUrl : undefined)) {
      return await files.publish(catalog.documents);
    }
    await files.withdraw();
    return undefined;
  } finally {
    await catalog.close();
  }
}
