import type { FeedDefinition, Site } from "./feed.ts";
import type { Outlet } from "./outlet.ts";

/** The settings and feeds that documents are made of, besides the articles. The catalog keeps the one it has documents of. */
export interface Edition {
  readonly site: Site;
  /** Every feed there is, in the order they are listed; hidden ones too. */
  readonly definitions: readonly FeedDefinition[];
  /** The profiles of the outlets; the generic one is not among them. */
  readonly outlets: readonly Outlet[];
  /** Former names of feeds, with the present ones. */
  readonly renamed: ReadonlyMap<string, string>;
  /** Names of feeds that were published once and are no more. */
  readonly gone: ReadonlySet<string>;
}

/** The public URL where none is configured. */
const localAddress = /^http:\/\/localhost(?::\d+)?$/;

/**
 * Tells whether the documents of an edition name the present public URL, which is absent where none is configured:
 * addresses in documents are absolute, and those of another one would lead readers back there.
 */
export function isAtPresentAddress({ site }: Edition, publicUrl: string | undefined): boolean {
  return publicUrl === undefined ? localAddress.test(site.publicUrl) : site.publicUrl === publicUrl;
}
