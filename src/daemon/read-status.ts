import { request } from "node:http";
import { text } from "node:stream/consumers";
import type { ListenAddress } from "../config/listen-address.ts";
import { formatListenAddress } from "../config/listen-address.ts";
import { errorCode } from "../lib/fs/error-code.ts";
import type { Status } from "./status.ts";

export type StatusAnswer =
  | { readonly ok: true; readonly status: Status<string> }
  /** Why there is none, in a sentence. */
  | { readonly ok: false; readonly message: string };

const PATIENCE_MS = 10_000;

/** Asks the daemon whose operator's listener is at this address how it is. */
export async function readStatus(address: ListenAddress): Promise<StatusAnswer> {
  const place = formatListenAddress(address);
  try {
    const { status, body } = await get(address);
    if (status === 200) return { ok: true, status: JSON.parse(body) };
    return { ok: false, message: `What listens at ${place} is no feedmill: it answers ${status}.` };
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, message: `What listens at ${place} is no feedmill.` };
    return { ok: false, message: `The daemon cannot be reached at ${place}: ${reasonOf(error)}.` };
  }
}

function reasonOf(error: unknown): string {
  const code = errorCode(error);
  if (code === "ECONNREFUSED" || code === "ENOENT") return "nothing listens there";
  return error instanceof Error ? error.message : String(error);
}

async function get(address: ListenAddress): Promise<{ status: number; body: string }> {
  const place =
    "path" in address ? { socketPath: address.path } : { host: reachable(address.host), port: address.port };
  const answer = await new Promise<{ status: number; body: Promise<string> }>((resolve, reject) => {
    const asked = request({ ...place, path: "/status.json", agent: false, timeout: PATIENCE_MS }, (response) => {
      resolve({ status: response.statusCode ?? 0, body: text(response) });
    });
    asked.once("timeout", () => asked.destroy(new Error("it does not answer")));
    asked.once("error", reject);
    asked.end();
  });
  return { status: answer.status, body: await answer.body };
}

/** Where everything listens, this machine does. */
function reachable(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  return host === "::" ? "::1" : host;
}
