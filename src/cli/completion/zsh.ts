import { type Command, commands, type Flag } from "../commands.ts";
import { completedValues, flagsOf, spellings } from "./completed-values.ts";

/** A completion for zsh: `_feedmill` in a directory of `$fpath`, or a file to source after `compinit`. */
export function zshCompletion(): string {
  const described = commands.map(({ name, summary }) => quoted(`${name}:${summary.replaceAll(":", "\\:")}`));
  return `#compdef feedmill
_feedmill() {
  local context state state_descr line
  typeset -A opt_args
  local -a commands=(
    ${described.join("\n    ")}
  )
  _arguments -C '(- *)'{-h,--help}'[Print this]' '(- *)'{-v,--version}'[Print the version]' '1: :->command' '*:: :->rest'
  case $state in
    command) _describe command commands ;;
    rest)
      case $words[1] in
${commands.map((command) => `        ${command.name}) _arguments ${specifications(command)} ;;`).join("\n")}
      esac ;;
  esac
}
if [[ $funcstack[1] == _feedmill ]]; then _feedmill "$@"; else compdef _feedmill feedmill; fi`;
}

function specifications(command: Command): string {
  const { usage, most } = command.operands;
  const operand = most === 0 ? [] : [quoted(`*:${escaped(usage)}:${action(usage)}`)];
  return [...flagsOf(command).flatMap(flagSpecifications), ...operand].join(" ");
}

function flagSpecifications(flag: Flag): readonly string[] {
  const { help, isList, placeholder } = flag;
  const value = placeholder === undefined ? "" : `:${escaped(placeholder)}:${action(placeholder)}`;
  return spellings(flag).map((spelling) =>
    quoted(`${isList === true ? "*" : ""}${spelling}[${escaped(help)}]${value}`),
  );
}

function action(usage: string): string {
  const values = completedValues(usage);
  if (values.kind === "words") return `(${values.words.join(" ")})`;
  if (values.kind === "nothing") return " ";
  return values.kind === "files" ? "_files" : "_files -/";
}

/** For a description in a specification of `_arguments`. */
function escaped(text: string): string {
  return text.replaceAll(/[[\]:\\]/g, "\\$&");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
