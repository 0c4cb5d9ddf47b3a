import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { configSchema } from "./config-schema.ts";

const directory = join(import.meta.dirname, "../../config");
const accepts = new Ajv2020().compile(configSchema());

test("the published schema is current: else run feedmill config --schema > config/feedmill.schema.json", () => {
  expect(readFileSync(join(directory, "feedmill.schema.json"), "utf8")).toBe(
    `${JSON.stringify(configSchema(), null, 2)}\n`,
  );
});

test("the schema accepts the shipped file, as it is and with every setting switched on", () => {
  const shipped = readFileSync(join(directory, "feedmill.yaml"), "utf8");
  expect(accepts(parse(shipped))).toBe(true);
  expect(accepts(parse(shipped.replaceAll(/^( *)#(?=[a-z])/gm, "$1")))).toBe(true);
});

test.each([
  "tittle: x",
  "max-age: 3",
  "archive: { kep: true }",
  "images: { proxy: 3 }",
  "log: { level: loud }",
  "- seeds",
])("the schema refuses %j", (yaml) => {
  expect(accepts(parse(yaml))).toBe(false);
});
