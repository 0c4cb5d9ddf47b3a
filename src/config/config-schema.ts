import { z } from "zod";
import { feedsSchema } from "./custom-feeds.ts";
import { optionList } from "./options.ts";
import type { Option } from "./option.ts";

type JsonSchema = Readonly<Record<string, unknown>>;

/** JSON Schema (draft 2020-12) of the configuration file, for editors. Published as `config/feedmill.schema.json`. */
export function configSchema(): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  const groups = new Map<string, Record<string, JsonSchema>>();
  for (const option of optionList.filter((candidate) => !candidate.isOutsideFile)) {
    const [first = "", second] = option.key.split(".");
    if (second === undefined) {
      properties[first] = optionSchema(option);
      continue;
    }
    const members = groups.get(first) ?? {};
    members[second] = optionSchema(option);
    groups.set(first, members);
    properties[first] = { type: ["object", "null"], properties: members, additionalProperties: false };
  }
  const { $schema: _, ...feeds } = z.toJSONSchema(feedsSchema, { io: "input" });
  properties["feeds"] = feeds;
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Configuration of feedmill",
    type: ["object", "null"],
    properties,
    additionalProperties: false,
  };
}

function optionSchema(option: Option): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(option.type, { io: "input" });
  const effect = option.reloads ? "as soon as the file is saved" : "at the next start";
  const description = `${option.help}: ${option.expected}. Takes effect ${effect}.`;
  return option.default === undefined
    ? { ...schema, description }
    : { ...schema, description, default: option.default };
}
