import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { joinProfiles } from "./join-profiles.ts";
import { parseProfile } from "./parse-profile.ts";
import { profileJsonSchema } from "./profile-json-schema.ts";

const config = join(import.meta.dirname, "../../config");
const names = readdirSync(join(config, "outlets")).filter((name) => name.endsWith(".yaml"));

function readProfile(name: string): unknown {
  return parse(readFileSync(join(config, "outlets", name), "utf8"));
}

describe("the published schema", () => {
  const schema = profileJsonSchema();
  const accepts = new Ajv2020().compile(schema);

  test("is what the code checks: else `feedmill outlets --schema > config/outlet.schema.json`", () => {
    expect(JSON.parse(readFileSync(join(config, "outlet.schema.json"), "utf8"))).toEqual(schema);
  });

  test.each(names)("accepts %s, which names it for editors", (name) => {
    expect(accepts(readProfile(name))).toBe(true);
    const [firstLine] = readFileSync(join(config, "outlets", name), "utf8").split("\n");
    expect(firstLine).toBe("# yaml-language-server: $schema=../outlet.schema.json");
  });

  test.each([
    { hosts: [] },
    { id: "A" },
    { remove: [{ css: "p", text: "x" }] },
    { select: { tmie: "time" } },
    { images: { url: "x" } },
    { hosts: undefined },
    { eras: [{ select: {} }] },
  ])("refuses %j", (more) => {
    expect(accepts({ id: "a", name: "A", hosts: "a.example" })).toBe(true);
    expect(accepts({ id: "a", name: "A", hosts: "a.example", ...more })).toBe(false);
  });

  test("describes every key, and takes a shared profile without hosts", () => {
    const undescribed = Object.entries(schema["properties"] ?? {}).filter(([, value]) => !("description" in value));
    expect(undescribed).toEqual([]);
    expect(accepts({ id: "a", shared: true })).toBe(true);
  });
});

test("the shipped profiles go together, and are named for their ids", () => {
  const placed = names.map((where) => {
    const checked = parseProfile(readProfile(where), where);
    if (!checked.ok) throw new Error(JSON.stringify(checked.mistakes));
    return { where, profile: checked.value };
  });
  expect(joinProfiles(placed, "as-captured")).toMatchObject({ ok: true });
  expect(placed.map(({ profile }) => `${profile.id}.yaml`)).toEqual(names);
});

test("the shipped profiles say with each key of the language what it is for", () => {
  const said = new Set(names.flatMap((name) => keysIn(readProfile(name))));
  const unsaid = keysOfSchema(profileJsonSchema()).filter((key) => !said.has(key));
  // What an installation decides, and what no outlet of the nine needs today.
  const others = ["article-query", "entries", "formerly", "images", "lead-picture", "proxy"];
  expect(unsaid.toSorted()).toEqual(others);
});

function keysIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keysIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysIn(inner)]);
}

/** The keys that a JSON Schema names, wherever. */
function keysOfSchema(schema: unknown): string[] {
  if (Array.isArray(schema)) return [...new Set(schema.flatMap(keysOfSchema))];
  if (typeof schema !== "object" || schema === null) return [];
  const named = "properties" in schema ? Object.keys(schema.properties ?? {}) : [];
  return [...new Set([...named, ...Object.values(schema).flatMap(keysOfSchema)])];
}
