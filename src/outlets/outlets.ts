import { identityHost } from "../lib/url/identity-host.ts";
import type { Checked, Mistake } from "../model/mistake.ts";
import type { Outlet } from "../model/outlet.ts";
import { genericOutlet } from "./generic-outlet.ts";

/** Outlets as data: what another process makes the same of. */
export interface OutletList {
  /** The outlets with a profile, in the order given; it carries no meaning. */
  readonly all: readonly Outlet[];
  /** What holds for hosts without a profile. */
  readonly generic: Outlet;
}

export interface Outlets extends OutletList {
  /** The outlet that claims an absolute address's host, else a generic one for that host. */
  identify(url: string): Outlet;
}

/**
 * The outlets there are. Two that have one id, or that claim one host (as `identityHost` gives it), are a mistake:
 * which outlet an article came from must not depend on the order of files.
 */
export function createOutlets(all: readonly Outlet[], generic: Outlet = genericOutlet): Checked<Outlets> {
  const mistakes: Mistake[] = [];
  const byId = new Map<string, Outlet>();
  const byHost = new Map<string, Outlet>();
  for (const outlet of all) {
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
    const host = identityHost(url);
    return byHost.get(host) ?? { ...generic, name: host, homepage: `https://${url.host}/` };
  };
  return { ok: true, value: { all, generic, identify } };
}
