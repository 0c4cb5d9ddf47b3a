import { DatabaseSync } from "node:sqlite";
import { beforeEach, expect, test } from "vitest";
import { migrate, SCHEMA_VERSION, schemaVersionOf } from "./schema.ts";

let db: DatabaseSync;
beforeEach(() => {
  db = new DatabaseSync(":memory:");
  return () => db.close();
});

test("an empty file takes every step", () => {
  expect(migrate(db)).toBe(0);
  expect(schemaVersionOf(db)).toBe(SCHEMA_VERSION);
  expect(migrate(db)).toBe(SCHEMA_VERSION);
});

test("an older catalog takes the steps it lacks and keeps what it has", () => {
  const first = "CREATE TABLE a (n INTEGER) STRICT; INSERT INTO a VALUES (7);";
  migrate(db, [first]);
  expect(migrate(db, [first, "ALTER TABLE a ADD COLUMN m INTEGER DEFAULT 8;"])).toBe(1);
  expect({ ...db.prepare("SELECT n, m FROM a").get() }).toEqual({ n: 7, m: 8 });
});

test("a step that fails leaves nothing behind", () => {
  expect(() => migrate(db, ["CREATE TABLE a (n INTEGER) STRICT;", "nonsense;"])).toThrow("syntax error");
  db.exec("ROLLBACK");
  expect(schemaVersionOf(db)).toBe(0);
});

test("a newer catalog is refused", () => {
  migrate(db, ["SELECT 1;", "SELECT 2;"]);
  expect(() => migrate(db, ["SELECT 1;"])).toThrow("its schema is version 2, and this feedmill knows up to 1");
});

test("another program's database is refused", () => {
  db.exec("CREATE TABLE theirs (n INTEGER); PRAGMA user_version = 1");
  expect(() => migrate(db)).toThrow("another program's database");
});
