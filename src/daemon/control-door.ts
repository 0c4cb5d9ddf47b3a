import { closeSync, openSync, rmSync } from "node:fs";
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { errorCode } from "../lib/fs/error-code.ts";
import { messageOf } from "../lib/message-of.ts";
import type { Logger } from "../observe/logger.ts";
import { commandSchema, type Answer, type Command } from "./commands.ts";

const SOCKET = "control.sock";

/** A socket's path may have so many bytes: `sun_path` of unix(7), less its final NUL. */
const MAX_PATH_BYTES = process.platform === "linux" ? 107 : 103;

const STATUS_PATIENCE_MS = 10_000;

/** Carries out a command. The answer can be written as JSON. */
export type CarryOut = (command: Command) => Promise<{ readonly effect: object } | { readonly failure: string }>;

/**
 * The door through which commands reach a daemon: a Unix socket in its data directory that only its user can open. It
 * speaks HTTP: the path names a command, the body holds the rest of it as JSON, and so does the answer.
 */
export class ControlDoor {
  readonly #dataDirectory: string;
  readonly #logger: Logger;
  readonly #server: Server;
  #place: SocketPlace | undefined;
  #opening: Promise<void> | undefined;
  #isClosed = false;

  constructor(dataDirectory: string, carryOut: CarryOut, logger: Logger) {
    this.#dataDirectory = dataDirectory;
    this.#logger = logger;
    this.#server = createServer((incoming, response) => void answer(incoming, response, carryOut));
  }

  /**
   * Opens the door, unless it was opened before. The caller's is the one daemon of the data directory, so that a socket there
   * is one that a daemon left behind when it was killed. Where no socket can be made, the daemon goes on without, and says so.
   * Once it was closed it stays so: a daemon may be told to stop before its catalog is there.
   */
  async open(): Promise<void> {
    if (this.#isClosed) return;
    this.#opening ??= this.#open();
    await this.#opening;
  }

  async #open(): Promise<void> {
    try {
      rmSync(join(this.#dataDirectory, SOCKET), { force: true });
      this.#place = socketPlace(this.#dataDirectory);
      const listening = once(this.#server, "listening");
      // The socket is made within the call, and is at no moment open to others.
      const umask = process.umask(0o177);
      this.#server.listen(this.#place.path);
      process.umask(umask);
      await listening;
    } catch (err) {
      this.#logger.warn("commands cannot reach this daemon: there is no control socket", { err });
    }
  }

  /** Closes the door and removes the socket. Commands under way are not answered any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#opening;
    if (!this.#server.listening) return;
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
    this.#place?.close();
  }
}

async function answer(incoming: IncomingMessage, response: ServerResponse, carryOut: CarryOut): Promise<void> {
  const command = await readCommand(incoming).catch(() => undefined);
  const given =
    command === undefined
      ? { failure: `the feedmill that runs knows no command ${incoming.url ?? ""} of that form` }
      : await carryOut(command);
  response.statusCode = command === undefined ? 400 : "failure" in given ? 500 : 200;
  response.setHeader("Content-Type", "application/json").setHeader("Connection", "close");
  response.end(`${JSON.stringify(given)}\n`);
}

/** Throws where the request is none. */
async function readCommand(incoming: IncomingMessage): Promise<Command> {
  const body = await text(incoming);
  const rest: unknown = body === "" ? {} : JSON.parse(body);
  return commandSchema.parse({ ...Object(rest), kind: incoming.url?.slice(1) });
}

/**
 * Has the daemon of a data directory carry out a command, and waits until that is done. Undefined where no daemon runs.
 * Throws where there is one that cannot be reached or does not answer.
 */
export async function askDaemon<C extends Command>(dataDirectory: string, command: C): Promise<Answer<C> | undefined> {
  const { kind, ...rest } = command;
  const signal = kind === "status" ? AbortSignal.timeout(STATUS_PATIENCE_MS) : undefined;
  const place = socketPlace(dataDirectory);
  try {
    const asked = request({
      method: "POST",
      path: `/${kind}`,
      headers: { Host: "feedmill", "Content-Type": "application/json" },
      createConnection: () => connect(place.path),
      ...(signal && { signal }),
    }).end(JSON.stringify(rest));
    const [response]: IncomingMessage[] = await once(asked, "response");
    return response && JSON.parse(await text(response));
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "ECONNREFUSED"].includes(errorCode(error) ?? "")) return undefined;
    const reason = signal?.aborted === true ? "it does not answer" : reasonOf(error);
    throw new Error(`The feedmill that uses ${dataDirectory} cannot be asked: ${reason}.`, { cause: error });
  } finally {
    place.close();
  }
}

function reasonOf(error: unknown): string {
  const code = errorCode(error);
  if (code === "ECONNRESET") return "it stopped before it answered";
  if (code === "EACCES") return "it is another user's";
  return messageOf(error);
}

interface SocketPlace {
  /** Short enough for the system. Leads there until `close`. */
  readonly path: string;
  close(): void;
}

/** Finds a path to the socket. Linux takes one by way of an open directory where its own is too long; throws elsewhere. */
function socketPlace(dataDirectory: string): SocketPlace {
  const path = join(dataDirectory, SOCKET);
  if (Buffer.byteLength(path) <= MAX_PATH_BYTES) return { path, close: () => undefined };
  if (process.platform !== "linux") {
    throw new Error(`The path ${path} is longer than the ${MAX_PATH_BYTES} bytes a socket's may have; shorten --data`);
  }
  const directory = openSync(dataDirectory, "r");
  return { path: `/proc/self/fd/${directory}/${SOCKET}`, close: () => closeSync(directory) };
}
