import { dirname } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { CatalogInUseError, type Catalog } from "../catalog/catalog.ts";
import { isCatalogDamaged, isInPostgres, openCatalog } from "../catalog/open-catalog.ts";
import type { Config } from "../config/config.ts";
import { rateSettingsOf } from "../config/parts-of-config.ts";
import {
  ingestSettingsOf,
  areSameSettings,
  publishSettingsOf,
  reloadSettings,
  requireSettings,
  type Settings,
} from "../config/settings.ts";
import { countChangedIds } from "../ingest/article-ids.ts";
import type { ArchiveReport } from "../ingest/archive-report.ts";
import { IngestService } from "../ingest/ingest-service.ts";
import { usefulProcesses } from "../ingest/readers/reader-pool.ts";
import { watchDirectories } from "../lib/fs/watch-directories.ts";
import { yieldToServing } from "../lib/thread.ts";
import { messageOf } from "../lib/message-of.ts";
import type { Checked } from "../model/mistake.ts";
import { createLogger } from "../observe/logger.ts";
import { Publisher } from "../publish/publisher.ts";
import {
  listTakedowns,
  rulingEffect,
  rulingOf,
  type Answer,
  type ArchiveCommand,
  type Effects,
  type ReloadEffect,
} from "./commands.ts";
import { awaitLead, nodeOf } from "./await-lead.ts";
import { FileKeeper } from "./file-keeper.ts";
import type { ArchiveNews, FromIngestThread, IngestThreadData, ToIngestThread } from "./ingest-messages.ts";
import { openArchiveCatalog, refusalOfIds, replaceArchiveCatalog, type OpenedArchive } from "./open-archive-catalog.ts";

/** The thread that scans, normalizes, writes the catalog and publishes. It alone writes. */
const { config, sources, version }: IngestThreadData = workerData;
const readers = usefulProcesses();
const logger = createLogger({ level: config.logLevel, format: config.logFormat });
const now = (): Date => new Date();

/** One catalog with those who work on it. */
interface Running {
  readonly catalog: Catalog;
  readonly siteId: string;
  readonly service: IngestService;
  readonly publisher: Publisher;
  settings: Settings;
  close(): Promise<void>;
}

/** A feedmill that follows another one, or is about to lead. */
interface Follower {
  settings: Settings;
  /** The operator lets its profiles change the ids of published articles, should it lead. */
  acceptsIds: boolean;
}

let running: Running | undefined;
let follower: Follower | undefined;
/** The feedmill that leads, while this one follows. */
let leader: string | undefined;
const stopping = new AbortController();
const files = config.publishTo === "" ? undefined : new FileKeeper({ config, logger, onFailure: tellOfFiles });
let filesFailure: string | undefined;
/** As it was told last. */
let archive: ArchiveReport | undefined;

yieldToServing();
let beginning = begin();
parentPort?.on("message", (message: ToIngestThread) => void take(message));

function send(message: FromIngestThread): void {
  parentPort?.postMessage(message);
}

/** Tells everybody else, and has it in files. */
function tell(news: ArchiveNews): void {
  files?.take(news);
  if (news.kind !== "scanned") return send(news);
  archive = news.archive;
  send({ ...news, archive: { ...archive, ...(filesFailure !== undefined && { filesFailure }) } });
}

function tellOfFiles(failure: string | undefined): void {
  filesFailure = failure;
  if (archive !== undefined) tell({ kind: "scanned", archive });
}

async function take(message: ToIngestThread): Promise<void> {
  if (message.kind === "ping") send({ kind: "pong" });
  else if (message.kind === "stop") await stop();
  else send({ kind: "answer", number: message.number, answer: await answer(message.command) });
}

/**
 * Begins work on a catalog. A failure here is for the operator to mend: the thread ends with it.
 *
 * @param inForce The settings in force; absent, they are read.
 * @param damage Of the catalog that a new one takes the place of.
 */
async function begin(inForce?: Settings, damage?: Error): Promise<void> {
  try {
    await files?.open();
    const settings = inForce ?? requireSettings(config);
    running = isInPostgres(config)
      ? await workOnceItLeads(settings, inForce === undefined)
      : await workAlone(settings, damage);
    leader = undefined;
    running.service.start();
    // They may have been edited while it was opened.
    if (isInPostgres(config)) void answer({ kind: "reload" });
  } catch (error) {
    if (stopping.signal.aborted) return;
    send({ kind: "refused", message: messageOf(error) });
    parentPort?.close();
  }
}

async function workAlone(settings: Settings, damage: Error | undefined): Promise<Running> {
  const deps = { config: settings.config, settings, logger };
  return work(damage === undefined ? await openArchiveCatalog(deps) : await replaceArchiveCatalog(deps, damage));
}

/** Works on a catalog that several machines share: until this one leads, it serves what another one publishes. */
async function workOnceItLeads(inForce: Settings, isStarting: boolean): Promise<Running> {
  const itself: Follower = { settings: inForce, acceptsIds: false };
  follower = itself;
  const { config: present } = inForce;
  const watch = watchSettings(present);
  const { signal } = stopping;
  try {
    return await awaitLead({
      config: present,
      settings: () => itself.settings,
      isStarting,
      version,
      logger,
      tell: follow,
      signal,
      readers,
      open: async (node, settings) => {
        const { acceptsIds } = itself;
        return work(await openArchiveCatalog({ config: settings.config, settings, acceptsIds, logger, node }));
      },
    });
  } finally {
    follower = undefined;
    watch.close();
  }
}

function watchSettings({ configFile, outlets }: Config): ReturnType<typeof watchDirectories> {
  return watchDirectories([dirname(configFile), outlets], () => void answer({ kind: "reload" }));
}

/** Passes on what another feedmill publishes. */
function follow(news: ArchiveNews): void {
  if (news.kind === "scanned") leader = news.archive.following?.leader;
  tell(news);
}

/** Sets up work on a catalog, which can turn out at once to be damaged. */
async function work(opened: OpenedArchive): Promise<Running> {
  const { catalog } = opened;
  try {
    if (!isInPostgres(opened.settings.config)) await findDamage(catalog);
    return await compose(opened);
  } catch (error) {
    await catalog.close();
    if (!isCatalogDamaged(error)) throw error;
    return workAlone(opened.settings, error);
  }
}

/** Those who serve take all documents over at once; damage among them is better found here. A file alone can be damaged. */
async function findDamage({ documents }: Catalog): Promise<void> {
  for (const path of (await documents.tags()).keys()) await documents.find(path);
}

async function compose({ catalog, siteId, settings, isRebuilding }: OpenedArchive): Promise<Running> {
  const publisher = new Publisher({
    catalog,
    settings: publishSettingsOf(settings, siteId),
    version,
    now,
    monotonicMs: () => performance.now(),
    onPublished: (paths, changedAt) => tell({ kind: "published", paths, changedAt }),
    isHeldBack: isRebuilding,
  });
  // The documents that an earlier run published are served until this one has newer ones.
  await publisher.begin();
  tell({ kind: "opened", changedAt: (await catalog.documents.edition())?.changedAt });
  const { seeds, scanEvery } = settings.config;
  const service = new IngestService({
    catalog,
    roots: seeds,
    settings: ingestSettingsOf(settings),
    scanEvery,
    readers,
    publishing: publisher,
    logger,
    tell,
    onLoss: (error) => void replace(error),
  });
  const watch = watchSettings(settings.config);
  const close = async (): Promise<void> => {
    watch.close();
    await service.stop();
    await catalog.close();
  };
  return { catalog, siteId, service, publisher, settings, close };
}

/**
 * Begins again, while those who serve go on with what they have: with a new catalog, filled from the archive, where this
 * one is damaged; as a follower, where another machine leads.
 */
async function replace(loss: Error): Promise<void> {
  const before = running;
  if (before === undefined) return;
  running = undefined;
  await before.close();
  if (stopping.signal.aborted) return;
  const damage = isCatalogDamaged(loss) ? loss : undefined;
  if (damage === undefined) logger.warn(messageOf(loss));
  beginning = begin(before.settings, damage);
}

async function stop(): Promise<void> {
  stopping.abort();
  await beginning;
  await running?.close();
  await files?.close();
  parentPort?.close();
}

async function answer(command: ArchiveCommand): Promise<Answer> {
  if (running === undefined) {
    if (command.kind === "reload" && follower !== undefined) return { effect: reloadFollower(follower) };
    if (leader !== undefined) return { failure: `it follows another one; give the command where that is: ${leader}` };
    if (command.kind === "accept-ids" && follower !== undefined) return acceptIdsOf(follower);
    return { failure: archive?.failure ?? "the catalog is being opened; try again in a moment" };
  }
  try {
    const effect = await carryOut(command, running);
    const failure = command.kind === "takedowns" ? undefined : await files?.taken();
    if (failure === undefined) return { effect };
    return { failure: `done, but the files in ${config.publishTo} show what was before: ${failure}` };
  } catch (error) {
    if (isCatalogDamaged(error) || error instanceof CatalogInUseError) void replace(error);
    else logger.error(`the command ${command.kind} failed`, { err: error });
    return { failure: messageOf(error) };
  }
}

async function carryOut(command: ArchiveCommand, on: Running): Promise<Effects[ArchiveCommand["kind"]]> {
  const { service, publisher, catalog } = on;
  if (command.kind === "takedowns") return listTakedowns(catalog);
  if (command.kind === "accept-deletions") return service.acceptDeletions();
  if (command.kind === "accept-ids") return reload(on, true);
  if (command.kind === "reload") return reload(on, false);
  const outcome = await service.rule(rulingOf(command, now()), command.kind === "takedown" && command.mustBeKnown);
  return rulingEffect(outcome, !publisher.isHeldBack);
}

/** Takes the settings over as they are written now, whole, or leaves those of before in force and says why. */
async function reload(on: Running, acceptsIds: boolean): Promise<ReloadEffect> {
  const edited = readAgain(on.settings);
  if (!edited.ok) return { kind: "mistakes", mistakes: edited.mistakes };
  const settings = edited.value;
  if (areSameSettings(settings, on.settings)) return { kind: "nothing-to-do" };
  const changedIds = await countChangedIds(on.catalog, settings.outlets);
  if (changedIds > 0 && !acceptsIds) {
    logger.error(refusalOfIds(changedIds));
    return { kind: "refused", changedIds };
  }
  await on.catalog.lead?.announce(nodeOf(settings, version));
  on.settings = settings;
  on.publisher.renew(publishSettingsOf(settings, on.siteId));
  tellOfSettings(settings);
  await on.service.change(ingestSettingsOf(settings));
  return { kind: "done", changedIds };
}

/** The same where another feedmill leads: what is published is up to that one. */
function reloadFollower(on: Follower): ReloadEffect {
  const edited = readAgain(on.settings);
  if (!edited.ok) return { kind: "mistakes", mistakes: edited.mistakes };
  if (areSameSettings(edited.value, on.settings)) return { kind: "nothing-to-do" };
  on.settings = edited.value;
  on.acceptsIds = false;
  tellOfSettings(edited.value);
  return { kind: "done", changedIds: 0 };
}

/** Lets one lead whose profiles kept it from that. */
async function acceptIdsOf(on: Follower): Promise<Answer> {
  try {
    const catalog = await openCatalog(config).read();
    try {
      const changedIds = await countChangedIds(catalog, on.settings.outlets);
      on.acceptsIds = true;
      // It tries again at once.
      on.settings = { ...on.settings };
      return { effect: { kind: "done", changedIds } };
    } finally {
      await catalog.close();
    }
  } catch (error) {
    return { failure: messageOf(error) };
  }
}

/** Reads the settings as they are written now, and logs the mistakes in them. */
function readAgain(inForce: Settings): Checked<Settings> {
  const edited = reloadSettings(sources, inForce.config);
  if (edited.ok) return edited;
  for (const { where, message } of edited.mistakes)
    for (const line of `${where}: ${message}`.split("\n")) logger.error(line);
  logger.error("the edited settings have mistakes; the ones before stay in force");
  return edited;
}

/** Tells everybody of settings that are in force now. */
function tellOfSettings({ config: present }: Settings): void {
  const { logLevel } = present;
  logger.setLevel(logLevel);
  send({ kind: "reloaded", logLevel, rate: rateSettingsOf(present) });
  logger.info("settings reloaded");
}
