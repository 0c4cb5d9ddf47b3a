import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../../root.ts";

/** What the sample site is known by; `launchChromium` finds it there. */
export const siteUrl = "http://news.example";

/** Article files of four outlets, of several time zones, that report one event, after the samples. */
export const reportsOfOneEvent: readonly string[] = [
  ["https://www.voachinese.com/a/flood/7000001.html", "黔江水库垮坝，三村撤离"],
  ["https://www.dw.com/zh/a-70000002", "水库垮坝三村撤离，黔江水位上涨"],
  ["https://cn.nytimes.com/china/20250701/flood/", "黔江水库垮坝后三村居民撤离"],
  ["https://www.rfi.fr/cn/中国/20250701-黔江水库垮坝", "黔江水库垮坝，下游三村居民撤离"],
].map(([url, title], index) => {
  const time = Date.UTC(2025, 6, 1, 6 * index);
  const front = `<div><i>${new Date(time).toUTCString()}</i></div>`;
  return `<!--${time + 3_600_000}-->\n[${title}](${url})\n------\n\n${front}<p>黔江水库周五清晨垮坝，下游三村撤离。</p>\n`;
});

export interface SampleSite {
  /** On the loopback. */
  readonly port: number;
  /** Of the operator's listener, on the loopback. */
  readonly operatorPort: number;
  stop(): Promise<void>;
}

/** The daemon with the sample articles, and with further article files. */
export async function startSampleSite(further: readonly string[] = []): Promise<SampleSite> {
  return startSite((archive) => {
    cpSync(join(root, "seeds"), archive, { recursive: true });
    for (const [index, text] of further.entries()) writeFileSync(join(archive, `further-${index}.txt`), text);
  });
}

/** The daemon as a newcomer has it who has no articles yet. */
export async function startEmptySite(): Promise<SampleSite> {
  return startSite((archive) => mkdirSync(archive));
}

async function startSite(fill: (archive: string) => void): Promise<SampleSite> {
  const directory = mkdtempSync(join(tmpdir(), "feedmill-pages-"));
  const archive = join(directory, "archive");
  fill(archive);
  const settings = ["--seeds", archive, "--data", join(directory, "data"), "--port", "0"];
  const named = ["--public-url", siteUrl, "--title", "晨读"];
  const daemon = spawn(process.execPath, [join(root, "src/main.ts"), "serve", ...settings, ...named], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  for await (const line of createInterface(daemon.stdout)) {
    lines.push(line);
    if (line.includes("Found ")) break;
  }
  daemon.stdout.resume();
  const [port = 0, operatorPort = 0] = lines.flatMap((line) => {
    const listening = /(?:Listening|For the operator).* at [^"\s]*:(\d+)/.exec(line);
    return listening ? [Number(listening[1])] : [];
  });
  return {
    port,
    operatorPort,
    async stop() {
      daemon.kill("SIGTERM");
      if (daemon.exitCode === null) await once(daemon, "exit");
      rmSync(directory, { recursive: true });
    },
  };
}
