import { parseArgs } from "node:util";
import { createTargets } from "./targets.ts";

/**
 * `npm run fuzz -- --seconds 600 --seed 1`: tries inputs against every target in turn until the time is over or one fails.
 * Exits with 1 where one did; the same seed makes the same inputs again. An input that takes seconds fails, too.
 */
const { values } = parseArgs({
  options: { seconds: { type: "string", default: "60" }, seed: { type: "string", default: "1" } },
});
const runsOfSlice = 1_000_000;
/** A hundred times what an article takes, on a machine that has other work. */
const mostMs = 3_000;
const end = Date.now() + Number(values.seconds) * 1000;
const tried = new Map<string, number>();
const targets = await createTargets();
const sliceMs = Math.min(5_000, (Number(values.seconds) * 1000) / targets.length);

for (let seed = Number(values.seed); Date.now() < end && process.exitCode === undefined; seed++) {
  for (const target of targets) {
    const milliseconds = Math.max(1, Math.min(sliceMs, end - Date.now()));
    const report = await target.fuzz({ seed, runs: runsOfSlice, milliseconds, mostMs });
    tried.set(target.name, (tried.get(target.name) ?? 0) + report.tried);
    if (report.failure === undefined) continue;
    console.error(`${target.name}: failed with seed ${seed} after ${report.tried} inputs:\n${report.failure}\n`);
    process.exitCode = 1;
  }
}
for (const [name, count] of tried) console.log(`${name}: ${count} inputs tried`);
for (const target of targets) await target.close?.();
