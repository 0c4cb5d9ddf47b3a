import type { Config } from "../config/config.ts";
import { feedNameMistakes } from "../config/feed-name-mistakes.ts";
import { loadConfig, type ConfigSources } from "../config/load-config.ts";
import { loadOutlets } from "../config/load-outlets.ts";
import type { FeedSettings } from "../model/custom-feed.ts";
import type { Checked } from "../model/mistake.ts";
import type { Publication } from "../model/feed.ts";
import type { Outlets } from "../outlets/outlets.ts";

/** What may change while the daemon runs. */
export interface Settings {
  readonly config: Config;
  readonly outlets: Outlets;
}

/** Reads configuration and profiles anew: whole, or not at all. What takes a restart stays as it is running. */
export function reloadSettings(sources: ConfigSources, running: Config): Checked<Settings> {
  const config = loadConfig(sources);
  if (!config.ok) return config;
  const { publicUrl, publicUrlIsSet, seeds, data, listen, workers, outlets, scanEvery, logFormat } = running;
  const { adminListen, adminListenIsSet, adminHosts } = running;
  const admin = { adminListen, adminListenIsSet, adminHosts };
  const kept = { publicUrl, publicUrlIsSet, seeds, data, listen, workers, outlets, scanEvery, logFormat, ...admin };
  return loadSettings({ ...config.value, ...kept });
}

/** Adds the outlets' profiles to a configuration, and checks what its feeds say of them. */
export function loadSettings(config: Config): Checked<Settings> {
  const outlets = loadOutlets(config);
  if (!outlets.ok) return outlets;
  const mistakes = feedNameMistakes(config.feeds, outlets.value.all, config.configFile);
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, value: { config, outlets: outlets.value } };
}

/** The same; throws an error that tells the operator all mistakes. */
export function requireSettings(config: Config): Settings {
  const settings = loadSettings(config);
  if (settings.ok) return settings.value;
  throw new Error(settings.mistakes.map(({ where, message }) => `${where}: ${message}`).join("\n"));
}

/** What settings say, as data: equal facts are the same settings. */
export function factsOf({ config, outlets: { all, generic } }: Settings): unknown {
  const { origins: _, ...said } = config;
  return { said, all, generic };
}

export function publicationOf(config: Config, siteId: string): Publication {
  const { title, publicUrl, language, maxAgeSeconds, attribution } = config;
  return { title, publicUrl, siteId, language, maxAgeSeconds, attribution };
}

export function feedSettingsOf({ feeds, allShare, allScripts }: Config): FeedSettings {
  return { custom: feeds, combined: { ...(allShare < 100 && { share: allShare }), scripts: allScripts } };
}
