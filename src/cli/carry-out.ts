import { CatalogInUseError } from "../catalog/catalog.ts";
import { isInPostgres, openCatalog, type CatalogLocation } from "../catalog/open-catalog.ts";
import type { Command, Effects } from "../daemon/commands.ts";
import { askDaemon } from "../daemon/control-door.ts";
import type { LoneDeps } from "../daemon/without-daemon.ts";
import type { CommandContext } from "./commands.ts";
import { Failure } from "./failure.ts";
import { createWarningLogger } from "./warning-logger.ts";

/** The effect of a command, and who carried it out. */
export interface CarriedOut<C extends Command> {
  readonly effect: Effects[C["kind"]];
  readonly byDaemon: boolean;
}

/**
 * Carries out a command on the configured data directory, and waits for its effect: the daemon does it where one runs,
 * else `alone`, in this process. Throws `Failure` where the directory is no feedmill's, or the command fails.
 */
export async function carryOut<C extends Command>(
  command: C,
  { config, version }: CommandContext,
  alone: (deps: LoneDeps) => Promise<Effects[C["kind"]]>,
): Promise<CarriedOut<C>> {
  await requireData(config);
  const effect = await effectOf(config.data, command);
  if (effect !== undefined) return { effect, byDaemon: true };
  const logger = createWarningLogger(config);
  try {
    return { effect: await alone({ config, version, logger }), byDaemon: false };
  } catch (error) {
    if (!(error instanceof CatalogInUseError)) throw error;
    const leader = await openCatalog(config).leader?.();
    if (leader === undefined) {
      throw new Failure(`Another feedmill uses ${config.data}, and takes no commands yet.`, "again in a moment");
    }
    throw new Failure(
      `Another feedmill writes this catalog: ${leader} leads it, or did last.`,
      "the same command on that machine; again in a moment, where it only starts",
    );
  }
}

/** Has the daemon on the configured data directory carry out a command. Throws `Failure` where none runs. */
export async function haveDaemon<C extends Command>(
  command: C,
  location: CatalogLocation,
): Promise<Effects[C["kind"]]> {
  const { data } = location;
  await requireData(location);
  const effect = await effectOf(data, command);
  if (effect !== undefined) return effect;
  throw new Failure(`No feedmill serves from ${data}.`, "feedmill serve, with the same settings");
}

async function effectOf<C extends Command>(data: string, command: C): Promise<Effects[C["kind"]] | undefined> {
  const answer = await askDaemon(data, command);
  if (answer === undefined) return undefined;
  if ("failure" in answer) throw new Failure(`The feedmill that runs could not do it: ${answer.failure}.`);
  return answer.effect;
}

/** Does work that needs the catalog for itself. Throws `Failure` where a daemon has it. */
export async function whileNoDaemonRuns<T>(location: CatalogLocation, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CatalogInUseError)) throw error;
    const leader = await openCatalog(location).leader?.();
    if (leader === undefined) throw new Failure("A feedmill runs on this catalog.", "again once it is stopped");
    throw new Failure(
      `A feedmill runs on this catalog: ${leader} leads it, or did last.`,
      "again once it is stopped on every machine",
    );
  }
}

/** A command on a directory that was mistyped would have no effect on the feeds, and nobody would know. */
export async function requireData(location: CatalogLocation): Promise<void> {
  const { data, catalog = "" } = location;
  if (await openCatalog(location).exists()) return;
  if (isInPostgres(location))
    throw new Failure(`${catalog} holds no catalog.`, "the database of your feedmill: --catalog URL");
  throw new Failure(`${data} holds neither a catalog nor a ledger.`, "the data directory of your feedmill: --data DIR");
}
