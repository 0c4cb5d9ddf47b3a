import { nearestWord } from "../lib/text/nearest-word.ts";
import type { CustomFeed } from "../model/custom-feed.ts";
import type { Mistake } from "../model/mistake.ts";
import { GENERIC_OUTLET_ID, type Outlet } from "../model/outlet.ts";

/** A name that a feed has or had. */
interface Claim {
  readonly name: string;
  readonly where: string;
  /** For messages: `the outlet dw-zh`. */
  readonly owner: string;
  readonly isFormer: boolean;
}

/**
 * What is wrong between feeds: all of them, outlets' and others, share one name space, former names included; and a feed
 * can name only outlets that are there. `configFile` is what messages call the file that holds the operator's own.
 */
export function feedNameMistakes(
  feeds: readonly CustomFeed[],
  outlets: readonly Outlet[],
  configFile: string,
): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  const claims = [
    ...outlets.flatMap(({ id, formerly }) => claimsOf(id, formerly, `outlet ${id}`, `the outlet ${id}`)),
    ...feeds.flatMap(({ id, formerly }) => claimsOf(id, formerly, `${configFile}: feeds.${id}`, `the feed ${id}`)),
  ];
  const owners = new Map<string, Claim>();
  for (const claim of claims.toSorted((a, b) => Number(a.isFormer) - Number(b.isFormer))) {
    const owner = owners.get(claim.name);
    if (owner === undefined) owners.set(claim.name, claim);
    else mistakes.push({ where: claim.where, message: clash(claim, owner) });
  }
  const outletIds = [...outlets.map(({ id }) => id), GENERIC_OUTLET_ID];
  for (const { id, outletIds: named = [] } of feeds) {
    for (const outletId of named) {
      if (outletIds.includes(outletId)) continue;
      mistakes.push({ where: `${configFile}: feeds.${id}.outlets`, message: unknownOutlet(outletId, outletIds) });
    }
  }
  return mistakes;
}

function claimsOf(id: string, formerly: readonly string[] = [], where: string, owner: string): readonly Claim[] {
  const former = formerly.map((name) => ({ name, where: `${where}.formerly`, owner, isFormer: true }));
  return [{ name: id, where, owner, isFormer: false }, ...former];
}

function clash({ name }: Claim, { owner, isFormer }: Claim): string {
  return `The name ${name} ${isFormer ? "was" : "is"} that of ${owner}. Choose another.`;
}

function unknownOutlet(outletId: string, known: readonly string[]): string {
  const nearest = nearestWord(outletId, known);
  return nearest === undefined
    ? `There is no outlet ${outletId}. There are ${known.join(", ")}.`
    : `There is no outlet ${outletId}. Did you mean ${nearest}?`;
}
