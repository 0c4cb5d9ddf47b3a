import type { AddressInfo } from "node:net";
import { availableParallelism } from "node:os";
import { formatListenAddress } from "../config/listen-address.ts";
import { isSet, type Config, type ConfigSources } from "../config/config.ts";
import { rateSettingsOf } from "../config/settings.ts";
import type { Logger } from "../observe/logger.ts";
import { createAdmin } from "./admin.ts";
import { listenForOperator } from "./listen-for-operator.ts";
import type { ForServing, Found, FromIngestThread } from "./messages.ts";
import { reportToServiceManager } from "./report-to-service-manager.ts";
import type { ServiceManager } from "./service-manager.ts";
import type { ServeOptions } from "../serve/messages.ts";
import { DocumentServer } from "../serve/serving.ts";
import { startIngest } from "../ingest/start-ingest.ts";
import { untilStopped } from "./stop-signals.ts";
import { feedWatchdog } from "./watchdog.ts";
import { WorkerPool } from "../serve/workers/worker-pool.ts";

export interface DaemonDeps {
  readonly config: Config;
  readonly sources: ConfigSources;
  readonly logger: Logger;
  readonly serviceManager: ServiceManager;
  /** Of feedmill. */
  readonly version: string;
  /** Called once the server listens, with the public address, where it listens, and where the operator's listener is. */
  readonly onListening: (publicUrl: string, address: string, adminAddress: string | undefined) => void;
  /** Called after the first scan. */
  readonly onFound: (found: Found) => void;
}

/**
 * The daemon: serves what the catalog holds and keeps it in line with the archive, until a signal stops it. Throws what
 * keeps it from running, with a message for the operator.
 */
export async function runDaemon(deps: DaemonDeps): Promise<void> {
  const { config, sources, logger, serviceManager, version, onListening, onFound } = deps;
  const stopped = untilStopped((signal) => {
    logger.warn("stopping at once", { signal });
    process.exit(1);
  });
  const options = serveOptionsOf(config);
  const serving = config.workers === 1 ? new DocumentServer(options, logger) : new WorkerPool(options, logger);
  const address = await serving.listen();
  const publicUrl = publicUrlAt(config, address);
  const admin = createAdmin({ config: { ...config, publicUrl }, version, logger, serving });
  const adminAddress = await listenForOperator(admin, config, logger).catch(async (error: unknown) => {
    await serving.close();
    throw error;
  });
  onListening(publicUrl, addressText(address), adminAddress && addressText(adminAddress));

  const refused = Promise.withResolvers<never>();
  const report = reportToServiceManager(serviceManager);
  let isFirstScan = true;
  const onMessage = (message: FromIngestThread): void => {
    if (message.kind === "refused") {
      refused.reject(new Error(message.message));
      return;
    }
    if (isForServing(message)) serving.tell(message);
    admin.take(message);
    report(message);
    if (message.kind === "scanned" && isFirstScan && message.found.failure === undefined) {
      isFirstScan = false;
      onFound(message.found);
    }
  };
  const ingest = startIngest({ config: { ...config, publicUrl }, sources, readers: availableParallelism() }, onMessage);
  process.on("SIGHUP", () => ingest.reload());
  const watchdog = feedWatchdog(serviceManager, () => ingest.answers());

  try {
    const signal = await Promise.race([stopped, ingest.failed, refused.promise]);
    logger.info("stopping", { signal });
  } finally {
    watchdog.stop();
    await Promise.allSettled([serving.close(), admin.close(), ingest.stop()]);
  }
  logger.info("stopped");
}

function serveOptionsOf(config: Config): ServeOptions {
  const { data, listen, publicUrl, language, workers, logLevel, logFormat } = config;
  return {
    data,
    listen,
    ...(isSet(config, "publicUrl") && { publicUrl }),
    language,
    rate: rateSettingsOf(config),
    workers,
    log: { level: logLevel, format: logFormat },
  };
}

function addressText(address: AddressInfo | string): string {
  return formatListenAddress(
    typeof address === "string" ? { path: address } : { host: address.address, port: address.port },
  );
}

function isForServing(message: FromIngestThread): message is ForServing {
  return ["opened", "published", "scanned", "reloaded"].includes(message.kind);
}

/** Port 0 is known only now. */
function publicUrlAt(config: Config, address: { readonly port: number } | string): string {
  if (isSet(config, "publicUrl") || typeof address === "string") return config.publicUrl;
  return `http://localhost:${address.port}`;
}
