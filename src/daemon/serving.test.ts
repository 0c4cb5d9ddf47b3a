import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openCatalog } from "../catalog/open-catalog.ts";
import { loadConfig } from "../config/load-config.ts";
import type { Edition } from "../model/edition.ts";
import { createLogger } from "../observe/logger.ts";
import { createServing } from "./serving.ts";

const edition: Edition = {
  publication: { title: "", publicUrl: "https://f.example", siteId: "", language: "zh-Hans", maxAgeSeconds: 300 },
  definitions: [],
  outlets: [],
  renamed: new Map(),
  gone: new Set(),
  changedAt: new Date(0),
};

test("what the ingest thread still has to tell after the server has closed is not listened to", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "feedmill-serving-"));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  const packageRoot = join(import.meta.dirname, "../..");
  const config = loadConfig({ flags: { listen: `unix:${join(cwd, "socket")}` }, env: {}, cwd, packageRoot });
  if (!config.ok) throw new Error(JSON.stringify(config.mistakes));
  const { catalog } = openCatalog(config.value.data);

  const logger = createLogger({ level: "error", format: "json", write: () => undefined });
  const serving = createServing(config.value, logger);
  await serving.listen();
  serving.take({ kind: "opened", edition });
  await serving.close();
  expect(() => serving.take({ kind: "published", paths: ["/feeds.opml"], edition })).not.toThrow();
  catalog.close();
});
