import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { z } from "zod";
import { isInside, shortPath } from "../lib/fs/paths.ts";
import type { CustomFeed } from "../model/custom-feed.ts";
import type { Checked, Mistake } from "../model/mistake.ts";
import { valuesFromEnvironment, valuesFromFlags, type FlagValues, type GivenValues } from "./given-values.ts";
import type { ListenAddress } from "./listen-address.ts";
import type { Known, Option } from "./option.ts";
import { options, type OptionName, type Options } from "./options.ts";
import { readConfigFile } from "./read-config-file.ts";

type OptionValues = { readonly [Name in OptionName]: z.output<Options[Name]["type"]> };

/** The effective settings: each option's value, under its name in the table. All paths are absolute. */
export interface Config extends Omit<OptionValues, "port"> {
  /** The operator's own feeds, in the order of the file: it alone can define them. */
  readonly feeds: readonly CustomFeed[];
  /** Origin of each option's value: `default`, `file PATH:LINE`, `environment FEEDMILL_X` or `flag --x`. */
  readonly origins: Readonly<Partial<Record<OptionName, string>>>;
}

/** Everything that settings are read from. */
export interface ConfigSources {
  readonly flags: FlagValues;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working directory. */
  readonly cwd: string;
  /** Directory of feedmill's own package.json: the shipped configuration lies below it. */
  readonly packageRoot: string;
}

/** An option's value and where it came from. */
interface Setting<T = unknown> {
  readonly value: T;
  readonly origin: string;
  readonly where: string;
  /** Strength of the source: 0 is the strongest. */
  readonly rank: number;
}

const byDefault = { origin: "default", where: "default", rank: Infinity };

/**
 * Reads the settings: a flag beats the environment, which beats the file, which beats the default. All mistakes are
 * reported at once, also those in values that another one overrides.
 */
export function loadConfig({ flags, env, cwd, packageRoot }: ConfigSources): Checked<Config> {
  const environment = valuesFromEnvironment(env, cwd);
  const named = [valuesFromFlags(flags, cwd), environment.values];
  const configFile = strongest(options.configFile, named)?.value ?? findConfigFile(cwd, packageRoot);
  const file = readConfigFile(configFile, shortPath(configFile, cwd));
  const given = [...named, file.values];
  const mistakes: Mistake[] = [...environment.mistakes, ...file.mistakes];
  for (const option of Object.values(options)) mistakes.push(...valueMistakes(option, given));

  const listen = joinPort(strongest(options.listen, given), strongest(options.port, given), mistakes);
  const known: Known = { configFile, listen: listen.value, packageRoot };
  const { port: _, ...others } = options;
  const settings: Record<string, Setting> = {};
  for (const [name, option] of Object.entries<Option>(others)) {
    settings[name] = strongest(option, given) ?? { value: defaultOf(option, cwd, known), ...byDefault };
  }
  settings["listen"] = listen;
  const values = Object.fromEntries(Object.entries(settings).map(([name, { value }]) => [name, value]));
  const origins = Object.fromEntries(Object.entries(settings).map(([name, { origin }]) => [name, origin]));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the loop gives each name a value of its option's type
  const config = { ...values, feeds: file.feeds, origins } as unknown as Config;
  mistakes.push(...nestedDirectories(config, settings), ...pushFromNowhere(config, settings));
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, value: config };
}

/** Reads the settings again for a daemon that runs. Options that do not reload keep their values. */
export function reloadConfig(sources: ConfigSources, running: Config): Checked<Config> {
  const edited = loadConfig(sources);
  if (!edited.ok) return edited;
  const kept = Object.entries<Option>(options).flatMap(([name, { reloads }]) => (reloads ? [] : [name]));
  const pick = (from: object): object =>
    Object.fromEntries(Object.entries(from).filter(([name]) => kept.includes(name)));
  const origins = { ...edited.value.origins, ...pick(running.origins) };
  return { ok: true, value: { ...edited.value, ...pick(running), origins } };
}

/** True where an option is set, be it to its default. */
export function isSet({ origins }: Pick<Config, "origins">, name: OptionName): boolean {
  return origins[name] !== byDefault.origin;
}

/** The good value of the strongest source, which is the first; undefined where none gives one. */
function strongest<T>(option: Option<T>, given: readonly GivenValues[]): Setting<T> | undefined {
  for (const [rank, values] of given.entries()) {
    const one = values.get(option.key);
    const checked = one && option.type.safeParse(one.value);
    if (!one || !checked?.success) continue;
    return {
      value: option.resolve?.(checked.data, one.base) ?? checked.data,
      origin: one.origin,
      where: one.where,
      rank,
    };
  }
  return undefined;
}

function valueMistakes(option: Option, given: readonly GivenValues[]): Mistake[] {
  return given.flatMap((values) => {
    const one = values.get(option.key);
    if (!one || option.type.safeParse(one.value).success) return [];
    return [{ where: one.where, message: `This must be ${option.expected}, not ${quote(one.value)}.` }];
  });
}

const longestQuote = 60;

function quote(value: unknown): string {
  // A password in an address is nobody's business who reads the log.
  const text =
    typeof value === "number" ? String(value) : JSON.stringify(value).replace(/:[^:/\s]*@|password=[^&\s"]*/, "…");
  return text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text;
}

function defaultOf(option: Option, cwd: string, known: Known): unknown {
  if (option.computed) return option.computed.value(known);
  const value = option.type.parse(option.default);
  return option.resolve?.(value, cwd) ?? value;
}

/** `port` replaces the port of `listen`, unless a stronger source gives `listen`. */
function joinPort(
  given: Setting<ListenAddress> | undefined,
  port: Setting<number> | undefined,
  mistakes: Mistake[],
): Setting<ListenAddress> {
  const listen = given ?? { value: options.listen.type.parse(options.listen.default), ...byDefault };
  if (!port || port.rank > listen.rank) return listen;
  if ("host" in listen.value) return { ...port, value: { host: listen.value.host, port: port.value } };
  if (port.rank === listen.rank) {
    mistakes.push({ where: port.where, message: "A Unix socket has no port. Keep one of the two." });
  }
  return { ...port, value: { host: "127.0.0.1", port: port.value } };
}

function findConfigFile(cwd: string, packageRoot: string): string {
  const here = resolve(cwd, "config", "feedmill.yaml");
  return existsSync(here) ? here : join(packageRoot, "config", "feedmill.yaml");
}

/** A catalog or feeds inside the archive would be read as articles. */
function nestedDirectories({ data, publishTo, seeds }: Config, settings: Readonly<Record<string, Setting>>): Mistake[] {
  const written = [
    { name: "data", directory: data, what: `The data directory ${data}` },
    ...(publishTo === ""
      ? []
      : [{ name: "publishTo", directory: publishTo, what: `What is published to ${publishTo}` }]),
  ];
  return written.flatMap(({ name, directory, what }) => {
    const [where = ""] = [name, "seeds"]
      .flatMap((each) => settings[each] ?? [])
      .toSorted((a, b) => a.rank - b.rank)
      .map((setting) => setting.where);
    return seeds
      .filter((root) => isInside(directory, root) || isInside(root, directory))
      .map((root) => ({ where, message: `${what} and the archive ${root} must not lie inside each other.` }));
  });
}

/** Subscribers keep the addresses of feeds, and none outside could use one of this machine's own. */
function pushFromNowhere(config: Config, settings: Readonly<Record<string, Setting>>): Mistake[] {
  if (config.push === "off" || isSet(config, "publicUrl")) return [];
  const message = "Subscribers need a public address to know the feeds by. Set public-url, too.";
  return [{ where: settings["push"]?.where ?? "push", message }];
}
