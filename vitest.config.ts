import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Everything that starts a daemon, a browser, a reader or another program, or takes long. */
const full = "tests/full/**/*.test.ts";

export default defineConfig({
  test: {
    // A table's failure is told in one line of a list: the values in it are to be read.
    chaiConfig: { truncateThreshold: 1000 },
    reporters: ["default", "./tests/skipped-reporter.ts"],
    globalSetup: "./tests/one-temporary-directory.ts",
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "quick",
          include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
          exclude: [full],
          // None of them leaves anything behind in its process, so that the next need not load everything again.
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "full",
          include: [full],
          // Daemons rest between scans for long: one file more than there are cores keeps these busy.
          maxWorkers: availableParallelism() + 1,
          sequence: { groupOrder: 1 },
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 100_000 } },
        },
      },
    ],
  },
});
