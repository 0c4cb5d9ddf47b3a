import { isDeepStrictEqual } from "node:util";
import { canonicalJson } from "../lib/canonical-json.ts";
import { sha256Hex } from "../lib/hash.ts";
import { nearestWord } from "../lib/text/nearest-word.ts";
import type { CustomFeed } from "../model/custom-feed.ts";
import type { Site } from "../model/feed.ts";
import type { Checked, Mistake } from "../model/mistake.ts";
import { GENERIC_OUTLET_ID, type Outlet } from "../model/outlet.ts";
import type { Outlets } from "../outlets/outlets.ts";
import { reloadConfig, type Config, type ConfigSources } from "./config.ts";
import { loadOutlets } from "./load-outlets.ts";
import { correctionsOf, feedSettingsOf, hubOf, siteOf } from "./parts-of-config.ts";

/** The configuration and the outlets' profiles: everything that may change while the daemon runs. */
export interface Settings {
  readonly config: Config;
  readonly outlets: Outlets;
}

/** Adds the outlets' profiles to a configuration, and checks its feeds against them. */
function loadSettings(config: Config): Checked<Settings> {
  const outlets = loadOutlets(config);
  if (!outlets.ok) return outlets;
  const mistakes = feedNameMistakes(config.feeds, outlets.value.all, config.configFile);
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, value: { config, outlets: outlets.value } };
}

/** Does the same; throws an error that tells the operator all mistakes. */
export function requireSettings(config: Config): Settings {
  const settings = loadSettings(config);
  if (settings.ok) return settings.value;
  throw new Error(settings.mistakes.map(({ where, message }) => `${where}: ${message}`).join("\n"));
}

/** Reads configuration and profiles again, all or nothing. Options that take a restart stay as they are. */
export function reloadSettings(sources: ConfigSources, running: Config): Checked<Settings> {
  const config = reloadConfig(sources, running);
  return config.ok ? loadSettings(config.value) : config;
}

/** Compares two settings; the origins of their values do not count. */
export function areSameSettings(one: Settings, other: Settings): boolean {
  const facts = ({ config, outlets: { all, generic } }: Settings): unknown => {
    return { ...config, origins: undefined, all, generic };
  };
  return isDeepStrictEqual(facts(one), facts(other));
}

/** Equal for settings under which the same archive gives the same documents. */
export function settingsFingerprint(settings: Settings): string {
  const { config, outlets } = settings;
  const published = publishSettingsOf(settings, "");
  const { archiveKeep, ignore } = config;
  const facts = { ...published, outlets: [...outlets.all, outlets.generic], archiveKeep, ignore };
  return sha256Hex(canonicalJson(facts)).slice(0, 16);
}

/** The settings that decide what is published. Only a daemon is a hub, or tells one: static files name none. */
export function publishSettingsOf({ config, outlets }: Settings, siteId: string) {
  const hub = hubOf(config);
  const site: Site = { ...siteOf(config, siteId), ...(hub !== undefined && { hub }) };
  return { outlets, feeds: feedSettingsOf(config), site, keepsVersions: config.deltas };
}

/** Settings of ingest that may change while it runs. */
export function ingestSettingsOf({ outlets, config }: Settings) {
  return { outlets, keepsPruned: config.archiveKeep, ignore: config.ignore, corrections: correctionsOf(config) };
}

/** A name that a feed has or had. */
interface Claim {
  readonly name: string;
  readonly where: string;
  /** For messages: `the outlet dw-zh`. */
  readonly owner: string;
  readonly isFormer: boolean;
}

/**
 * Finds mistakes between feeds. All of them, outlets' and others, share one name space, former names included, and a feed
 * can name only outlets that are there. `configFile` is what messages call the file of the operator's own feeds.
 */
export function feedNameMistakes(
  feeds: readonly CustomFeed[],
  outlets: readonly Outlet[],
  configFile: string,
): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  const claims = [
    ...outlets.flatMap(({ id, formerly }) => claimsOf(id, formerly, `outlet ${id}`, `the outlet ${id}`)),
    ...feeds.flatMap(({ id, formerly }) => claimsOf(id, formerly, `${configFile}: feeds.${id}`, `the feed ${id}`)),
  ];
  const owners = new Map<string, Claim>();
  for (const claim of claims.toSorted((a, b) => Number(a.isFormer) - Number(b.isFormer))) {
    const owner = owners.get(claim.name);
    if (owner === undefined) owners.set(claim.name, claim);
    else mistakes.push({ where: claim.where, message: clash(claim, owner) });
  }
  const outletIds = [...outlets.map(({ id }) => id), GENERIC_OUTLET_ID];
  for (const { id, outletIds: named = [] } of feeds) {
    for (const outletId of named) {
      if (outletIds.includes(outletId)) continue;
      mistakes.push({ where: `${configFile}: feeds.${id}.outlets`, message: unknownOutlet(outletId, outletIds) });
    }
  }
  return mistakes;
}

function claimsOf(id: string, formerly: readonly string[] = [], where: string, owner: string): readonly Claim[] {
  const former = formerly.map((name) => ({ name, where: `${where}.formerly`, owner, isFormer: true }));
  return [{ name: id, where, owner, isFormer: false }, ...former];
}

function clash({ name }: Claim, { owner, isFormer }: Claim): string {
  return `The name ${name} ${isFormer ? "was" : "is"} that of ${owner}. Choose another.`;
}

function unknownOutlet(outletId: string, known: readonly string[]): string {
  const nearest = nearestWord(outletId, known);
  return nearest === undefined
    ? `There is no outlet ${outletId}. There are ${known.join(", ")}.`
    : `There is no outlet ${outletId}. Did you mean ${nearest}?`;
}
