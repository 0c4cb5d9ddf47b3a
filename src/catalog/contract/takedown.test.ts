import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { beforeEach, describe, expect, test } from "vitest";
import type { Catalog, Ruling } from "../catalog.ts";
import { temporaryDirectory } from "../../lib/fs/temporary-directory.fixture.ts";
import { exampleCapture, exampleFile, exampleId } from "./example-file.ts";
import { openCatalog } from "../open-catalog.ts";

const when = new Date("2024-05-17T03:20:00Z");
const takedown: Ruling = { type: "takedown", id: exampleId(1), when, reason: "a court said so" };
const restoration: Ruling = { type: "restoration", id: exampleId(1), when };
const file = exampleFile("a.txt", exampleCapture({}));

let dataDir: string;
let catalog: Catalog;
beforeEach(async () => {
  dataDir = temporaryDirectory();
  ({ catalog } = await openCatalog({ data: dataDir }).write());
  return () => catalog.close();
});

const rule = (...rulings: readonly Ruling[]) => catalog.files.apply({ ingested: [], removed: [], rulings });
const ingest = () => catalog.files.apply({ ingested: [file], removed: [] });
const ids = (): Promise<string[]> => Array.fromAsync(catalog.articles.newest(), ({ id }) => id);

async function reopen(): Promise<void> {
  await catalog.close();
  ({ catalog } = await openCatalog({ data: dataDir }).write());
}

test("an article taken down is in nothing that is derived, and stays so when its file is read again", async () => {
  await ingest();
  expect(await rule(takedown)).toMatchObject({ removed: 1, outletIds: new Set(["example"]) });
  expect(await ingest()).toMatchObject({ added: 0, unchanged: 1 });
  expect([
    await catalog.articles.find(exampleId(1)),
    await ids(),
    await catalog.articles.outlets(),
    await catalog.articles.days(),
  ]).toEqual([undefined, [], [], []]);
  expect((await catalog.files.find(["a.txt"])).get("a.txt")).toMatchObject({ published: true });
});

test("why an article is gone is told, to a reader of the catalog too", async () => {
  await ingest();
  await rule(takedown);
  const expected = { id: exampleId(1), takenDownAt: when, reason: "a court said so", outletId: "example" };
  expect(await catalog.state.takedown(exampleId(1))).toEqual(expected);
  const reader = await openCatalog({ data: dataDir }).read();
  expect(await reader.state.takedowns()).toEqual([expected]);
  expect(await reader.state.takedown(exampleId(2))).toBeUndefined();
  await reader.close();
});

test("what is taken down before it is there never appears", async () => {
  await rule(takedown);
  expect(await ingest()).toMatchObject({ added: 0, outletIds: new Set() });
  expect(await catalog.state.takedown(exampleId(1))).not.toHaveProperty("outletId");
});

test("a catalog built again from the ledger leaves it out", async () => {
  await ingest();
  await rule(takedown);
  await catalog.close();
  rmSync(join(dataDir, "catalog.db"));
  ({ catalog } = await openCatalog({ data: dataDir }).write());
  await ingest();
  expect(await ids()).toEqual([]);
  expect((await catalog.state.takedown(exampleId(1)))?.outletId).toBe("example");
});

test("an article is brought back as it was", async () => {
  await ingest();
  const before = await catalog.articles.find(exampleId(1));
  await rule(takedown);
  await reopen();
  expect(await rule(restoration)).toMatchObject({ added: 1, outletIds: new Set(["example"]) });
  await reopen();
  expect(await catalog.articles.find(exampleId(1))).toEqual(before);
  expect(await catalog.state.takedowns()).toEqual([]);
});

test("a ruling that changes nothing leaves no trace", async () => {
  await ingest();
  await rule(takedown);
  const ledger = readFileSync(join(dataDir, "ledger.jsonl"), "utf8");
  expect(await rule(takedown, { ...restoration, id: exampleId(2) })).toMatchObject({ removed: 0, unchanged: 0 });
  expect(readFileSync(join(dataDir, "ledger.jsonl"), "utf8")).toBe(ledger);
});

describe("an edited profile that gives a file's article another id", () => {
  const another = exampleFile("a.txt", exampleCapture({ id: exampleId(2) }), "profile 2");
  const renamed = { ...another, sha256: file.sha256 };

  test("leaves it taken down, after a rebuild too, until that is undone", async () => {
    await ingest();
    await rule(takedown);
    expect(await catalog.files.apply({ ingested: [renamed], removed: [] })).toMatchObject({ added: 0, removed: 0 });
    expect(await catalog.state.takedown(exampleId(2))).toEqual({
      ...(await catalog.state.takedown(exampleId(1))),
      id: exampleId(2),
    });
    await catalog.close();
    rmSync(join(dataDir, "catalog.db"));
    ({ catalog } = await openCatalog({ data: dataDir }).write());
    await catalog.files.apply({ ingested: [renamed], removed: [] });
    expect(await ids()).toEqual([]);
    expect(await rule({ ...restoration, id: exampleId(2) })).toMatchObject({ added: 1 });
    expect(await catalog.files.apply({ ingested: [renamed], removed: [] })).toMatchObject({ unchanged: 1 });
    expect(await ids()).toEqual([exampleId(2)]);
  });

  test("takes nothing down that was not", async () => {
    await ingest();
    expect(await catalog.files.apply({ ingested: [renamed], removed: [] })).toMatchObject({ added: 1, removed: 1 });
    expect(await catalog.state.takedowns()).toEqual([]);
  });

  test("says nothing of another article that is written over it", async () => {
    await ingest();
    await rule(takedown);
    await catalog.files.apply({ ingested: [another], removed: [] });
    expect(await ids()).toEqual([exampleId(2)]);
  });
});

test("its twin names it no longer", async () => {
  const twin = { id: exampleId(2), url: "https://gazette.example/2" };
  await catalog.files.apply({
    ingested: [
      exampleFile("b.txt", exampleCapture({ id: exampleId(2) })),
      exampleFile("a.txt", exampleCapture({ twin })),
    ],
    removed: [],
  });
  expect((await catalog.articles.find(exampleId(2)))?.twin?.id).toBe(exampleId(1));
  await rule(takedown);
  expect(await catalog.articles.find(exampleId(2))).not.toHaveProperty("twin");
});

const at = (name: string): string => JSON.stringify(pathToFileURL(join(import.meta.dirname, name)).href);

/** Takes an article down and brings it back over and over, and tells how often it did. */
const writer = `
  import { writeSync } from "node:fs";
  import { openCatalog } from ${at("../open-catalog.ts")};
  import { exampleCapture, exampleFile, exampleId } from ${at("example-file.ts")};
  const { catalog } = await openCatalog({ data: process.argv[1] }).write();
  await catalog.files.apply({ ingested: [exampleFile("a.txt", exampleCapture({}))], removed: [] });
  for (let n = 0; ; n++) {
    const type = n % 2 === 0 ? "takedown" : "restoration";
    await catalog.files.apply({ ingested: [], removed: [], rulings: [{ type, id: exampleId(1), when: new Date(n * 1000) }] });
    writeSync(1, n + "\\n");
  }`;

test.each([4, 31])("a writer killed at ruling %i leaves the last one that is in the ledger", async (rulings) => {
  const directory = temporaryDirectory();
  const child = spawn(process.execPath, ["--input-type=module", "-e", writer, directory], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  let told = -1;
  for await (const line of createInterface(child.stdout)) {
    told = Number(line);
    if (told === rulings) child.kill("SIGKILL");
  }
  await exited;
  const survived = await openCatalog({ data: directory }).write();
  const lines = readFileSync(join(directory, "ledger.jsonl"), "utf8").trimEnd().split("\n").slice(1);
  const isDown = lines.at(-1)?.includes('"takedown"') === true;
  expect(lines.length).toBeGreaterThan(told);
  expect(await Array.fromAsync(survived.catalog.articles.newest())).toHaveLength(isDown ? 0 : 1);
  expect(await survived.catalog.state.takedowns()).toHaveLength(isDown ? 1 : 0);
  await survived.catalog.close();
});
