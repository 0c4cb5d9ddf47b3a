import { execFileSync, type StdioOptions } from "node:child_process";
import { cpus, release, totalmem, type } from "node:os";

export interface MachineDescription {
  readonly machine: string;
  readonly versions: string;
  readonly commit: string;
}

/** What the figures were measured on, for whoever reads them elsewhere. */
export function describeMachine(): MachineDescription {
  const cores = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  return {
    machine: `${cores.length} × ${cores[0]?.model ?? "unknown processor"}, ${memory}, ${type()} ${release()}`,
    versions: [`Node ${process.versions.node}`, versionOf("wrk", ["-v"]), versionOf("nginx", ["-v"])].join(", "),
    commit: commit(),
  };
}

function versionOf(program: string, args: readonly string[]): string {
  const script = `${[program, ...args].join(" ")} 2>&1 | head -n 1`;
  const line = execFileSync("sh", ["-c", script], { encoding: "utf8" });
  const version = /\d+(?:\.\d+)+/.exec(line)?.[0];
  return version === undefined ? `no ${program}` : `${program} ${version}`;
}

function commit(): string {
  try {
    const changed = git("status", "--porcelain", "--", "../src", "../package-lock.json") !== "";
    return git("rev-parse", "--short", "HEAD") + (changed ? ", with changes not committed" : "");
  } catch {
    return "not a checkout";
  }
}

function git(...args: readonly string[]): string {
  const quietly: StdioOptions = ["ignore", "pipe", "ignore"];
  return execFileSync("git", args, { cwd: import.meta.dirname, encoding: "utf8", stdio: quietly }).trim();
}
