import { join } from "node:path";
import { expect, test } from "vitest";
import { unknownArchive, type OutletReport } from "../ingest/archive-report.ts";
import { countFields } from "../model/coverage.ts";
import { loadConfig } from "../config/config.ts";
import { describeArchive, describeListening } from "./describe-start.ts";

const outlet = (id: string, name: string, articles: number): OutletReport => {
  return { id, name, articles, coverage: countFields([]), drops: [] };
};

test("what was found is told by outlet, of those that have articles", () => {
  const outlets = [outlet("bbc-zh", "BBC", 0), outlet("dw-zh", "德国之声中文网", 1), outlet("other", "other", 2)];
  expect(describeArchive({ ...unknownArchive, files: 4, articles: 3, outlets })).toEqual([
    "Found 3 articles in 4 files: 德国之声中文网 1, other 2",
  ]);
});

test("everything that the operator can act on is told with what to do", () => {
  expect(describeArchive({ ...unknownArchive, files: 1, problems: 1, held: 20, missingRoots: ["/gone"] })).toEqual([
    "Found 0 articles in 1 file",
    "Not published: 1 file. To see why: feedmill check",
    "The archive /gone is missing. It is read as soon as it is there",
    "The loss of 20 files is held back. To let it apply: feedmill accept-deletions",
  ]);
});

test("whether others can get to a server without a public address is told as it is", () => {
  const loaded = loadConfig({ flags: {}, env: {}, cwd: "/", packageRoot: join(import.meta.dirname, "../..") });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.mistakes));
  const told = (address: string): string | undefined =>
    describeListening({
      config: loaded.value,
      version: "1",
      publicUrl: "http://localhost:8080",
      address,
      adminAddress: undefined,
    }).at(-1);
  const ofThisMachine = ["127.0.0.1:8080", "127.0.0.9:80", "[::1]:8080", "unix:/run/http.socket"];
  expect(ofThisMachine.filter((address) => told(address)?.startsWith("Only this machine can") !== true)).toEqual([]);
  const ofOthers = ["0.0.0.0:8080", "[::]:8080", "192.0.2.1:8080", "[2001:db8::1]:8080"];
  expect(ofOthers.filter((address) => told(address)?.startsWith("Others can reach this server") !== true)).toEqual([]);
});
