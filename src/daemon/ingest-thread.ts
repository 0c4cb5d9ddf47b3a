import { parentPort, workerData } from "node:worker_threads";
import { createLogger } from "../observe/logger.ts";
import { startIngestService } from "./ingest-service.ts";
import type { FromIngestThread, IngestThreadData, ToIngestThread } from "./messages.ts";
import { openArchiveCatalog, type OpenedArchive } from "./open-archive-catalog.ts";

/** The thread that scans, normalizes, writes the catalog and builds documents. */
const { config, sources, readers } = workerData as IngestThreadData;
const logger = createLogger({ level: config.logLevel, format: config.logFormat });
const send = (message: FromIngestThread): void => parentPort?.postMessage(message);

const opened = open();
if (opened !== undefined) serve(opened);

function open(): OpenedArchive | undefined {
  try {
    return openArchiveCatalog(config, logger);
  } catch (error) {
    send({ kind: "refused", message: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
}

function serve({ catalog, siteId, settings }: OpenedArchive): void {
  const service = startIngestService({ catalog, siteId, settings, sources, readers, logger, send });
  parentPort?.on("message", (message: ToIngestThread) => {
    if (message.kind === "reload") service.reload();
    else void stop();
  });

  async function stop(): Promise<void> {
    await service.stop();
    catalog.close();
    parentPort?.close();
  }
}
