import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { freePort } from "../../free-port.ts";
import { configureNginx } from "../../nginx.ts";
import { root } from "../../root.ts";

/** The host of the shipped examples. */
export const host = "feeds.example.org";

/** A program that stands before feedmill, with one of the shipped examples. */
export interface Proxy {
  readonly program: string;
  /** Writes its configuration, ours but for addresses and places, into a directory; returns the command that runs it. */
  readonly configure: (directory: string, listen: number, upstream: number) => readonly string[];
}

/** nginx with an example of `packaging/`, after `edit`, which is also told the port of what it stands before. */
export function nginxWith(example: string, edit: (site: string, upstream: number) => string = (site) => site): Proxy {
  return {
    program: "nginx",
    configure: (directory, listen, upstream) =>
      configureNginx(directory, { example, listen, upstream, edit: (site) => edit(site, upstream) }),
  };
}

export const caddy: Proxy = {
  program: "caddy",
  configure(directory, listen, upstream) {
    const site = readFileSync(join(root, "packaging/Caddyfile"), "utf8")
      .replace(`${host} {`, `http://:${listen} {\n\tbind 127.0.0.1`)
      .replace("127.0.0.1:8080", `127.0.0.1:${upstream}`);
    const file = join(directory, "Caddyfile");
    writeFileSync(file, `{\n\tadmin off\n\tauto_https off\n}\n${site}`);
    return ["run", "--adapter", "caddyfile", "--config", file];
  },
};

export function hasProgram(program: "nginx" | "caddy"): boolean {
  return spawnSync(program, [program === "nginx" ? "-v" : "version"], { env: environment() }).error === undefined;
}

/** nginx lies where only root looks for programs. */
function environment(home = "/nowhere"): NodeJS.ProcessEnv {
  return { PATH: `${process.env["PATH"]}:/usr/sbin`, HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home };
}

export type Ask = (path: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>;

export interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** Fetch would choose `Host` and undo codings by itself. */
export function asker(port: number): Ask {
  return async (path, headers = {}) => {
    const request = get({ host: "127.0.0.1", port, path, headers: { host, ...headers }, agent: false });
    const [response] = await once(request, "response");
    const { statusCode: status, headers: sent }: IncomingMessage = response;
    return { status, headers: sent, body: await buffer(response) };
  };
}

/** Starts a proxy in front of what answers `/healthz` at a port. It ends with the test. */
export async function startProxy({ program, configure }: Proxy, directory: string, upstream: number): Promise<Ask> {
  const listen = await freePort();
  const child = spawn(program, configure(directory, listen, upstream), {
    env: environment(directory),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  const exited = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await exited;
  });
  const proxied = asker(listen);
  for (;;) {
    if (
      await proxied("/healthz").then(
        ({ status }) => status === 200,
        () => false,
      )
    )
      break;
    if (child.exitCode !== null) throw new Error(`${program} did not start:\n${said.join("")}`);
  }
  return proxied;
}
