import { spawnSync } from "node:child_process";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";

const module = JSON.stringify(join(import.meta.dirname, "give-back-memory.ts"));

/** 80 MB in small pieces, of which one in twenty stays in use: enough to keep the others from the system. */
const program = `
  const { giveBackMemory } = await import(${module});
  let pieces = Array.from({ length: 20_000 }, () => Buffer.allocUnsafeSlow(4000).fill(1));
  const full = process.memoryUsage.rss();
  pieces = pieces.filter((_piece, at) => at % 20 === 0);
  giveBackMemory();
  console.log(Math.round((full - process.memoryUsage.rss()) / 1e6), pieces.length);
`;

const hasGlibc = JSON.stringify(process.report.getReport()).includes('"glibcVersionRuntime"');

test.runIf(hasGlibc && builtinModules.includes("node:ffi"))(
  "memory freed between what is still in use goes back to the system, without a word",
  () => {
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
      encoding: "utf8",
    });
    const [returned] = stdout.split(" ").map(Number);
    expect(stderr).toBe("");
    expect(returned).toBeGreaterThan(50);
  },
);
