import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Checked, Mistake } from "../model/mistake.ts";
import type { ImagePolicy, Outlet } from "../model/outlet.ts";
import { createOutlets, type Outlets } from "../outlets/outlets.ts";
import { parseProfile } from "../outlets/parse-profile.ts";
import type { Config } from "./config.ts";
import { readYaml } from "./read-yaml.ts";

const profileName = /^[^.].*\.ya?ml$/;

/**
 * Reads all outlet profiles, one `*.yaml` or `*.yml` each; `config.images` holds for those that do not say. All
 * mistakes in all of them are reported at once. `tryProfile` is a file to take as if it were installed, in the
 * place of the profile with the same id.
 */
export function loadOutlets(config: Pick<Config, "outlets" | "images">, tryProfile?: string): Checked<Outlets> {
  const { outlets: directory, images } = config;
  let names: readonly string[];
  try {
    names = readdirSync(directory)
      .filter((name) => profileName.test(name))
      .toSorted();
  } catch (error) {
    const message = `The outlets' directory cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
    return { ok: false, mistakes: [{ where: directory, message }] };
  }
  const mistakes: Mistake[] = [];
  const read = (path: string): Outlet[] => {
    const profile = readProfile(path, images);
    if (profile.ok) return [profile.value];
    mistakes.push(...profile.mistakes);
    return [];
  };
  const installed = names.flatMap((name) => read(join(directory, name)));
  const tried = tryProfile === undefined ? [] : read(tryProfile);
  if (mistakes.length > 0) return { ok: false, mistakes };
  const replaced = new Set(tried.map(({ id }) => id));
  return createOutlets([...installed.filter(({ id }) => !replaced.has(id)), ...tried], images);
}

function readProfile(path: string, images: ImagePolicy): Checked<Outlet> {
  const file = readYaml(path);
  if (!file.ok) return file;
  const { value } = file.value;
  const isMapping = typeof value === "object" && value !== null && !Array.isArray(value);
  return parseProfile(isMapping ? { images, ...value } : value, path);
}
