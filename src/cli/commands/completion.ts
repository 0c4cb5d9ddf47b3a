import { bashCompletion } from "../completion/bash.ts";
import { fishCompletion } from "../completion/fish.ts";
import { zshCompletion } from "../completion/zsh.ts";
import type { Invocation } from "../commands.ts";
import { UsageError } from "../failure.ts";
import { writeText } from "../output.ts";

const shells: ReadonlyMap<string, () => string> = new Map([
  ["bash", bashCompletion],
  ["zsh", zshCompletion],
  ["fish", fishCompletion],
]);

/** `feedmill completion`: the completion of a shell, which follows from the table of commands. */
export async function run({ operands: [shell = ""] }: Invocation): Promise<number> {
  const completion = shells.get(shell);
  if (completion !== undefined) return writeText(completion());
  throw new UsageError(`There is no completion for ${shell}.`, [...shells.keys()].join(", "));
}
