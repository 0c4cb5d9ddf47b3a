import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { loadConfig } from "../../src/config/config.ts";
import { ingestSettingsOf } from "../../src/config/settings.ts";
import { Ingester } from "../../src/ingest/ingester.ts";
import { openArchiveCatalog } from "../../src/daemon/open-archive-catalog.ts";
import { readArticles } from "../../src/ingest/readers/reader-pool.ts";
import { createLogger } from "../../src/observe/logger.ts";

// Ingests an archive into an empty catalog as the daemon does, and publishes nothing.
// Arguments: the archive, the data directory, the number of reading threads. Prints articles a second.
const [seeds = "", data = "", threads = "1"] = process.argv.slice(2);
const packageRoot = join(import.meta.dirname, "../..");
const config = loadConfig({ flags: { seeds, data }, env: {}, cwd: packageRoot, packageRoot });
if (!config.ok) throw new Error(JSON.stringify(config.mistakes));
const { catalog, settings } = await openArchiveCatalog({
  config: config.value,
  logger: createLogger({ level: "error", format: "json" }),
});
const now = (): Date => new Date();

const started = performance.now();
const ingester = new Ingester({
  catalog,
  roots: config.value.seeds,
  settings: () => ingestSettingsOf(settings),
  read: (looks, settled) => readArticles(looks, settings.outlets, now, Number(threads), { settled }),
  now,
  pause,
  shouldStop: () => false,
  onApplied: () => undefined,
});
await ingester.scan();
const seconds = (performance.now() - started) / 1000;
const articles = (await catalog.articles.outlets()).reduce((sum, outlet) => sum + outlet.articles, 0);
await catalog.close();
console.log(JSON.stringify(articles / seconds));
