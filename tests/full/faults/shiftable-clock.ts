import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";

/** The clock of a daemon that is started with `env`, for a test to set. */
export interface ShiftableClock {
  readonly env: Readonly<Record<string, string>>;
  readonly set: (shiftMs: number) => void;
}

export function shiftableClock(): ShiftableClock {
  const file = join(temporaryDirectory(), "shift");
  writeFileSync(file, "0");
  const preload = `--import ${join(import.meta.dirname, "shift-clock.ts")}`;
  return {
    env: { CLOCK_SHIFT: file, NODE_OPTIONS: preload },
    set: (shiftMs: number) => writeFileSync(file, String(shiftMs)),
  };
}
