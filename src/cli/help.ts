import { defaultOf, flagOf, type Option } from "../config/option.ts";
import { options, optionNames, type OptionName } from "../config/options.ts";
import { wrapText } from "../lib/text/wrap-text.ts";
import { type Command, type Flag, commands } from "./commands.ts";
import { formatTerms } from "./output.ts";

/** Flags that every command has besides its own. */
export const commonFlags: readonly Flag[] = [
  { name: "help", short: "h", help: "Print this" },
  { name: "version", short: "v", help: "Print the version" },
  { name: "debug", help: "Print the stack of a failure" },
];

export const purpose = "feedmill turns a directory of archived news articles into RSS, Atom and JSON feeds.";
export const precedence =
  "A flag such as --public-url beats the variable FEEDMILL_PUBLIC_URL, which beats public-url in the configuration file.";

/** What `feedmill help` prints, in lines of so many columns. */
export function generalHelp(columns: number): string {
  return [
    ...wrapText(purpose, columns),
    "",
    "Usage: feedmill COMMAND [--flag …]",
    "",
    "Commands:",
    formatTerms(
      commands.map((command) => [callOf(command), command.summary]),
      columns,
    ),
    "",
    ...wrapText("To see what a command takes: feedmill help COMMAND", columns),
  ].join("\n");
}

/** What `feedmill help COMMAND` prints, in lines of so many columns. */
export function commandHelp(command: Command, columns: number): string {
  const settings = settingFlags(command);
  return [
    ...wrapText(`${command.summary}.`, columns),
    "",
    ...wrapText(`Usage: feedmill ${callOf(command)} [--flag …]`, columns),
    "",
    "Flags:",
    formatFlags([...command.flags, ...commonFlags], columns),
    ...(settings.length === 0
      ? []
      : [
          "",
          "Settings that make a difference to it:",
          formatFlags(settings, columns),
          "",
          ...wrapText(precedence, columns),
        ]),
  ].join("\n");
}

/** The command with its operands. */
export function callOf({ name, operands }: Command): string {
  return `${name} ${operands.usage}`.trimEnd();
}

function formatFlags(flags: readonly Flag[], columns: number): string {
  return formatTerms(
    flags.map((flag) => [usageOf(flag), flag.help]),
    columns,
  );
}

/** The flags of the settings that make a difference to a command, in the order of their table. */
export function settingFlags({ settings }: Command): readonly Flag[] {
  if (settings === undefined) return [];
  const taken: readonly OptionName[] = ["configFile", ...settings];
  return optionNames.filter((name) => taken.includes(name)).map((name) => settingFlag(options[name]));
}

/** The flag that says a setting. */
export function settingFlag(option: Option): Flag {
  const { placeholder, isList = false, help } = option;
  const withDefault = `${help} (default: ${defaultOf(option)})`;
  const flag = { name: flagOf(option), help: withDefault, isList };
  return placeholder === undefined ? { ...flag, canBeOff: true } : { ...flag, placeholder };
}

/** A flag as it is typed, e.g. `-h, --help`, `--data DIR`, `--[no-]offline`. */
export function usageOf({ name, short, placeholder, canBeOff }: Flag): string {
  const before = short === undefined ? "" : `-${short}, `;
  const value = placeholder === undefined ? "" : ` ${placeholder}`;
  return `${before}--${canBeOff === true ? "[no-]" : ""}${name}${value}`;
}
