import { defaultOf, flagOf, variableOf, type Option } from "../config/option.ts";
import { optionList } from "../config/options.ts";
import { type Command, type Flag, commands } from "./commands.ts";
import { formatTable } from "./output.ts";

/** Flags that every command has besides the settings. */
export const commonFlags: readonly Flag[] = [
  { name: "help", short: "h", help: "Print this" },
  { name: "version", help: "Print the version" },
  { name: "debug", help: "Print the stack of a failure" },
];

export function generalHelp(): string {
  return [
    "Turns a directory of archived news articles into RSS, Atom and JSON feeds.",
    "",
    "Usage: feedmill COMMAND [--flag …]",
    "",
    "Commands:",
    formatTable(commands.map((command) => [`  ${command.name} ${command.operands.usage}`.trimEnd(), command.summary])),
    "",
    "Try `feedmill COMMAND --help` for a command's flags, and for the settings.",
  ].join("\n");
}

export function commandHelp(command: Command): string {
  return [
    `${command.summary}.`,
    "",
    `Usage: feedmill ${command.name} ${command.operands.usage}`.trimEnd() + " [--flag …]",
    "",
    "Flags:",
    formatTable([...command.flags, ...commonFlags].map((flag) => [`  ${usageOf(flag)}`, flag.help])),
    "",
    "Settings, also from the configuration file and the environment:",
    formatTable(
      optionList.map((option) => [`  ${usageOf(settingFlag(option))}`, variableOf(option), settingHelp(option)]),
    ),
  ].join("\n");
}

/** The flag that says a setting. */
export function settingFlag(option: Option): Flag {
  const { placeholder, isList = false, help } = option;
  return { name: flagOf(option), help, isList, ...(placeholder === undefined ? {} : { placeholder }) };
}

function settingHelp(option: Option): string {
  return `${option.help} (default: ${defaultOf(option)})`;
}

function usageOf(flag: Flag): string {
  const short = flag.short === undefined ? "" : `-${flag.short}, `;
  return `${short}--${flag.name}${flag.placeholder === undefined ? "" : ` ${flag.placeholder}`}`;
}
