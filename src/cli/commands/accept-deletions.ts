import { acceptDeletionsAlone } from "../../daemon/without-daemon.ts";
import { carryOut } from "../carry-out.ts";
import type { CommandContext } from "../commands.ts";
import { Failure } from "../failure.ts";
import { writeText } from "../output.ts";
import { countNoun } from "../../lib/text/quantities.ts";

/** `feedmill accept-deletions`: lets the losses apply that are held back. */
export async function run(context: CommandContext): Promise<number> {
  const { held, since, stillHeld } = (await carryOut({ kind: "accept-deletions" }, context, acceptDeletionsAlone))
    .effect;
  if (since === undefined) return writeText("No deletions are held back. Nothing to do.");
  if (stillHeld > 0) {
    throw new Failure(
      `More files have gone meanwhile: the loss of ${countNoun(stillHeld, "file")} is held back, and was of ${held}.`,
      "feedmill accept-deletions, again",
    );
  }
  return writeText(
    `The loss of ${countNoun(held, "file")}, held back since ${since}, applies: their articles have left the feeds.`,
  );
}
