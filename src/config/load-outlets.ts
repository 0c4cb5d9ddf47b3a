import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Checked, Mistake } from "../model/mistake.ts";
import { joinProfiles, type PlacedProfile } from "../outlets/join-profiles.ts";
import type { Outlets } from "../outlets/outlets.ts";
import { parseProfile } from "../outlets/parse-profile.ts";
import type { Config } from "./config.ts";
import { readYaml } from "./read-yaml.ts";
import { messageOf } from "../lib/message-of.ts";

const profileName = /^[^.].*\.ya?ml$/;
/** The profiles that come with feedmill. */
const shippedDirectory = resolve(import.meta.dirname, "../../config/outlets");

/**
 * Reads all outlet profiles, one `*.yaml` or `*.yml` each; `config.images` holds for those that do not say. All
 * mistakes in all of them are reported at once. `tryProfile` is a file to take as if it were installed, in the
 * place of the profile with the same id. Shared profiles that come with feedmill are there as well, unless the
 * directory has others of their names: a shipped profile works wherever it is copied to.
 */
export function loadOutlets(config: Pick<Config, "outlets" | "images">, tryProfile?: string): Checked<Outlets> {
  const installed = readDirectory(config.outlets);
  if (!installed.ok) return installed;
  const tried = tryProfile === undefined ? { placed: [], mistakes: [] } : readAll([tryProfile]);
  const mistakes = [...installed.value.mistakes, ...tried.mistakes];
  if (mistakes.length > 0) return { ok: false, mistakes };
  const own = [...without(installed.value.placed, tried.placed), ...tried.placed];
  return joinProfiles([...own, ...without(shippedShared(config.outlets), own)], config.images);
}

interface ReadProfiles {
  readonly placed: readonly PlacedProfile[];
  readonly mistakes: readonly Mistake[];
}

function readDirectory(directory: string): Checked<ReadProfiles> {
  try {
    const names = readdirSync(directory).filter((name) => profileName.test(name));
    return { ok: true, value: readAll(names.toSorted().map((name) => join(directory, name))) };
  } catch (error) {
    const message = `The outlets' directory cannot be read: ${messageOf(error)}.`;
    return { ok: false, mistakes: [{ where: directory, message }] };
  }
}

function readAll(paths: readonly string[]): ReadProfiles {
  const placed: PlacedProfile[] = [];
  const mistakes: Mistake[] = [];
  for (const path of paths) {
    const file = readYaml(path);
    const profile = file.ok ? parseProfile(file.value.value, path) : file;
    if (profile.ok) placed.push({ where: path, profile: profile.value });
    else mistakes.push(...profile.mistakes);
  }
  return { placed, mistakes };
}

function shippedShared(directory: string): readonly PlacedProfile[] {
  if (resolve(directory) === shippedDirectory) return [];
  const shipped = readDirectory(shippedDirectory);
  return shipped.ok ? shipped.value.placed.filter(({ profile }) => profile.shared) : [];
}

/** The profiles in whose place no other one stands. */
function without(placed: readonly PlacedProfile[], others: readonly PlacedProfile[]): readonly PlacedProfile[] {
  const ids = new Set(others.map(({ profile }) => profile.id));
  return placed.filter(({ profile }) => !ids.has(profile.id));
}
