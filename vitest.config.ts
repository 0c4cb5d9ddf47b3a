import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Tests of whole processes share CI's two cores with one another: a second try tells a starved one from a defect.
    retry: process.env["CI"] === undefined ? 0 : 1,
  },
});
