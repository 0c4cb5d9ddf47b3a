import { once } from "node:events";
import { lstat, unlink } from "node:fs/promises";
import { connect, type AddressInfo, type Server } from "node:net";
import { errorCode } from "../lib/fs/error-code.ts";

/** An address and port, or the path of a Unix socket. Port 0 lets the system choose. */
export type ListenTarget = { readonly host: string; readonly port: number } | { readonly path: string };

export interface ListenOptions {
  /** The listener belongs to several processes; the process that started them has seen to a stale socket. */
  readonly isShared?: boolean;
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
  { isShared = false }: ListenOptions = {},
): Promise<AddressInfo | string> {
  if ("path" in target && !isShared) await removeStaleSocket(target.path);
  const listening = once(server, "listening");
  server.listen({ ...target, backlog: maxArriving });
  try {
    await listening;
  } catch (error) {
    throw explained(error, target);
  }
  const address = server.address();
  if (address === null) throw new Error("The server was closed while it started.");
  return address;
}

function explained(error: unknown, target: ListenTarget): unknown {
  const code = errorCode(error);
  const place = "path" in target ? `The socket ${target.path}` : `Port ${target.port} of ${target.host}`;
  const remedy = "path" in target ? "another path" : "another port";
  const sentence = explanation(code, place, remedy);
  return sentence === undefined ? error : new Error(sentence, { cause: error });
}

function explanation(code: string | undefined, place: string, remedy: string): string | undefined {
  if (code === "EADDRINUSE") return `${place} is already in use. Stop the program that uses it, or choose ${remedy}.`;
  if (code === "EACCES") return `${place} may not be listened on by this user. Choose ${remedy}.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return `${place}: this machine has no such address. Choose one of its own, such as 127.0.0.1.`;
  }
  return undefined;
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
