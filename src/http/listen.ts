import { once } from "node:events";
import { chmod, lstat, readFile, readdir, readlink, unlink } from "node:fs/promises";
import { get } from "node:http";
import { connect, type AddressInfo, type Server } from "node:net";
import { text } from "node:stream/consumers";
import { errorCode } from "../lib/fs/error-code.ts";

/** An address and port, or the path of a Unix socket. Port 0 lets the system choose. */
export type ListenTarget = { readonly host: string; readonly port: number } | { readonly path: string };

export interface ListenOptions {
  /** The listener belongs to several processes; the process that started them has seen to a stale socket. */
  readonly isShared?: boolean;
  /** The mode of a Unix socket; absent, what the umask leaves. */
  readonly mode?: number;
}

/**
 * Connections that may wait to be taken; the system may allow fewer (net.core.somaxconn). A client that finds no room tries
 * again after a second, or three: with Node's 511, in a burst of a thousand a second, many did.
 */
const maxArriving = 4096;

/**
 * Starts listening; resolves with the address bound. A Unix socket that a dead process left behind is replaced. Throws
 * an error whose message says what to do where the address is taken or not allowed.
 */
export async function listen(
  server: Server,
  target: ListenTarget,
  { isShared = false, mode }: ListenOptions = {},
): Promise<AddressInfo | string> {
  if ("path" in target && !isShared) await removeStaleSocket(target.path);
  const listening = once(server, "listening");
  server.listen({ ...target, backlog: maxArriving });
  try {
    await listening;
  } catch (error) {
    throw await explained(error, target);
  }
  if ("path" in target && mode !== undefined) await chmod(target.path, mode);
  const address = server.address();
  if (address === null) throw new Error("The server was closed while it started.");
  return address;
}

async function explained(error: unknown, target: ListenTarget): Promise<unknown> {
  const sentence = await explanation(errorCode(error), target);
  return sentence === undefined ? error : new Error(sentence, { cause: error });
}

async function explanation(code: string | undefined, target: ListenTarget): Promise<string | undefined> {
  const place = "path" in target ? `The socket ${target.path}` : `Port ${target.port} of ${target.host}`;
  const remedy = "path" in target ? "another path" : "another port";
  if (code === "EADDRINUSE") {
    if (!(await isFeedmill(target))) {
      return `${place} is already in use. Stop the program that uses it, or choose ${remedy}.`;
    }
    const pid = await pidOfListener(target);
    const program = pid === undefined ? "another feedmill" : `feedmill, process ${pid}`;
    return `${place} is already in use by ${program}. Stop that, or choose ${remedy}.`;
  }
  if (code === "EACCES") return `${place} may not be listened on by this user. Choose ${remedy}.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return `${place}: this machine has no such address. Choose one of its own, such as 127.0.0.1.`;
  }
  return undefined;
}

const PATIENCE_MS = 1000;

/** Tells whether the answer to `/readyz` is feedmill's. */
function isFeedmill(target: ListenTarget): Promise<boolean> {
  const at = "path" in target ? { socketPath: target.path } : { host: reachable(target.host), port: target.port };
  return new Promise((resolve) => {
    const asked = get(
      { ...at, path: "/readyz", agent: false, signal: AbortSignal.timeout(PATIENCE_MS) },
      (response) => {
        text(response).then(
          (body) => resolve(/^\{"ready":(?:true|false)[,}]/.test(body)),
          () => resolve(false),
        );
      },
    );
    asked.on("error", () => resolve(false));
  });
}

/** An address by which the machine reaches a listener of its own. */
function reachable(host: string): string {
  return host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
}

/** The process that listens on a port or a socket, where Linux shows it to this user. */
async function pidOfListener(target: ListenTarget): Promise<number | undefined> {
  const inode = await inodeOfListener(target).catch(() => undefined);
  if (inode === undefined) return undefined;
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const handles = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const handle of handles) {
      const opened = await readlink(`/proc/${pid}/fd/${handle}`).catch(() => "");
      if (opened === `socket:[${inode}]`) return Number(pid);
    }
  }
  return undefined;
}

/** From proc_net(5): of TCP, the local port and the state (0A: listening), both in hex; of Unix sockets, the path. */
async function inodeOfListener(target: ListenTarget): Promise<string | undefined> {
  if ("path" in target) {
    const sockets = await readFile("/proc/net/unix", "utf8");
    const socket = sockets.split("\n").find((line) => line.endsWith(` ${target.path}`));
    return socket?.trim().split(/\s+/)[6];
  }
  const port = target.port.toString(16).toUpperCase().padStart(4, "0");
  const tables = await Promise.all(
    ["tcp", "tcp6"].map((name) => readFile(`/proc/net/${name}`, "utf8").catch(() => "")),
  );
  const rows = tables.flatMap((table) => table.split("\n").map((line) => line.trim().split(/\s+/)));
  return rows.find(([, local = "", , state]) => local.endsWith(`:${port}`) && state === "0A")?.[9];
}

/** Removes a Unix socket that nobody answers on. Throws where somebody does, or where the path is something else. */
export async function removeStaleSocket(path: string): Promise<void> {
  const stats = await lstat(path).catch(() => undefined);
  if (stats === undefined) return;
  if (!stats.isSocket()) throw new Error(`${path} is there already and is not a socket. Choose another path.`);
  if (await isDead(path)) await unlink(path);
}

/** Only a refused connection says that nobody listens; one that is not permitted says nothing. */
async function isDead(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, "connect");
    return false;
  } catch (error) {
    return errorCode(error) === "ECONNREFUSED";
  } finally {
    socket.destroy();
  }
}
