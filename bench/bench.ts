import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { archiveOf, type Archive } from "./archive.ts";
import type { BenchOptions } from "./options.ts";
import { describeProfiles, profilingFlags } from "./profile.ts";

/** What the measurements share: options, archives, and directories that last for one run. */
export interface Bench {
  readonly options: BenchOptions;
  /** Writes a line about what is going on. */
  tell(line: string): void;
  /** An archive of this many files, generated once and kept between runs. */
  archive(files: number): Archive;
  /** An empty directory that lasts as long as the run. */
  directory(name: string): string;
  /** The data directory of this archive's catalog, by whatever measurement fills it first. */
  dataDirectory(files: number): string;
  /** Flags for a Node process that is to be profiled under this name, where profiling was asked for. */
  nodeArgs(name: string): readonly string[];
  /** Has something stopped at the latest when the run ends; to stop it before does no harm. */
  onClose(started: Stoppable): void;
  /** Stops what measurements left running, the last one first, and removes what the run wrote. */
  close(): Promise<void>;
}

export interface Stoppable {
  stop(): Promise<void>;
}

export function createBench(options: BenchOptions, tell: (line: string) => void): Bench {
  const run = join(options.directory, `run-${process.pid}`);
  const running: Stoppable[] = [];
  const profiles = new Map<string, string>();

  function directory(name: string): string {
    const path = join(run, name);
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path, { recursive: true });
    return path;
  }

  return {
    options,
    tell,
    archive: (files) => archiveOf(options.directory, files, tell),
    directory,
    dataDirectory: (files) => join(run, `data-${files}`),
    nodeArgs(name) {
      if (!options.profile) return [];
      const path = profiles.get(name) ?? directory(`profile-${name}`);
      profiles.set(name, path);
      return profilingFlags(path);
    },
    onClose: (started) => void running.push(started),
    async close() {
      for (const started of running.splice(0).toReversed()) await started.stop();
      for (const [name, path] of profiles) tell(`profile of ${name}\n\n${describeProfiles(path)}\n`);
      rmSync(run, { recursive: true, force: true });
    },
  };
}
