import { expect, test } from "vitest";
import { CatalogAwayError } from "../catalog.ts";
import { explained, nameOf } from "./database.ts";
import { schemaVersionOf } from "./schema.ts";

const location = { address: "postgres://mill@db.example:5433/news?sslmode=require", schema: "feedmill" };

test("a server that is too old is told so", async () => {
  const facts = { server: 14, encoding: "UTF8", has_schema: false, is_ours: false, is_used: false };
  const session = { query: async <Row>(): Promise<readonly Row[]> => JSON.parse(JSON.stringify([facts])) };
  const sentence =
    "the PostgreSQL of the catalog (mill@db.example:5433/news) has version 14, and feedmill needs 15 or later; upgrade it";
  await expect(schemaVersionOf(session, location)).rejects.toThrow(sentence);
});

test.each([
  ["self-signed certificate", "DEPTH_ZERO_SELF_SIGNED_CERT", /refuses TLS .*; correct sslmode and sslrootcert/],
  ["no pg_hba.conf entry for host, no encryption", "28000", /does not let feedmill in: .*; add \?sslmode=verify-full/],
  ["the database system is starting up", "57P03", /does not answer: .*; start it, or correct the address/],
])("%s is a sentence that says what to do", (message, code, sentence) => {
  const error = explained(Object.assign(new Error(message), { code }), location);
  expect(error).toHaveProperty("message", expect.stringMatching(sentence));
  expect(error instanceof CatalogAwayError).toBe(code === "57P03");
});

test("errors of feedmill's own are left as they are", () => {
  const error = new Error("a row is not there");
  expect(explained(error, location)).toBe(error);
});

test("a server is named by its user, host and database, a socket by its directory", () => {
  expect(nameOf(location)).toBe("mill@db.example:5433/news");
  expect(nameOf({ ...location, address: "postgres:///news?host=/run/postgresql" })).toBe("/run/postgresql/news");
});
