import { askDaemon } from "../ask-daemon.ts";
import type { CommandContext } from "../commands.ts";
import { countNoun } from "../quantities.ts";
import { findCatalog } from "../installation.ts";
import { writeText } from "../output.ts";

/** `feedmill accept-deletions`: lets the losses that are held back apply at the daemon's next scan. */
export async function run({ config }: CommandContext): Promise<number> {
  const catalog = findCatalog(config.data);
  const held = catalog?.heldLosses();
  catalog?.close();
  if (!held) return writeText("No deletions are held back. Nothing to do.");
  askDaemon(config.data, "accept-deletions", String(held.count));
  return writeText(
    `The loss of ${countNoun(held.count, "file")}, held back since ${held.since.toISOString()}, will apply at the daemon's next scan. ` +
      "Their articles will then leave the feeds.",
  );
}
