import weights from "./weights.json" with { type: "json" };
import { TERMS, type Term } from "./terms.ts";

/** A term and its rarity: three bytes of its number, and one. */
const BYTES_PER_TERM = 4;

/** The rarity of a term that few articles have. */
export const MAX_RARITY = 255;

/** Changes with every table, and with it all signatures. */
export const WEIGHTS_VERSION = weights.version;

let known: Uint8Array | undefined;

/**
 * What a term tells about its article, from 0 where every article has it to 255. It comes from a table that was counted
 * once (`tests/stories/make-weights.ts`): a count of the present archive would change the stories of old articles.
 */
export function rarityOf(term: Term): number {
  known ??= readTable(Buffer.from(weights.rarities, "base64"));
  return known[term] ?? MAX_RARITY;
}

/** The rarity of each term there can be. */
function readTable(bytes: Buffer): Uint8Array {
  const table = new Uint8Array(TERMS).fill(MAX_RARITY);
  for (let at = 0; at < bytes.length; at += BYTES_PER_TERM) {
    const entry = bytes.readUInt32BE(at);
    table[entry >>> 8] = entry & 0xff;
  }
  return table;
}
