import { countChangedIds } from "../../ingest/id-of-address.ts";
import { askDaemon } from "../ask-daemon.ts";
import type { CommandContext } from "../commands.ts";
import { countNoun } from "../quantities.ts";
import { findCatalog, requireOutlets } from "../installation.ts";
import { writeText } from "../output.ts";

/** `feedmill accept-ids`: lets edited profiles change the ids of published articles. */
export async function run({ config, flags }: CommandContext): Promise<number> {
  const outlets = requireOutlets(config, flags);
  const catalog = findCatalog(config.data);
  const changed = catalog ? countChangedIds(catalog.addresses(), outlets) : 0;
  catalog?.close();
  if (changed === 0) return writeText("The profiles change no id of a published article. Nothing to do.");
  askDaemon(config.data, "accept-ids");
  return writeText(
    `The ids of ${countNoun(changed, "published article")} will change when the daemon next takes over its settings, at its ` +
      "start or when a profile is saved. Readers will then see what changed once more.",
  );
}
