/** One of the pictures that a `srcset` offers. */
export interface PictureCandidate {
  readonly address: string;
  /** `2x`, `800w`, `800w 600h`; empty where nothing stands there. */
  readonly descriptor: string;
}

const candidate = /^\s*(\S*[^\s,])((?:\s+[\d.]+[wx])?(?:\s+[\d.]+h)?)\s*(?:,|$)/;

/** The candidates of a `srcset` (HTML Standard §4.8.4), up to the first that is none. */
export function readSrcset(srcset: string): readonly PictureCandidate[] {
  const found: PictureCandidate[] = [];
  let rest = srcset;
  for (let match = candidate.exec(rest); match; match = candidate.exec(rest)) {
    const [whole, address = "", descriptor = ""] = match;
    found.push({ address, descriptor: descriptor.trim() });
    rest = rest.slice(whole.length);
  }
  return found;
}
