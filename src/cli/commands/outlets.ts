import { GENERIC_OUTLET_ID } from "../../model/outlet.ts";
import { profileJsonSchema } from "../../outlets/profile-json-schema.ts";
import type { CommandContext } from "../commands.ts";
import { findCatalog, requireOutlets } from "../installation.ts";
import { formatTable, writeJson, writeText } from "../output.ts";

interface KnownOutlet {
  readonly id: string;
  readonly name: string;
  readonly hosts: readonly string[];
  /** Absent while there is no catalog. */
  readonly articles?: number;
}

/** `feedmill outlets`: the outlets with a profile, and those of which articles are published. */
export async function run({ config, flags }: CommandContext): Promise<number> {
  if (flags["schema"] === true) return writeJson(profileJsonSchema());
  const outlets = requireOutlets(config, flags);
  const catalog = findCatalog(config.data);
  const published = catalog?.outlets();
  catalog?.close();
  const withProfile = outlets.all.map(({ id, name, hosts }): KnownOutlet => {
    if (!published) return { id, name, hosts };
    return { id, name, hosts, articles: published.find(({ outletId }) => outletId === id)?.articles ?? 0 };
  });
  const ids = new Set(withProfile.map(({ id }) => id));
  const others = (published ?? [])
    .filter(({ outletId }) => !ids.has(outletId))
    .map(({ outletId: id, outletName, articles }): KnownOutlet => {
      return { id, name: id === GENERIC_OUTLET_ID ? "hosts without a profile" : outletName, hosts: [], articles };
    });
  const known = [...withProfile, ...others];
  if (flags["json"] === true) return writeJson(known);
  const rows = known.map(({ id, name, hosts, articles }) => [id, name, hosts.join(", "), String(articles ?? "–")]);
  return writeText(formatTable([["OUTLET", "NAME", "HOSTS", "ARTICLES"], ...rows]));
}
