import { spawnSync } from "node:child_process";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";

const allocator = JSON.stringify(join(import.meta.dirname, "trim-allocator.ts"));

/** 80 MB in small pieces, of which one in twenty stays in use: enough to keep the others from the system. */
const program = `
  const { trimAllocator } = await import(${allocator});
  let pieces = Array.from({ length: 20_000 }, () => Buffer.allocUnsafeSlow(4000).fill(1));
  const full = process.memoryUsage.rss();
  pieces = pieces.filter((_piece, at) => at % 20 === 0);
  gc({ type: "major", execution: "sync", flavor: "last-resort" });
  trimAllocator();
  console.log(Math.round((full - process.memoryUsage.rss()) / 1e6), pieces.length);
`;

const hasGlibc = JSON.stringify(process.report.getReport()).includes('"glibcVersionRuntime"');

test.runIf(hasGlibc && builtinModules.includes("node:ffi"))(
  "memory freed between what is still in use goes back to the system, without a word",
  () => {
    const { stdout, stderr } = spawnSync(process.execPath, ["--expose-gc", "--input-type=module", "-e", program], {
      encoding: "utf8",
    });
    const [returned] = stdout.split(" ").map(Number);
    expect(stderr).toBe("");
    expect(returned).toBeGreaterThan(50);
  },
);
