import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { commands } from "../../../src/cli/commands.ts";
import { bashCompletion } from "../../../src/cli/completion/bash.ts";
import { fishCompletion } from "../../../src/cli/completion/fish.ts";
import { zshCompletion } from "../../../src/cli/completion/zsh.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { createWorkplace } from "./workplace.ts";

let place: string;
beforeAll(() => {
  place = temporaryDirectory();
  mkdirSync(join(place, "data"));
  writeFileSync(join(place, "article.txt"), "");
  writeFileSync(join(place, "feedmill.bash"), bashCompletion());
  writeFileSync(join(place, "feedmill.zsh"), zshCompletion());
  writeFileSync(join(place, "feedmill.fish"), fishCompletion());
});

/** What is typed, and what its last word becomes. */
const typed: readonly (readonly [line: string, word: string])[] = [
  ["feedmill sta", "status"],
  ["feedmill --ver", "--version"],
  ["feedmill help che", "check"],
  ["feedmill completion zs", "zsh"],
  ["feedmill fetch imp", "import"],
  ["feedmill status --js", "--json"],
  ["feedmill status --tit", "--tit"],
  ["feedmill serve --no-off", "--no-offline"],
  ["feedmill serve --log-level er", "error"],
  ["feedmill serve --data ./da", "./data"],
  ["feedmill explain ./art", "./article.txt"],
  ["feedmill explain --profile ./art", "./article.txt"],
];

/** Each prints, for every line that it is given, the words it would become. */
const bash = `
source feedmill.bash
for line in "$@"; do
  read -ra COMP_WORDS <<<"$line"
  [[ $line == *' ' ]] && COMP_WORDS+=('')
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
  _feedmill
  echo "\${COMPREPLY[*]}"
done`;
const fish = `
source feedmill.fish
for line in $argv
  echo (complete -C $line | string split -f1 \\t)
end`;
/** A terminal of its own, in which Tab completes and tells what the line has become. */
const zsh = `
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "autoload -U compinit; compinit -u -D; source feedmill.zsh; tell() { zle complete-word; print -r -- \\"<\\"'<'\\$BUFFER'>'\\">\\"; zle kill-whole-line }; zle -N tell; bindkey '^I' tell; print rea''dy"
zpty -r shell out '*ready*'
for line in "$@"; do
  zpty -w -n shell "$line"$'\\t'
  zpty -r shell out '*<<*>>*'
  out=\${out##*<<}
  words=(\${=\${out%%>>*}})
  print -r -- $words[-1]
done`;

const shells = [
  { shell: "bash", args: ["--norc", "-c", bash, "bash"] },
  { shell: "zsh", args: ["-f", "-c", zsh, "zsh"] },
  { shell: "fish", args: ["--no-config", "-c", fish, "--"] },
].filter(({ shell }) => spawnSync(shell, ["--version"]).error === undefined);

function completed({ shell, args }: (typeof shells)[number], lines: readonly string[]): readonly string[] {
  const env = { ...process.env, TERM: "dumb", HOME: place };
  const out = execFileSync(shell, [...args, ...lines], { cwd: place, env, encoding: "utf8" });
  return out.trimEnd().split("\n");
}

describe.each(shells)("$shell", (shell) => {
  test("completes commands, their words, their flags and their values", () => {
    const words = completed(
      shell,
      typed.map(([line]) => line),
    );
    const found = typed.map(([line], at) => [line, (words[at]?.replace(/\/$/, "") || line.split(" ").at(-1)) ?? ""]);
    expect(found).toEqual(typed);
  });
});

// zsh lists them for the eye, in columns.
test.each(shells.filter(({ shell }) => shell !== "zsh"))("$shell knows every command", (shell) => {
  const [names = ""] = completed(shell, ["feedmill "]);
  expect(names.split(" ").toSorted()).toEqual(commands.map(({ name }) => name).toSorted());
});

test("the command prints the completion of the shell that is named, and knows no other", () => {
  const workplace = createWorkplace();
  expect(workplace.run("completion", "bash")).toEqual({ code: 0, out: `${bashCompletion()}\n`, err: "" });
  expect(workplace.run("completion", "tcsh")).toEqual({
    code: 2,
    out: "",
    err: "feedmill: There is no completion for tcsh.\nTry: bash, zsh, fish\n",
  });
});
