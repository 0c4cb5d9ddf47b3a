import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";
import { pinned } from "./start.ts";

export interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly seconds: number;
}

const run = promisify(execFile);
const CONNECTIONS = 64;

/**
 * Keeps 64 connections busy from the second core. Returns how many requests were answered; throws where an answer was no
 * success or a connection broke.
 */
export async function loadWithWrk({ url, headers, seconds }: Load): Promise<number> {
  const fields = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const command = ["wrk", "-t1", `-c${CONNECTIONS}`, `-d${seconds}s`, ...fields, url];
  const [program = "", ...args] = pinned(command, 1);
  const { stdout } = await run(program, args);
  return requestsOf(stdout);
}

export function requestsOf(report: string): number {
  const requests = Number(/^\s*(\d+) requests in /m.exec(report)?.[1]);
  if (!(requests > 0) || report.includes("Non-2xx") || report.includes("Socket errors")) {
    throw new Error(`the load was not answered as it should be:\n${report}`);
  }
  return requests;
}

/** Whether a program that the bench does not bring along is there. */
export function isInstalled(program: string): boolean {
  try {
    execFileSync("which", [program], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
