import type { Checked } from "../model/mistake.ts";
import { knownKeys, profileSchema, type Profile } from "./profile-schema.ts";
import { formatKeyPath, schemaMistakes } from "./schema-mistakes.ts";

/** Checks a profile, as read from YAML. All mistakes are reported at once; `where` names the file in them. */
export function parseProfile(value: unknown, where: string): Checked<Profile> {
  const checked = profileSchema.safeParse(value);
  if (checked.success) return { ok: true, value: checked.data };
  const placeOf = (path: readonly PropertyKey[]): string => [where, formatKeyPath(path)].filter(Boolean).join(": ");
  return { ok: false, mistakes: schemaMistakes(checked.error.issues, { placeOf, knownKeys }) };
}
