import { commands } from "../commands.ts";
import { completedValues, flagsOf, spellings, type CompletedValues } from "./completed-values.ts";

/** A completion for bash 4 or newer. */
export function bashCompletion(): string {
  const names = commands.map(({ name }) => name);
  const valued = commands.flatMap(flagsOf).filter(({ placeholder }) => placeholder !== undefined);
  const offers = new Map(valued.map(({ name, placeholder = "" }) => [name, offer(completedValues(placeholder))]));
  const flags = commands.map(
    (command) => `    ${command.name}) flags='${flagsOf(command).flatMap(spellings).join(" ")}' ;;`,
  );
  const operands = commands.map(({ name, operands: { usage } }) => `    ${name}) ${offer(completedValues(usage))} ;;`);
  return `# bash completion for feedmill: source this file, or keep it in /etc/bash_completion.d.
_feedmill() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command= flags= word
  # bash takes --flag=value for three words.
  [[ $current == '=' ]] && current=
  [[ $previous == '=' ]] && previous=\${COMP_WORDS[COMP_CWORD - 2]}
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
    case $word in ${names.join("|")}) command=$word; break ;; esac
  done
  case $previous in
${[...offers].map(([name, values]) => `    --${name}) ${values}; return ;;`).join("\n")}
  esac
  case $command in
${flags.join("\n")}
    *) flags='--help --version' ;;
  esac
  if [[ $current == -* ]]; then _feedmill_words "$flags"; return; fi
  case $command in
${operands.join("\n")}
    *) _feedmill_words '${names.join(" ")}' ;;
  esac
}
_feedmill_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current"); }
_feedmill_files() { compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen "$1" -- "$current"); }
complete -F _feedmill feedmill`;
}

function offer(values: CompletedValues): string {
  if (values.kind === "words") return `_feedmill_words '${values.words.join(" ")}'`;
  if (values.kind === "nothing") return ":";
  return values.kind === "files" ? "_feedmill_files -f" : "_feedmill_files -d";
}
