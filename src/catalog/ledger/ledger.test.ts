import { appendFileSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { temporaryDirectory } from "../../lib/fs/temporary-directory.fixture.ts";
import type { LedgerRecord, RememberedCapture } from "./ledger-record.ts";
import { Ledger } from "./ledger.ts";

const capture: RememberedCapture = {
  type: "capture",
  id: "urn:uuid:1",
  capturedAt: new Date("2023-02-23T05:00:00Z"),
  publishedAt: new Date("2023-02-23T04:24:36Z"),
  textHash: "t1",
  sha256: "s1",
  shownBytes: 1300,
};
const line = [
  '{"type":"capture","id":"urn:uuid:1","capturedAt":"2023-02-23T05:00:00Z",',
  '"publishedAt":"2023-02-23T04:24:36Z","textHash":"t1","sha256":"s1","shownBytes":1300}\n',
].join("");

let directory: string;
let path: string;
let ledger: Ledger;
beforeEach(() => {
  directory = temporaryDirectory();
  path = join(directory, "ledger.jsonl");
  ledger = Ledger.open(path);
});
afterEach(() => ledger.close());

const text = (): string => readFileSync(path, "utf8");

test("records are lines of JSON, and come back as they were", () => {
  const when = new Date("2024-05-17T03:20:00Z");
  const records: readonly LedgerRecord[] = [
    capture,
    { type: "site", siteId: "u" },
    { type: "takedown", id: "urn:uuid:1", when, reason: "a court", outletId: "gazette", storyId: "urn:uuid:9" },
    { type: "takedown", id: "urn:uuid:2", when },
    { type: "restoration", id: "urn:uuid:1", when },
  ];
  ledger.append(records);
  const lines = [
    '{"type":"site","siteId":"u"}',
    '{"type":"takedown","id":"urn:uuid:1","when":"2024-05-17T03:20:00Z","reason":"a court","outletId":"gazette","storyId":"urn:uuid:9"}',
    '{"type":"takedown","id":"urn:uuid:2","when":"2024-05-17T03:20:00Z"}',
    '{"type":"restoration","id":"urn:uuid:1","when":"2024-05-17T03:20:00Z"}',
  ];
  expect(text()).toBe(`${line}${lines.join("\n")}\n`);
  expect(ledger.resume(undefined)).toBe(false);
  expect([...ledger.unread()]).toEqual(records.map((record) => ({ kind: "record", record })));
});

test("reading goes on where it stopped", () => {
  ledger.append([capture]);
  const position = ledger.position();
  appendFileSync(path, '{"type":"site","siteId":"u"}\n');
  expect(ledger.resume(position)).toBe(true);
  expect([...ledger.unread()]).toEqual([{ kind: "record", record: { type: "site", siteId: "u" } }]);
  expect(ledger.position()).toMatchObject({ lines: 2, bytes: text().length });
});

test.each([
  ["shortened", (): void => truncateSync(path, 10)],
  ["rewritten", (): void => writeFileSync(path, line.replace("t1", "t2"))],
])("a ledger that was %s is read from its start", (_what, change) => {
  ledger.append([capture]);
  const position = ledger.position();
  change();
  expect(ledger.resume(position)).toBe(false);
  expect(ledger.position()).toMatchObject({ lines: 0, bytes: 0 });
});

const tornLines = ['{"type":"capture","id":"urn:u', "\0\0\0\0"];

test.each(tornLines)("an unfinished last line %j is cut off, all before it kept", (torn) => {
  writeFileSync(path, line + torn);
  expect([...ledger.unread()]).toEqual([
    { kind: "record", record: capture },
    { kind: "torn", text: torn },
  ]);
  ledger.append([{ type: "site", siteId: "u" }]);
  expect(text()).toBe(`${line}{"type":"site","siteId":"u"}\n`);
});

test("a whole last line that only lacks its line feed is kept", () => {
  writeFileSync(path, line.trimEnd());
  expect([...ledger.unread()]).toHaveLength(1);
  ledger.append([{ type: "site", siteId: "u" }]);
  expect(text()).toBe(`${line}{"type":"site","siteId":"u"}\n`);
});

test("lines that cannot be understood are told, and stay", () => {
  const odd = `not JSON\n{"type":"prophecy","id":"urn:uuid:2"}\n{"type":"capture","id":"x"}\n[]\n\n`;
  writeFileSync(path, odd + line);
  const kinds = [...ledger.unread()].map(({ kind }) => kind).join(" ");
  expect(kinds).toBe("unreadable unknown unreadable unreadable record");
  expect(text()).toBe(odd + line);
});

test("a ledger longer than one read is read line by line", () => {
  const records = Array.from({ length: 1500 }, (_, n) => ({ ...capture, sha256: `s${n}` }));
  ledger.append(records);
  const position = ledger.position();
  ledger.resume(undefined);
  expect([...ledger.unread()]).toEqual(records.map((record) => ({ kind: "record", record })));
  expect(ledger.position()).toEqual(position);
});
