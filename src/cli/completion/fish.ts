import { type Command, commands, type Flag } from "../commands.ts";
import { commonFlags } from "../help.ts";
import { completedValues, flagsOf } from "./completed-values.ts";

/** A completion for fish: `feedmill.fish` in `~/.config/fish/completions`. */
export function fishCompletion(): string {
  return [
    "# fish completion for feedmill",
    "complete -c feedmill -f",
    ...commands.map(
      ({ name, summary }) => `complete -c feedmill -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ),
    ...commonFlags.flatMap((flag) => lines(flag, "__fish_use_subcommand")),
    ...commands.flatMap(commandLines),
  ].join("\n");
}

function commandLines(command: Command): readonly string[] {
  const condition = quoted(`__fish_seen_subcommand_from ${command.name}`);
  const offered = offer(command.operands.usage);
  const operands = offered === "" ? [] : [`complete -c feedmill -n ${condition} ${offered}`];
  return [...operands, ...flagsOf(command).flatMap((flag) => lines(flag, condition))];
}

function lines({ name, short, placeholder, canBeOff, help }: Flag, condition: string): readonly string[] {
  const start = `complete -c feedmill -n ${condition}`;
  const shortFlag = short === undefined ? "" : ` -s ${short}`;
  const offered = placeholder === undefined ? undefined : offer(placeholder);
  const value = offered === undefined ? "" : ` ${offered === "-F" ? "-r" : "-x"} ${offered}`.trimEnd();
  const line = `${start}${shortFlag} -l ${name}${value} -d ${quoted(help)}`;
  return canBeOff === true ? [line, `${start} -l no-${name} -d ${quoted(help)}`] : [line];
}

/** What `complete` is told of a value; empty where nothing can be offered. */
function offer(usage: string): string {
  const values = completedValues(usage);
  if (values.kind === "words") return `-a ${quoted(values.words.join(" "))}`;
  if (values.kind === "directories") return "-a '(__fish_complete_directories)'";
  return values.kind === "files" ? "-F" : "";
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, "\\$&")}'`;
}
