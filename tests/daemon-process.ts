import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { root } from "./root.ts";

export interface DaemonProcess {
  readonly url: string;
  /** Resolves with the next line, or one already printed and not yet asked for, that contains the text. */
  line(text: string): Promise<string>;
  fetch(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  text(path: string): Promise<string>;
  signal(signal: NodeJS.Signals): void;
  /** Resolves with the exit code. */
  readonly exited: Promise<number | null>;
  readonly process: ChildProcess;
}

export interface DaemonSurroundings {
  readonly env?: Readonly<Record<string, string>>;
  /** A command that goes before the daemon's, and ends by becoming what its last arguments say. */
  readonly within?: readonly string[];
  /** Called with the process as soon as there is one. */
  readonly onSpawned?: (child: ChildProcess) => void;
}

/**
 * Starts `feedmill serve` as a user does, on a free port where `args` name none, and waits until it listens and has
 * printed `until`. Whoever starts it sees to its end.
 */
export async function spawnDaemon(
  args: readonly string[],
  until: string,
  { env = {}, within = [], onSpawned }: DaemonSurroundings = {},
): Promise<DaemonProcess> {
  const anyPort = args.includes("--port") ? [] : ["--port", "0"];
  const serve = [process.execPath, "src/main.ts", "serve", "--log-level", "debug", ...anyPort, ...args];
  const [program = "", ...argv] = [...within, ...serve];
  const child = spawn(program, argv, { cwd: root, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  onSpawned?.(child);

  const lines: string[] = [];
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (printed) => {
      lines.push(printed);
      for (const wake of waiting) wake();
    });
  }
  void exited.then(() => waiting.forEach((wake) => wake()));

  async function line(text: string): Promise<string> {
    for (;;) {
      const at = lines.findIndex((candidate) => candidate.includes(text));
      if (at !== -1) return lines.splice(0, at + 1).at(-1) ?? "";
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`the daemon ended without printing ${text}:\n${lines.join("\n")}`);
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          waiting.delete(wake);
          resolve();
        };
        waiting.add(wake);
      });
    }
  }

  const port = /Listening at [^"\s]*:(\d+)/.exec(await line("Listening at "))?.[1] ?? "";
  const url = `http://localhost:${port}`;
  await line(until);
  const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    fetch(url + path, { headers });
  return {
    url,
    line,
    fetch: get,
    text: async (path) => (await get(path)).text(),
    signal: (signal) => child.kill(signal),
    exited,
    process: child,
  };
}
