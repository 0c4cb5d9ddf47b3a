import { refusalOfIds } from "../../daemon/open-archive-catalog.ts";
import { haveDaemon } from "../carry-out.ts";
import type { CommandContext } from "../commands.ts";
import { describeMistakes, Failure } from "../failure.ts";
import { writeText } from "../output.ts";

/** `feedmill reload`: has the daemon read its settings and profiles again, all or nothing. */
export async function run({ config }: CommandContext): Promise<number> {
  const effect = await haveDaemon({ kind: "reload" }, config);
  if (effect.kind === "mistakes") throw new Failure(describeMistakes(effect.mistakes));
  if (effect.kind === "refused") throw new Failure(refusalOfIds(effect.changedIds));
  return writeText(
    effect.kind === "done"
      ? "The settings were read again and are in force."
      : "The settings are the ones in force. Nothing to do.",
  );
}
