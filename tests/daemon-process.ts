import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { root } from "./root.ts";

/** A daemon that runs; `await using` ends it with the block that started it, as a crash would. */
export interface DaemonProcess extends AsyncDisposable {
  readonly url: string;
  /** Where the operator's listener is, if that was printed before the line that was waited for. */
  readonly adminPort: number;
  /** Resolves with the next line, or one already printed and not yet asked for, that contains the text. */
  line(text: string): Promise<string>;
  /** Resolves when it prints the next line, or ends. */
  prints(): Promise<void>;
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
 * printed `until`. Throws if it ends before that.
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
  const printed = new PrintedLines(child);
  const port = /Listening at [^"\s]*:(\d+)/.exec(await printed.next("Listening at "))?.[1] ?? "";
  const url = `http://localhost:${port}`;
  const told = (await printed.through(until)).join("\n");
  // A connection that is kept would be waited for when the daemon stops.
  const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    fetch(url + path, { headers: { Connection: "close", ...headers } });
  return {
    url,
    adminPort: Number(/For the operator: [^"]* at [^"\s]*:(\d+)/.exec(told)?.[1]),
    line: (text) => printed.next(text),
    prints: () => printed.more(),
    fetch: get,
    text: async (path) => (await get(path)).text(),
    signal: (signal) => child.kill(signal),
    exited,
    process: child,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await exited;
      // Processes that outlive it for a moment hold the other ends.
      for (const stream of [child.stdout, child.stderr]) stream.destroy();
    },
  };
}

/** The lines of a process, to be waited for one after the other. */
class PrintedLines {
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  #more = Promise.withResolvers<void>();

  constructor(child: ChildProcess) {
    this.#child = child;
    for (const input of [child.stdout, child.stderr]) {
      if (input === null) continue;
      createInterface({ input }).on("line", (line) => {
        this.#lines.push(line);
        this.#wake();
      });
    }
    // The streams end after the process: everything that it printed is there then.
    child.once("close", () => this.#wake());
  }

  more(): Promise<void> {
    return this.#more.promise;
  }

  async next(text: string): Promise<string> {
    return (await this.through(text)).at(-1) ?? "";
  }

  /** The lines up to the next that contains the text. */
  async through(text: string): Promise<readonly string[]> {
    for (;;) {
      const at = this.#lines.findIndex((line) => line.includes(text));
      if (at !== -1) return this.#lines.splice(0, at + 1);
      if (this.#isOver()) throw new Error(`the daemon ended without printing ${text}:\n${this.#lines.join("\n")}`);
      await this.more();
    }
  }

  #isOver(): boolean {
    const { exitCode, signalCode, stdout, stderr } = this.#child;
    const isRead = (stdout?.readableEnded ?? true) && (stderr?.readableEnded ?? true);
    return (exitCode !== null || signalCode !== null) && isRead;
  }

  #wake(): void {
    this.#more.resolve();
    this.#more = Promise.withResolvers();
  }
}
