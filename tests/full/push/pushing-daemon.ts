import { execFileSync } from "node:child_process";
import { cpSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { freePort } from "../../free-port.ts";
import { root } from "../../root.ts";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";

/** A daemon over a copy of the samples that pushes: it is the hub of its feeds, or tells another. */
export interface PushingDaemon {
  readonly daemon: DaemonProcess;
  readonly url: string;
  readonly data: string;
  /** Adds an article, at once whole. Returns its title. */
  publish(): string;
  /** Sends the hub a form, and resolves with its answer. */
  ask(fields: Readonly<Record<string, string>>): Promise<{ readonly status: number; readonly text: string }>;
  /** Ends it as a crash does, and starts it again over the same data. */
  restart(): Promise<void>;
}

export async function startPushingDaemon(push = "on", more: readonly string[] = []): Promise<PushingDaemon> {
  const directory = temporaryDirectory();
  const [seeds, data, port] = [join(directory, "seeds"), join(directory, "data"), await freePort()];
  cpSync(join(root, "seeds"), seeds, { recursive: true });
  const url = `http://localhost:${port}`;
  const args = ["--seeds", seeds, "--data", data, "--port", String(port), "--public-url", url, "--rate-made", "0"];
  const pushed = ["--push", push, "--push-allow", "loopback", "--admin-listen", "127.0.0.1:0"];
  const start = (): Promise<DaemonProcess> => startDaemon([...args, ...pushed, ...more]);
  let daemon = await start();
  let articles = 0;
  return {
    get daemon() {
      return daemon;
    },
    url,
    data,
    publish() {
      articles++;
      const title = `第${articles}篇`;
      const address = `https://www.voachinese.com/a/story/${9_000_000 + articles}.html`;
      const file = `<!--${1_750_000_000_000 + articles * 1000}-->\n[${title}](${address})\n------\n\n<p>河边的图书馆今天开门。</p>`;
      writeFileSync(join(directory, "new.txt"), file);
      renameSync(join(directory, "new.txt"), join(seeds, `new-${articles}.txt`));
      return title;
    },
    async ask(fields) {
      const response = await fetch(`${url}/hub`, { method: "POST", body: new URLSearchParams(fields) });
      return { status: response.status, text: await response.text() };
    },
    async restart() {
      daemon.signal("SIGKILL");
      await daemon.exited;
      daemon = await start();
    },
  };
}

/** The process of a daemon that pushes. */
export function pushProcess({ daemon }: PushingDaemon): number {
  const children = execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(daemon.process.pid)], { encoding: "utf8" });
  return Number(/^\s*(\d+) .*push-process/m.exec(children)?.[1]);
}
