import { identityHost } from "../lib/url/identity-host.ts";
import type { Checked, Mistake } from "../model/mistake.ts";
import type { ImagePolicy, Outlet } from "../model/outlet.ts";
import { genericOutlet, outletDefaults } from "./generic-outlet.ts";

export interface Outlets {
  /** The outlets with a profile, in the order given; it carries no meaning. */
  readonly all: readonly Outlet[];
  /** The picture policy of hosts without a profile. */
  readonly genericImages: ImagePolicy;
  /** The outlet that claims an absolute address's host, else a generic one for that host. */
  identify(url: string): Outlet;
}

/**
 * The outlets there are. Two that have one id, or that claim one host (as `identityHost` gives it), are a mistake:
 * which outlet an article came from must not depend on the order of files.
 */
export function createOutlets(
  list: readonly Outlet[],
  genericImages: ImagePolicy = outletDefaults.images,
): Checked<Outlets> {
  const mistakes: Mistake[] = [];
  const byId = new Map<string, Outlet>();
  const byHost = new Map<string, Outlet>();
  for (const outlet of list) {
    const namesake = byId.get(outlet.id);
    if (namesake) {
      const message = `The outlets ${namesake.name} and ${outlet.name} have one id. Rename one of them.`;
      mistakes.push({ where: `outlet ${outlet.id}: id`, message });
      continue;
    }
    byId.set(outlet.id, outlet);
    for (const host of new Set(outlet.hosts.map((name) => identityHost(new URL(`https://${name}/`))))) {
      const rival = byHost.get(host);
      if (!rival) byHost.set(host, outlet);
      else
        mistakes.push({
          where: `outlet ${outlet.id}: hosts`,
          message: `The outlets ${rival.id} and ${outlet.id} both claim the host ${host}.`,
        });
    }
  }
  if (mistakes.length > 0) return { ok: false, mistakes };
  const identify = (address: string): Outlet => {
    const url = new URL(address);
    return byHost.get(identityHost(url)) ?? genericOutlet(url, genericImages);
  };
  return { ok: true, value: { all: list, genericImages, identify } };
}
