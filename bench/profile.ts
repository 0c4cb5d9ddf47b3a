import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

/** The parts of a V8 processor profile that are read here. */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  /** Microseconds between samples. */
  readonly timeDeltas: readonly number[];
}

export interface ProfileSummary {
  /** Without waiting. */
  readonly busyMs: number;
  readonly byPlace: readonly Spent[];
  readonly byFunction: readonly Spent[];
}

interface Spent {
  readonly name: string;
  readonly ms: number;
}

/** Flags that make Node write a profile of each of its threads into a directory when it ends. */
export function profilingFlags(directory: string): readonly string[] {
  return ["--cpu-prof", `--cpu-prof-dir=${directory}`];
}

/** A summary of every thread's profile in a directory, the busiest first, as text. */
export function describeProfiles(directory: string): string {
  return readdirSync(directory)
    .filter((name) => name.endsWith(".cpuprofile"))
    .map((name) => summarizeProfile(JSON.parse(readFileSync(join(directory, name), "utf8"))))
    .sort((a, b) => b.busyMs - a.busyMs)
    .map(describe)
    .join("\n\n");
}

/** Where a thread's own time went: by folder of src or package, and by function. */
export function summarizeProfile({ nodes, samples, timeDeltas }: CpuProfile): ProfileSummary {
  const byPlace = new Map<string, number>();
  const byFunction = new Map<string, number>();
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  let busyMs = 0;
  for (const [at, id] of samples.entries()) {
    const frame = frames.get(id);
    if (frame === undefined || frame.functionName === "(idle)") continue;
    const ms = (timeDeltas[at] ?? 0) / 1000;
    const place = placeOf(frame.url, frame.functionName);
    busyMs += ms;
    add(byPlace, place, ms);
    add(byFunction, `${frame.functionName || "(anonymous)"}  ${place}:${frame.lineNumber + 1}`, ms);
  }
  return { busyMs, byPlace: ranked(byPlace), byFunction: ranked(byFunction) };
}

/** `src/normalize`, a package's name, a module of Node, or what the engine does. */
function placeOf(url: string, functionName: string): string {
  if (url === "") return functionName.startsWith("(") ? functionName : "native code";
  const path = url.split(sep).join("/");
  const packages = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
  return packages ?? /\/((?:src|bench)\/.*)$/.exec(path)?.[1] ?? path;
}

function add(totals: Map<string, number>, name: string, ms: number): void {
  totals.set(name, (totals.get(name) ?? 0) + ms);
}

function ranked(totals: ReadonlyMap<string, number>): readonly Spent[] {
  return [...totals].map(([name, ms]) => ({ name, ms })).sort((a, b) => b.ms - a.ms);
}

function describe({ busyMs, byPlace, byFunction }: ProfileSummary): string {
  const share = ({ name, ms }: Spent): string => {
    const percent = ((ms / busyMs) * 100).toFixed(1);
    return `${percent.padStart(6)} %  ${ms.toFixed(0).padStart(6)} ms  ${name}`;
  };
  const lists = [byPlace.slice(0, 15), byFunction.slice(0, 25)].map((list) => list.map(share).join("\n"));
  return [`A thread, busy for ${busyMs.toFixed(0)} ms`, ...lists].join("\n\n");
}
