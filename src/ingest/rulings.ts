import type { Catalog, Ruling } from "../catalog/catalog.ts";
import type { ScanSummary } from "./ingester.ts";

/** The outcome of a ruling on one article. */
export type RulingOutcome =
  /** With the title of an article that was published, and the outlets whose feeds change. */
  | { readonly kind: "done"; readonly title?: string; readonly outletIds: ReadonlySet<string> }
  /** The article was taken down before, or was not when it was to be published again: nothing changes. */
  | { readonly kind: "nothing-to-do" }
  /** No article has that id. */
  | { readonly kind: "unknown" };

/**
 * Takes an article down or publishes it again, by way of the ledger. An article that is to be taken down `mustBeKnown`
 * where the operator copied its id from somewhere; one named by its address need not be published yet.
 */
export async function rule(catalog: Catalog, ruling: Ruling, mustBeKnown: boolean): Promise<RulingOutcome> {
  const isDown = (await catalog.state.takedowns(ruling.id)).length > 0;
  if (isDown === (ruling.type === "takedown")) return { kind: "nothing-to-do" };
  const title = (await catalog.articles.find(ruling.id))?.title;
  if (ruling.type === "takedown" && mustBeKnown && title === undefined) return { kind: "unknown" };
  const { outletIds } = await catalog.files.apply({ ingested: [], removed: [], rulings: [ruling] });
  return { kind: "done", outletIds, ...(title !== undefined && { title }) };
}

/** The effect of accepting the losses that were held back. */
export interface AcceptedDeletions {
  /** Files whose loss was held back. */
  readonly held: number;
  /** In RFC 3339; absent where nothing was held. */
  readonly since?: string;
  /** Files whose loss is held back still: more have gone meanwhile. */
  readonly stillHeld: number;
}

/** Lets the losses apply that are held back now, and no more, by a scan. */
export async function acceptDeletions(
  catalog: Catalog,
  scan: (acceptedLosses: number) => Promise<Pick<ScanSummary, "held">>,
): Promise<AcceptedDeletions> {
  const held = await catalog.state.heldLosses();
  if (held === undefined) return { held: 0, stillHeld: 0 };
  const { held: stillHeld } = await scan(held.count);
  return { held: held.count, since: held.since.toISOString(), stillHeld };
}
