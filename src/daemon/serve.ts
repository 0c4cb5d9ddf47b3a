import type { AddressInfo } from "node:net";
import { locationOf } from "../catalog/open-catalog.ts";
import { isSet, type Config, type ConfigSources } from "../config/config.ts";
import { formatListenAddress } from "../config/listen-address.ts";
import { rateSettingsOf } from "../config/parts-of-config.ts";
import type { ArchiveReport } from "../ingest/archive-report.ts";
import type { AskHub } from "../model/hub.ts";
import type { Logger } from "../observe/logger.ts";
import type { ServeOptions } from "../serve/messages.ts";
import { DocumentServer, type Serving } from "../serve/serving.ts";
import { WorkerPool } from "../serve/workers/worker-pool.ts";
import type { Answer } from "./commands.ts";
import { ControlDoor, type CarryOut } from "./control-door.ts";
import type { ArchiveNews } from "./ingest-messages.ts";
import { Push } from "./push.ts";
import type { PushOptions } from "./push-messages.ts";
import { OperatorDesk } from "./operator-desk.ts";
import { ServiceManager } from "./service-manager.ts";
import { Ingest } from "./ingest.ts";
import { onReloadSignal, untilStopped } from "./stop-signals.ts";

export interface DaemonDeps {
  readonly config: Config;
  readonly sources: ConfigSources;
  readonly logger: Logger;
  /** The version of feedmill. */
  readonly version: string;
  /** Called once the server listens, with the public address, where it listens, and where the operator's listener is. */
  readonly onListening: (publicUrl: string, address: string, adminAddress: string | undefined) => void;
  /** Called after the first scan. */
  readonly onFirstScan: (archive: ArchiveReport) => void;
}

/**
 * The daemon: serves what the catalog holds and keeps it in line with the archive, until a signal stops it. Throws what
 * keeps it from running, with a message for the operator.
 */
export async function runDaemon({ config, sources, logger, version, ...told }: DaemonDeps): Promise<void> {
  const stopped = untilStopped((signal) => {
    logger.warn("stopping at once", { signal });
    process.exit(1);
  });
  const manager = new ServiceManager(process.env, (err) => logger.warn("the service manager cannot be told", { err }));

  // Serve first: the documents that an earlier run published.
  const options = serveOptionsOf(config);
  const push =
    config.push === "off" ? undefined : new Push(pushOptionsOf(config, version), logger, (news) => desk.takePush(news));
  const serving = createServing(options, logger, push);
  const address = await serving.listen();
  const publicUrl = publicUrlAt(config, address);
  const desk = new OperatorDesk({ config: { ...config, publicUrl }, version, logger, serving });
  const adminAddress = await desk.listen().catch(async (error: unknown) => {
    await serving.close();
    throw error;
  });
  push?.start();
  told.onListening(publicUrl, addressText(address), adminAddress && addressText(adminAddress));

  // Then follow the archive. The thread tells all who want to know.
  let isFirstScan = true;
  const onNews = (news: ArchiveNews): void => {
    if (news.kind === "opened" || news.kind === "published" || news.kind === "scanned" || news.kind === "reloaded")
      serving.tell(news);
    desk.take(news);
    manager.take(news);
    push?.take(news);
    if (news.kind === "opened" || (news.kind === "scanned" && news.archive.following !== undefined)) void door.open();
    if (news.kind === "scanned" && isFirstScan && news.archive.failure === undefined) {
      isFirstScan = false;
      void serving.taken().then(() => told.onFirstScan(news.archive));
    }
  };
  const data = { config: { ...config, publicUrl }, sources, version };
  const ingest = new Ingest(data, onNews);
  manager.watch(() => ingest.ping());

  // Commands come through the door, which is open while the thread has the catalog; a signal is one too.
  const carryOut: CarryOut = async (command) =>
    command.kind === "status" ? { effect: await desk.status() } : onceServed(serving, ingest.carryOut(command));
  const door = new ControlDoor(config.data, carryOut, logger);
  onReloadSignal(() => {
    void carryOut({ kind: "reload" });
    serving.renew();
  });

  try {
    const signal = await Promise.race([stopped, ingest.failed]);
    logger.info("stopping", { signal });
  } finally {
    manager.close();
    // Before the thread lets go of the data directory: the next daemon has a door of its own.
    await door.close();
    await Promise.allSettled([serving.close(), desk.close(), ingest.stop(), push?.stop()]);
  }
  logger.info("stopped");
}

/** A command ends when readers see its effect. */
async function onceServed(serving: Serving, carriedOut: Promise<Answer>): Promise<Answer> {
  const answer = await carriedOut;
  await serving.taken();
  return answer;
}

function createServing(options: ServeOptions, logger: Logger, push: Push | undefined): Serving {
  const askHub: AskHub | undefined = options.isHub ? push && ((request) => push.ask(request)) : undefined;
  if (options.workers > 1) return new WorkerPool(options, logger, askHub);
  return new DocumentServer(options, logger, askHub === undefined ? {} : { askHub });
}

function serveOptionsOf(config: Config): ServeOptions {
  const { listen, listenMode, publicUrl, formerly, language, workers, logLevel, logFormat } = config;
  return {
    ...locationOf(config),
    listen,
    ...(listenMode !== "" && { listenMode: Number.parseInt(listenMode, 8) }),
    ...(isSet(config, "publicUrl") && { publicUrl }),
    formerly,
    language,
    rate: rateSettingsOf(config),
    workers,
    isHub: config.push === "on",
    log: { level: logLevel, format: logFormat },
  };
}

function pushOptionsOf({ push, ...config }: Config, version: string): PushOptions {
  const { publicUrl, formerly, pushAllow, logLevel, logFormat } = config;
  return {
    ...locationOf(config),
    publicUrl,
    formerly,
    ...(typeof push === "object" && { otherHub: push.hub }),
    allow: pushAllow,
    version,
    log: { level: logLevel, format: logFormat },
  };
}

function addressText(address: AddressInfo | string): string {
  return formatListenAddress(
    typeof address === "string" ? { path: address } : { host: address.address, port: address.port },
  );
}

/** Port 0 is known only now. */
function publicUrlAt(config: Config, address: { readonly port: number } | string): string {
  if (isSet(config, "publicUrl") || typeof address === "string") return config.publicUrl;
  return `http://localhost:${address.port}`;
}
