import { nearestWord } from "../lib/text/nearest-word.ts";
import { commands, type Command } from "./commands.ts";
import { UsageError } from "./failure.ts";

/** The command of a name. Throws `UsageError` with the nearest one where there is none. */
export function requireCommand(name: string): Command {
  const command = commands.find((candidate) => candidate.name === name);
  if (command !== undefined) return command;
  const nearest = nearestWord(
    name,
    commands.map((candidate) => candidate.name),
  );
  throw new UsageError(`There is no command ${name}.`, nearest ? `feedmill ${nearest}` : "feedmill help");
}
