import { resolve } from "node:path";
import { loadConfig, type ConfigSources } from "../config/config.ts";
import type { FlagValues } from "../config/given-values.ts";
import { optionList } from "../config/options.ts";
import { packageVersion } from "../config/package-version.ts";
import { nearestWord } from "../lib/text/nearest-word.ts";
import type { Mistake } from "../model/mistake.ts";
import { type Command, commands } from "./commands.ts";
import { describeMistakes, UsageError, reportFailure } from "./failure.ts";
import { commandHelp, commonFlags, generalHelp, settingFlag } from "./help.ts";
import { parseArguments } from "./parse-arguments.ts";
import { writeText } from "./output.ts";

const sharedFlags = [...commonFlags, ...optionList.map(settingFlag)];
const allFlags = [...sharedFlags, ...commands.flatMap((command) => command.flags)];
const packageRoot = resolve(import.meta.dirname, "../..");

/** Runs the command that `argv` names and resolves with the exit code: 0, 1 for a failure, 2 for a mistake in use. */
export async function runCli(argv: readonly string[]): Promise<number> {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreBrokenPipe);
  try {
    return await runCommand(argv);
  } catch (error) {
    return reportFailure(error, argv.includes("--debug"));
  }
}

async function runCommand(argv: readonly string[]): Promise<number> {
  const { operands: words, flags, mistakes } = parseArguments(argv, allFlags);
  const [name, ...operands] = words;
  const command = commands.find((candidate) => candidate.name === name);

  if (flags["version"] === true) return writeText(packageVersion(packageRoot));
  if (flags["help"] === true && command) return writeText(commandHelp(command));
  if (flags["help"] === true && name === undefined) return writeText(generalHelp());
  if (name === undefined) {
    throw new UsageError(mistakes.length > 0 ? describeMistakes(mistakes) : "There is no command.", "feedmill --help");
  }
  if (!command) throw unknownCommand(name);

  const sources: ConfigSources = { flags, env: { ...process.env }, cwd: process.cwd(), packageRoot };
  const config = loadConfig(sources);
  const all = [...mistakes, ...usageMistakes(command, operands, flags), ...(config.ok ? [] : config.mistakes)];
  if (!config.ok || all.length > 0) throw new UsageError(describeMistakes(all), `feedmill ${command.name} --help`);
  const { run } = await command.load();
  return run({ config: config.value, sources, operands, flags, version: packageVersion(packageRoot) });
}

/** `feedmill check | head` is no failure, and a daemon outlives the program that reads its lines. */
function ignoreBrokenPipe(error: Error): void {
  if (!("code" in error) || error.code !== "EPIPE") throw error;
}

function unknownCommand(name: string): UsageError {
  const known = commands.map((command) => command.name);
  const nearest = nearestWord(name, known);
  return new UsageError(`There is no command ${name}.`, nearest ? `feedmill ${nearest}` : "feedmill --help");
}

function usageMistakes(command: Command, operands: readonly string[], flags: FlagValues): Mistake[] {
  const { usage, least, most } = command.operands;
  const missing = command.flags
    .filter(({ name, isNeeded }) => isNeeded === true && !(name in flags))
    .map(({ name, placeholder = "" }) => `--${name} ${placeholder}`);
  if (operands.length < least) missing.unshift(usage);
  const own = new Set([...sharedFlags, ...command.flags].map((flag) => flag.name));
  const foreign = Object.keys(flags).filter((name) => !own.has(name));
  return [
    ...foreign.map((name) => ({ where: `--${name}`, message: `The command ${command.name} has no such flag.` })),
    ...missing.map((needed) => ({ where: command.name, message: `This needs ${needed}.` })),
    ...operands.slice(most).map((operand) => ({ where: operand, message: "This is one argument too many." })),
  ];
}
