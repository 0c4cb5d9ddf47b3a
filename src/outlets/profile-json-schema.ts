import { z } from "zod";
import { profileSchema } from "./profile-schema.ts";

/** JSON Schema (draft 2020-12) of an outlet's profile, for editors. Published as `config/outlet.schema.json`. */
export function profileJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(profileSchema, { io: "input" });
  return { $schema, title: "Profile of a feedmill outlet", ...schema };
}
