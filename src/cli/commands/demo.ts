import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "../../config/config.ts";
import { runDaemon } from "../../daemon/serve.ts";
import { createLogger } from "../../observe/logger.ts";
import type { Invocation } from "../commands.ts";
import { describeArchive } from "../describe-start.ts";
import { describeMistakes, UsageError } from "../failure.ts";
import { writeText } from "../output.ts";

/** `feedmill demo`: the daemon on a copy of the sample articles, which goes when it stops. */
export async function run({ flags, version, sources: { env, packageRoot } }: Invocation): Promise<number> {
  const place = mkdtempSync(join(tmpdir(), "feedmill-demo-"));
  const articles = join(place, "articles");
  // Nothing of another installation counts: neither its environment nor the configuration in the working directory.
  const given = {
    seeds: [articles],
    data: join(place, "data"),
    port: flags["port"] ?? "0",
    "admin-listen": "off",
    "log-level": "error",
  };
  const sources = {
    flags: { ...given, config: join(packageRoot, "config/feedmill.yaml") },
    env: {},
    cwd: place,
    packageRoot,
  };
  const config = loadConfig(sources);
  try {
    if (!config.ok) throw new UsageError(describeMistakes(config.mistakes), "feedmill help demo");
    cpSync(join(packageRoot, "seeds"), articles, { recursive: true });
    let pages = "";
    await runDaemon({
      config: config.value,
      sources,
      version,
      logger: createLogger({ level: config.value.logLevel, format: config.value.logFormat }),
      onListening: (publicUrl) => void (pages = `${publicUrl}/`),
      onFirstScan: (archive) => {
        writeText([...describeArchive(archive), ...describeDemo(pages, articles)].join("\n"));
        if (flags["browser"] !== false) openBrowser(pages, env, flags["browser"] === true);
      },
    });
    return 0;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function describeDemo(pages: string, articles: string): string[] {
  return [
    `Pages: ${pages}`,
    `Feed:  ${pages}feeds/all/rss.xml`,
    `Put an article file into ${articles}, and it is on the pages at once.`,
    "Stop with Ctrl-C: then all of it is deleted. For an installation of your own: feedmill init",
  ];
}

/** Opens a page where somebody sits before a screen. Where no program can, the address is on the terminal. */
function openBrowser(url: string, env: Readonly<Record<string, string | undefined>>, isWanted: boolean): void {
  const isMac = process.platform === "darwin";
  const hasScreen = process.stdout.isTTY && (isMac || (env["DISPLAY"] ?? env["WAYLAND_DISPLAY"] ?? "") !== "");
  if (!isWanted && !hasScreen) return;
  const browser = spawn(isMac ? "open" : "xdg-open", [url], { stdio: "ignore", detached: true });
  browser.once("error", () => process.stderr.write(`No browser could be started. Open ${url}\n`));
  browser.unref();
}
