import type { Reporter, TestModule } from "vitest/node";

/** More of one file are told by their number. */
const MOST_TITLES = 5;

/** Says at the end which tests did not run. Their titles say what they want of the machine. */
export default class SkippedReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => {
      const titles = Array.from(module.children.allTests("skipped"), (test) => test.fullName);
      if (titles.length === 0) return [];
      const told = titles.length > MOST_TITLES ? [`${titles.length} tests, such as: ${titles[0]}`] : titles;
      return told.map((title) => `  ${module.relativeModuleId}: ${title}`);
    });
    if (skipped.length > 0) console.warn(`Not run on this machine:\n${skipped.join("\n")}\n`);
  }
}
