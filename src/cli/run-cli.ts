import { resolve } from "node:path";
import { loadConfig } from "../config/config.ts";
import type { FlagValues } from "../config/given-values.ts";
import { optionNames, options } from "../config/options.ts";
import { packageVersion } from "../config/package-version.ts";
import type { Mistake } from "../model/mistake.ts";
import { type Command, commands, type Invocation } from "./commands.ts";
import { describeMistakes, UsageError, reportFailure } from "./failure.ts";
import { commandHelp, commonFlags, generalHelp, settingFlag } from "./help.ts";
import { parseArguments } from "./parse-arguments.ts";
import { outputColumns, writeText } from "./output.ts";
import { requireCommand } from "./require-command.ts";

const everySetting = optionNames.map((name) => settingFlag(options[name]));
const allFlags = [...commonFlags, ...everySetting, ...commands.flatMap((command) => command.flags)];
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
  const version = packageVersion(packageRoot);
  if (flags["version"] === true) return writeText(version);
  if (name === undefined) {
    if (flags["help"] === true) return writeText(generalHelp(outputColumns()));
    throw new UsageError(mistakes.length > 0 ? describeMistakes(mistakes) : "There is no command.", "feedmill help");
  }
  const command = requireCommand(name);
  if (flags["help"] === true) return writeText(commandHelp(command, outputColumns()));

  const sources = { flags, env: { ...process.env }, cwd: process.cwd(), packageRoot };
  const all = [...mistakes, ...usageMistakes(command, operands, flags)];
  return runWith({ operands, flags, version, sources }, command, all);
}

/** Mistakes in use and in the configuration are told together. */
async function runWith(invocation: Invocation, command: Command, mistakes: readonly Mistake[]): Promise<number> {
  const hint = `feedmill help ${command.name}`;
  if (command.settings === undefined) {
    if (mistakes.length > 0) throw new UsageError(describeMistakes(mistakes), hint);
    const { run } = await command.load();
    return run(invocation);
  }
  const config = loadConfig(invocation.sources);
  const all = [...mistakes, ...(config.ok ? [] : config.mistakes)];
  if (!config.ok || all.length > 0) throw new UsageError(describeMistakes(all), hint);
  const { run } = await command.load();
  return run({ ...invocation, config: config.value });
}

/** `feedmill check | head` is no failure, and a daemon outlives the program that reads its lines. */
function ignoreBrokenPipe(error: Error): void {
  if (!("code" in error) || error.code !== "EPIPE") throw error;
}

function usageMistakes(command: Command, operands: readonly string[], flags: FlagValues): Mistake[] {
  const { usage, least, most } = command.operands;
  const missing = command.flags
    .filter(({ name, isNeeded }) => isNeeded === true && !(name in flags))
    .map(({ name, placeholder = "" }) => `--${name} ${placeholder}`);
  if (operands.length < least) missing.unshift(usage);
  // Also settings that make no difference to it: all commands of an installation can then be given the same flags.
  const settings = command.settings === undefined ? [] : everySetting;
  const own = new Set([...commonFlags, ...command.flags, ...settings].map((flag) => flag.name));
  const foreign = Object.keys(flags).filter((name) => !own.has(name));
  return [
    ...foreign.map((name) => ({ where: `--${name}`, message: `The command ${command.name} has no such flag.` })),
    ...missing.map((needed) => ({ where: command.name, message: `This needs ${needed}.` })),
    ...operands.slice(most).map((operand) => ({ where: operand, message: "This is one argument too many." })),
  ];
}
