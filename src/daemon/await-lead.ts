import { hostname } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { CatalogAwayError, CatalogInUseError } from "../catalog/catalog.ts";
import { openCatalog } from "../catalog/open-catalog.ts";
import type { Look, Node, Sharing } from "../catalog/sharing.ts";
import type { Config } from "../config/config.ts";
import { ingestSettingsOf, settingsFingerprint, type Settings } from "../config/settings.ts";
import { reportArchive, unknownArchive, type ArchiveReport } from "../ingest/archive-report.ts";
import { LeasedReading } from "../ingest/readers/leased-reading.ts";
import type { Following } from "../model/following.ts";
import type { Logger } from "../observe/logger.ts";
import type { ArchiveNews } from "./ingest-messages.ts";

export interface AwaitLeadDeps<T> {
  readonly config: Config;
  /** As they are written now. */
  readonly settings: () => Settings;
  /** The version of feedmill. */
  readonly version: string;
  readonly logger: Logger;
  readonly tell: (news: ArchiveNews) => void;
  readonly signal: AbortSignal;
  /** Processes that may read for the one that leads. */
  readonly readers: number;
  /** Opens the catalog to write. */
  readonly open: (node: Node) => Promise<T>;
}

/** A database that is away is looked for this often. */
const RETRY_MS = 1000;

function nodeOf({ config, version }: AwaitLeadDeps<unknown>, settings: Settings): Node {
  return {
    name: `${hostname()}:${config.data}`,
    version,
    settings: settingsFingerprint(settings),
    mayLead: config.role === "auto",
  };
}

/**
 * Opens a catalog that several machines share to write, as soon as nobody else does: until then it tells what the one that
 * leads publishes, and reads files for that one. Waits for a database that does not answer. Rejects with the signal's
 * reason once that is aborted.
 */
export async function awaitLead<T>(deps: AwaitLeadDeps<T>): Promise<T> {
  const sharing = await openCatalog(deps.config).share?.();
  if (sharing === undefined) throw new Error("this catalog cannot be shared");
  const follower = new Follower(deps, sharing);
  try {
    return await follower.follow();
  } finally {
    await follower.stop();
    await sharing.close();
  }
}

/** Follows whoever leads. */
class Follower<T> {
  readonly #deps: AwaitLeadDeps<T>;
  readonly #sharing: Sharing;
  readonly #reading: LeasedReading;
  #archive: ArchiveReport | undefined;
  #following: Following | undefined;
  #isAway = false;

  constructor(deps: AwaitLeadDeps<T>, sharing: Sharing) {
    this.#deps = deps;
    this.#sharing = sharing;
    this.#reading = new LeasedReading({
      sharing,
      roots: deps.config.seeds,
      processes: deps.readers,
      logger: deps.logger,
      onRead: (files) => deps.tell({ kind: "read-for-others", files }),
    });
  }

  stop(): Promise<void> {
    return this.#reading.stop();
  }

  async follow(): Promise<T> {
    const { signal } = this.#deps;
    for (;;) {
      signal.throwIfAborted();
      try {
        const opened = await this.#lookOnce();
        if (opened !== undefined) return opened;
        await this.#sharing.wait(signal);
      } catch (error) {
        if (!(error instanceof CatalogAwayError)) throw error;
        this.#tellAway(error);
        await pause(RETRY_MS, undefined, { signal });
      }
    }
  }

  /** Takes the lead where that can be, else tells what is new. */
  async #lookOnce(): Promise<T | undefined> {
    const settings = this.#deps.settings();
    const node = nodeOf(this.#deps, settings);
    const look = await this.#sharing.look(node);
    if (look.canLead) {
      try {
        return await this.#deps.open(node);
      } catch (error) {
        // Another node was faster.
        if (!(error instanceof CatalogInUseError)) throw error;
      }
    }
    if (look.hasOffers) this.#reading.begin(node, settings.outlets);
    await this.#tell(look, node);
    return undefined;
  }

  async #tell({ leader, published }: Look, node: Node): Promise<void> {
    const { logger, tell } = this.#deps;
    const following = followingOf(leader, node);
    const before = this.#following;
    const isNews = following.leader !== before?.leader || following.differsIn !== before?.differsIn;
    if (isNews || before === undefined) logger.info(describeFollowing(following));
    this.#following = following;
    if (published !== undefined) {
      const { paths, changedAt, isAnew } = published;
      tell(isAnew ? { kind: "opened", changedAt } : { kind: "published", paths, changedAt });
      this.#archive = await this.#report();
    }
    const isTold = this.#archive !== undefined || following.differsIn !== undefined;
    if (isTold && (published !== undefined || isNews || this.#isAway)) this.#tellArchive();
    this.#isAway = false;
  }

  async #report(): Promise<ArchiveReport> {
    const { config, settings } = this.#deps;
    const catalog = await openCatalog(config).read();
    try {
      return await reportArchive(catalog, ingestSettingsOf(settings()), []);
    } finally {
      await catalog.close();
    }
  }

  #tellArchive(failure?: string): void {
    const archive = { ...(this.#archive ?? unknownArchive), ...(this.#following && { following: this.#following }) };
    this.#deps.tell({ kind: "scanned", archive: { ...archive, ...(failure !== undefined && { failure }) } });
  }

  #tellAway({ message }: Error): void {
    if (this.#isAway) return;
    this.#isAway = true;
    this.#deps.logger.warn(`${message}; feedmill waits for it`);
    this.#tellArchive(message);
  }
}

function followingOf(leader: Look["leader"], node: Node): Following {
  if (leader === undefined) return {};
  const differsIn =
    leader.version !== node.version ? "version" : leader.settings !== node.settings ? "settings" : undefined;
  return { leader: leader.name, ...(differsIn !== undefined && { differsIn }) };
}

function describeFollowing({ leader, differsIn }: Following): string {
  if (leader === undefined) return "no feedmill leads yet: this one waits for one";
  if (differsIn === undefined) return `another feedmill leads: ${leader}`;
  const what = differsIn === "version" ? "another version of feedmill" : "other settings";
  return `${leader} leads with ${what}: this one serves what that publishes, and does not lead`;
}
