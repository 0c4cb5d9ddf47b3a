import { refusalOfIds } from "../../daemon/open-archive-catalog.ts";
import { acceptIdsAlone } from "../../daemon/without-daemon.ts";
import { carryOut } from "../carry-out.ts";
import type { CommandContext } from "../commands.ts";
import { describeMistakes, Failure } from "../failure.ts";
import { writeText } from "../output.ts";
import { countNoun } from "../../lib/text/quantities.ts";

/** `feedmill accept-ids`: lets edited profiles change the ids of published articles. */
export async function run(context: CommandContext): Promise<number> {
  const { effect } = await carryOut({ kind: "accept-ids" }, context, acceptIdsAlone);
  if (effect.kind === "mistakes") throw new Failure(describeMistakes(effect.mistakes));
  if (effect.kind === "refused") throw new Failure(refusalOfIds(effect.changedIds));
  if (effect.kind === "nothing-to-do" || effect.changedIds === 0) {
    return writeText("The profiles change no id of a published article. Nothing to do.");
  }
  const articles = countNoun(effect.changedIds, "published article");
  return writeText(`The ids of ${articles} have changed. Readers see each of these articles once more.`);
}
