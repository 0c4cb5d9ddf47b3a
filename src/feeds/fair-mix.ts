import type { Article } from "../model/article.ts";
import { shownBytes } from "./shown-article.ts";

/** Number of candidates that are looked at for articles of other outlets. */
export const LOOK_AHEAD = 500;

export interface MixLimits {
  readonly entries: number;
  readonly bytes: number;
  /** In percent. */
  readonly share: number;
}

/**
 * The newest articles, but no outlet has more than its share of the entries (rounded down, at least one) unless the
 * others have too few among the newest 500 to fill the rest; then the newest of what is left does. Articles keep their
 * order. Where they are too many bytes there are fewer entries, so that the share is one of what is shown.
 */
export function fairMix(candidates: Iterable<Article>, { entries, bytes, share }: MixLimits): Article[] {
  const list = new LookAhead(candidates, LOOK_AHEAD);
  for (let count = entries; ; count--) {
    const mixed = mixOf(list, count, Math.max(1, Math.floor((count * share) / 100)));
    if (count === 1 || mixed.reduce((sum, article) => sum + shownBytes(article), 0) <= bytes) return mixed;
  }
}

function mixOf(list: Iterable<Article>, count: number, most: number): Article[] {
  const taken = new Map<string, number>();
  const mixed: [place: number, Article][] = [];
  const waiting: [place: number, Article][] = [];
  let place = 0;
  for (const article of list) {
    const ofOutlet = taken.get(article.outletId) ?? 0;
    if (ofOutlet < most) {
      taken.set(article.outletId, ofOutlet + 1);
      mixed.push([place, article]);
    } else waiting.push([place, article]);
    if (mixed.length === count) break;
    place++;
  }
  mixed.push(...waiting.slice(0, count - mixed.length));
  return mixed.sort(([a], [b]) => a - b).map(([, article]) => article);
}

/** The first of a list that can be gone through but once, to be gone through often, and read no further than needed. */
class LookAhead implements Iterable<Article> {
  readonly #seen: Article[] = [];
  readonly #rest: Iterator<Article>;
  readonly #max: number;

  constructor(articles: Iterable<Article>, max: number) {
    this.#rest = articles[Symbol.iterator]();
    this.#max = max;
  }

  *[Symbol.iterator](): Generator<Article> {
    for (let at = 0; at < this.#max; at++) {
      const article = this.#seen[at] ?? this.#read();
      if (article === undefined) return;
      yield article;
    }
  }

  #read(): Article | undefined {
    const next = this.#rest.next();
    if (next.done === true) return undefined;
    this.#seen.push(next.value);
    return next.value;
  }
}
