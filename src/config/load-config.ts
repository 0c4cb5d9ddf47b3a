import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join, resolve } from "node:path";
import { isInside } from "../lib/fs/is-inside.ts";
import { shortPath } from "../lib/fs/short-path.ts";
import type { Checked, Mistake } from "../model/mistake.ts";
import type { Config } from "./config.ts";
import { adminAddressBeside, type ListenAddress } from "./listen-address.ts";
import { options } from "./options.ts";
import { readConfigFile } from "./read-config-file.ts";
import { saidByEnvironment } from "./said-by-environment.ts";
import { saidByFlags, type FlagValues } from "./said-by-flags.ts";
import { byDefault, createSettler, type Setting } from "./settle.ts";

export interface ConfigSources {
  /** By the flag's name, e.g. `{ "max-age": "60", seeds: ["a", "b"] }`. */
  readonly flags: FlagValues;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working directory. */
  readonly cwd: string;
  /** Directory of feedmill's own package.json: the shipped configuration lies below it. */
  readonly packageRoot: string;
}

/**
 * The effective settings: a flag beats the environment, which beats the file, which beats the default. All
 * mistakes are reported at once, those in values that another one overrides included.
 */
export function loadConfig(sources: ConfigSources): Checked<Config> {
  const { cwd, packageRoot } = sources;
  const environment = saidByEnvironment(sources.env, cwd);
  const mistakes: Mistake[] = [...environment.mistakes];
  const spoken = [saidByFlags(sources.flags, cwd), environment.said];
  const configFile = createSettler(spoken, cwd, mistakes).settleOptional(options.configFile) ?? {
    value: findConfigFile(cwd, packageRoot),
    ...byDefault,
  };
  const file = readConfigFile(configFile.value, shortPath(configFile.value, cwd));
  mistakes.push(...file.mistakes);

  const settler = createSettler([...spoken, file.said], cwd, mistakes);
  const listen = joinPort(settler.settle(options.listen), settler.settleOptional(options.port), mistakes);
  const publicUrl = settler.settleOptional(options.publicUrl);
  const outlets = settler.settleOptional(options.outlets);
  const adminListen = settler.settleOptional(options.adminListen);
  const settings = {
    seeds: settler.settle(options.seeds),
    data: settler.settle(options.data),
    listen,
    publicUrl: publicUrl ?? { value: localUrl(listen.value), ...byDefault },
    workers: settler.settle(options.workers),
    title: settler.settle(options.title),
    language: settler.settle(options.language),
    outlets: outlets ?? { value: findOutlets(configFile.value, packageRoot), ...byDefault },
    scanEvery: settler.settle(options.scanEvery),
    images: settler.settle(options.images),
    maxAgeSeconds: settler.settle(options.maxAgeSeconds),
    attribution: settler.settle(options.attribution),
    deltas: settler.settle(options.deltas),
    allShare: settler.settle(options.allShare),
    allScripts: settler.settle(options.allScripts),
    archiveKeep: settler.settle(options.archiveKeep),
    adminListen: adminListen ?? { value: adminAddressBeside(listen.value), ...byDefault },
    adminHosts: settler.settle(options.adminHosts),
    trustedProxies: settler.settle(options.trustedProxies),
    ratePoll: settler.settle(options.ratePoll),
    rateFull: settler.settle(options.rateFull),
    rateMade: settler.settle(options.rateMade),
    logLevel: settler.settle(options.logLevel),
    logFormat: settler.settle(options.logFormat),
    configFile,
  };
  mistakes.push(...nestedDirectories(settings.data, settings.seeds));
  if (mistakes.length > 0) return { ok: false, mistakes };
  const config: Config = {
    seeds: settings.seeds.value,
    data: settings.data.value,
    listen: settings.listen.value,
    publicUrl: settings.publicUrl.value,
    publicUrlIsSet: publicUrl !== undefined,
    workers: settings.workers.value === "auto" ? availableParallelism() : settings.workers.value,
    title: settings.title.value,
    language: settings.language.value,
    outlets: settings.outlets.value,
    scanEvery: settings.scanEvery.value,
    images: settings.images.value,
    maxAgeSeconds: settings.maxAgeSeconds.value,
    attribution: settings.attribution.value,
    deltas: settings.deltas.value,
    allShare: settings.allShare.value,
    allScripts: settings.allScripts.value,
    archiveKeep: settings.archiveKeep.value,
    adminListen: settings.adminListen.value,
    adminListenIsSet: adminListen !== undefined,
    adminHosts: settings.adminHosts.value,
    trustedProxies: settings.trustedProxies.value,
    ratePoll: settings.ratePoll.value,
    rateFull: settings.rateFull.value,
    rateMade: settings.rateMade.value,
    logLevel: settings.logLevel.value,
    logFormat: settings.logFormat.value,
    configFile: settings.configFile.value,
    feeds: file.feeds,
    origins: Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, setting.origin])),
  };
  return { ok: true, value: config };
}

/** `port` replaces the port of `listen` unless `listen` was said by someone stronger. */
function joinPort(
  listen: Setting<ListenAddress>,
  port: Setting<number> | undefined,
  mistakes: Mistake[],
): Setting<ListenAddress> {
  if (!port || port.rank > listen.rank) return listen;
  if (!("path" in listen.value)) return { ...port, value: { host: listen.value.host, port: port.value } };
  if (port.rank === listen.rank) {
    mistakes.push({ where: port.where, message: "A Unix socket has no port. Keep one of the two." });
  }
  return { ...port, value: { host: "127.0.0.1", port: port.value } };
}

function localUrl(address: ListenAddress): string {
  return "path" in address || address.port === 80 ? "http://localhost" : `http://localhost:${address.port}`;
}

function findConfigFile(cwd: string, packageRoot: string): string {
  const here = resolve(cwd, "config", "feedmill.yaml");
  return existsSync(here) ? here : join(packageRoot, "config", "feedmill.yaml");
}

function findOutlets(configFile: string, packageRoot: string): string {
  const beside = join(dirname(configFile), "outlets");
  return existsSync(beside) ? beside : join(packageRoot, "config", "outlets");
}

/** A catalog inside the archive would be read as articles. */
function nestedDirectories(data: Setting<string>, seeds: Setting<readonly string[]>): Mistake[] {
  const where = data.rank <= seeds.rank ? data.where : seeds.where;
  return seeds.value
    .filter((root) => isInside(data.value, root) || isInside(root, data.value))
    .map((root) => ({ where, message: `The data directory ${data.value} and the archive ${root} must lie apart.` }));
}
