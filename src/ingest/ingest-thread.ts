import { parentPort, workerData } from "node:worker_threads";
import { isCatalogDamaged } from "../catalog/open-catalog.ts";
import { createLogger } from "../observe/logger.ts";
import { startIngestService, type IngestService } from "./ingest-service.ts";
import type { FromIngestThread, IngestThreadData, Pong, ToIngestThread } from "../daemon/messages.ts";
import { openAnew, openArchiveCatalog, type OpenedArchive } from "./open-archive-catalog.ts";
import { yieldToServing } from "../lib/thread.ts";

yieldToServing();

/** The thread that scans, normalizes, writes the catalog and builds documents. */
const { config, sources, readers }: IngestThreadData = workerData;
const logger = createLogger({ level: config.logLevel, format: config.logFormat });
const send = (message: FromIngestThread): void => parentPort?.postMessage(message);

interface Running {
  readonly catalog: OpenedArchive["catalog"];
  readonly service: IngestService;
}

let isStopping = false;
let running = start(() => openArchiveCatalog(config, logger));
if (running !== undefined) {
  parentPort?.on("message", ({ kind }: ToIngestThread) => {
    if (kind === "ping") parentPort?.postMessage({ kind: "pong" } satisfies Pong);
    else if (kind === "reload") running?.service.reload();
    else void stop();
  });
}

/** What keeps work from starting is for the operator to mend. */
function start(open: () => OpenedArchive): Running | undefined {
  try {
    return run(open());
  } catch (error) {
    send({ kind: "refused", message: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
}

/** Works on a catalog until it is stopped or turns out to be damaged, which can be at once. */
function run({ catalog, ...opened }: OpenedArchive): Running {
  const deps = { ...opened, catalog, sources, readers, logger, send, onCorrupt: replaceSoon };
  try {
    return { catalog, service: startIngestService(deps) };
  } catch (error) {
    catalog.close();
    if (!isCatalogDamaged(error)) throw error;
    return run(openAnew(config, logger, error));
  }
}

function replaceSoon(damage: Error): void {
  void replace(damage);
}

/** Goes on with a new catalog, filled from the archive, while what was served before still is. */
async function replace(damage: Error): Promise<void> {
  await close();
  if (!isStopping) running = start(() => openAnew(config, logger, damage));
}

async function stop(): Promise<void> {
  isStopping = true;
  await close();
  parentPort?.close();
}

async function close(): Promise<void> {
  await running?.service.stop();
  running?.catalog.close();
}
