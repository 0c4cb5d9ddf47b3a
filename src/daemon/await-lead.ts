import { hostname } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { CatalogAwayError, CatalogInUseError } from "../catalog/catalog.ts";
import { openCatalog } from "../catalog/open-catalog.ts";
import type { Look, Node, Sharing } from "../catalog/sharing.ts";
import type { Config } from "../config/config.ts";
import { ingestSettingsOf, settingsFingerprint, type Settings } from "../config/settings.ts";
import { unknownArchive, type ArchiveReport } from "../ingest/archive-report.ts";
import { messageOf } from "../lib/message-of.ts";
import { LeasedReading } from "../ingest/readers/leased-reading.ts";
import type { Following } from "../model/following.ts";
import type { Logger } from "../observe/logger.ts";
import { FollowedArchive } from "./followed-archive.ts";
import type { ArchiveNews } from "./ingest-messages.ts";

export interface AwaitLeadDeps<T> {
  readonly config: Config;
  /** As they are in force now. */
  readonly settings: () => Settings;
  /** True where the daemon may still be refused: nothing was served before. */
  readonly isStarting: boolean;
  /** The version of feedmill. */
  readonly version: string;
  readonly logger: Logger;
  readonly tell: (news: ArchiveNews) => void;
  readonly signal: AbortSignal;
  /** Processes that may read for the one that leads. */
  readonly readers: number;
  /** Opens the catalog to write, with these settings. */
  readonly open: (node: Node, settings: Settings) => Promise<T>;
}

/** After a failure the next look is so much later. */
const RETRY_MS = 1000;
/** A node that failed to take the lead leaves that to others for so long, or until it has other settings. */
const REST_MS = 60_000;

/** What a feedmill is to the others that share its catalog. */
export function nodeOf(settings: Settings, version: string): Node {
  const { data, role } = settings.config;
  return {
    name: `${hostname()}:${data}`,
    version,
    settings: settingsFingerprint(settings),
    mayLead: role === "auto",
  };
}

/**
 * Opens a catalog that several machines share to write, as soon as nobody else does: until then it tells what the one that
 * leads publishes, and reads files for that one. Waits for a database that does not answer. Of other failures, those of a
 * daemon that starts are for the operator to mend first, and it rejects with them; one that serves goes on with what it has,
 * tells them, and tries again. Rejects with the signal's reason once that is aborted.
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
  readonly #followed: FollowedArchive;
  #archive: ArchiveReport | undefined;
  #following: Following | undefined;
  #isStarting: boolean;
  /** Why it cannot follow, or lead. */
  #failure: Error | undefined;
  /** What it failed to lead with, and how long it leaves that to others. */
  #rest: { readonly settings: Settings; readonly untilMs: number } | undefined;

  constructor(deps: AwaitLeadDeps<T>, sharing: Sharing) {
    this.#deps = deps;
    this.#sharing = sharing;
    this.#isStarting = deps.isStarting;
    this.#reading = new LeasedReading({
      sharing,
      roots: deps.config.seeds,
      processes: deps.readers,
      logger: deps.logger,
      onRead: (files) => deps.tell({ kind: "read-for-others", files }),
    });
    this.#followed = new FollowedArchive({
      open: () => openCatalog(deps.config).read(),
      settings: () => ingestSettingsOf(deps.settings()),
      monotonicMs: () => performance.now(),
    });
  }

  async stop(): Promise<void> {
    await this.#reading.stop();
    await this.#followed.close();
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
        if (this.#isStarting && !(error instanceof CatalogAwayError)) throw error;
        this.#tellFailure(error);
        await pause(RETRY_MS, undefined, { signal });
      }
    }
  }

  /** Takes the lead where that can be, else tells what is new. */
  async #lookOnce(): Promise<T | undefined> {
    const { settings: settingsNow, version } = this.#deps;
    const settings = settingsNow();
    const node = nodeOf(settings, version);
    const look = await this.#sharing.look({ ...node, mayLead: node.mayLead && !this.#rests() });
    // It will not be told again, whatever comes of the rest.
    this.#tellPublished(look);
    const opened = look.canLead ? await this.#lead(node, settings) : undefined;
    if (opened !== undefined) return opened;
    this.#isStarting = false;
    if (look.hasOffers) this.#reading.begin(node, settings.outlets);
    await this.#tellFollowing(look, node);
    return undefined;
  }

  #rests(): boolean {
    const rest = this.#rest;
    return rest !== undefined && performance.now() < rest.untilMs && this.#deps.settings() === rest.settings;
  }

  /** Undefined where another node was faster. */
  async #lead(node: Node, settings: Settings): Promise<T | undefined> {
    try {
      return await this.#deps.open(node, settings);
    } catch (error) {
      if (error instanceof CatalogInUseError) return undefined;
      // The others are to have their turn: what fails here may succeed there.
      if (!(error instanceof CatalogAwayError)) this.#rest = { settings, untilMs: performance.now() + REST_MS };
      // Nobody leads.
      this.#following = {};
      throw error;
    }
  }

  #tellPublished({ published }: Look): void {
    if (published === undefined) return;
    const { paths, changedAt, isAnew } = published;
    this.#deps.tell(isAnew ? { kind: "opened", changedAt } : { kind: "published", paths, changedAt });
    this.#followed.changed();
  }

  async #tellFollowing({ leader }: Look, node: Node): Promise<void> {
    const following = followingOf(leader, node);
    const before = this.#following;
    const isNews = following.leader !== before?.leader || following.differsIn !== before?.differsIn;
    if (isNews || before === undefined) this.#deps.logger.info(describeFollowing(following));
    this.#following = following;
    const isMended = this.#failure !== undefined && (!this.#rests() || (isNews && following.leader !== undefined));
    const report = await this.#followed.report();
    this.#archive = report ?? this.#archive;
    if (isMended) this.#failure = undefined;
    const isTold = this.#archive !== undefined || following.differsIn !== undefined;
    if (isTold && (report !== undefined || isNews || isMended)) this.#tellArchive();
  }

  #tellArchive(): void {
    const failure = this.#failure?.message;
    this.#deps.tell({
      kind: "scanned",
      archive: {
        ...(this.#archive ?? unknownArchive),
        ...(this.#following && { following: this.#following }),
        ...(failure !== undefined && { failure }),
      },
    });
  }

  /** Tells a failure once, however often it comes again. */
  #tellFailure(thrown: unknown): void {
    const before = this.#failure;
    const failure = thrown instanceof Error ? thrown : new Error(messageOf(thrown));
    const isAway = failure instanceof CatalogAwayError;
    if (before?.message === failure.message || (isAway && before instanceof CatalogAwayError)) return;
    this.#failure = failure;
    const { message } = failure;
    const meanwhile = isAway ? "feedmill waits for it" : "feedmill serves what it has, and tries again";
    this.#deps.logger.warn(`${message}; ${meanwhile}`);
    this.#tellArchive();
  }
}

function followingOf(leader: Look["leader"], node: Node): Following {
  // It led last itself, or tried to.
  if (leader === undefined || leader.name === node.name) return {};
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
