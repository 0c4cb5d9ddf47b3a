import { textOfSanitized } from "../lib/html/text-of.ts";
import type { Outlet, OwnRule } from "../model/outlet.ts";
import type { FoundPart } from "../model/trace.ts";

/** A line that many articles of an outlet have at one place: promotion, perhaps, that its profile does not remove. */
export interface SharedLine {
  readonly place: "start" | "end";
  readonly text: string;
  readonly articles: number;
}

/** Lines from either end of an article that are compared. */
const EDGE_LINES = 3;
/** Longer lines are an article's own, in UTF-16 units. */
const LONGEST_LINE = 200;
/** More lines are not held: those seen once go. */
const MOST_LINES = 20_000;
const LEAST_ARTICLES = 5;
const LEAST_SHARE = 0.1;
/** Fewer files say nothing of rules that find nothing. */
const LEAST_FILES = 20;
const MOST_SHARED = 5;

/** Follows the files of one outlet: which rules of its profile find something, and which lines its articles share. */
export class OutletCheck {
  readonly id: string;
  readonly name: string;
  files = 0;
  problems = 0;
  readonly #rules: readonly OwnRule[];
  readonly #found = new Set<string>();
  readonly #lines = new Map<string, number>();
  #bodies = 0;

  constructor({ id, name, ownRules = [] }: Pick<Outlet, "id" | "name" | "ownRules">) {
    this.id = id;
    this.name = name;
    this.#rules = ownRules;
  }

  /** Takes in one file: the rules that found something in it, and its body, absent where it is no article. */
  add(found: Iterable<string>, bodyHtml: string | undefined): void {
    this.files++;
    for (const key of found) this.#found.add(key);
    if (bodyHtml === undefined) this.problems++;
    else this.#addLines(bodyHtml);
  }

  /**
   * The rules of its own profile that have found nothing in any file; none while there are too few files. Rules of an
   * era count where that was found.
   */
  unusedRules(): readonly FoundPart[] {
    if (this.files < LEAST_FILES) return [];
    return this.#rules.filter((rule) => {
      const isLooked = rule.era === undefined || this.#found.has(ruleKey({ part: "era", rule: rule.era }));
      return isLooked && !this.#found.has(ruleKey(rule));
    });
  }

  /** The lines that most articles share, the commonest first. */
  sharedLines(): readonly SharedLine[] {
    const least = Math.max(LEAST_ARTICLES, this.#bodies * LEAST_SHARE);
    return [...this.#lines]
      .filter(([, articles]) => articles >= least)
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, MOST_SHARED)
      .map(([key, articles]) => {
        const place = key.startsWith("start") ? "start" : "end";
        return { place, text: key.slice(place.length + 1), articles };
      });
  }

  #addLines(bodyHtml: string): void {
    this.#bodies++;
    const lines = textOfSanitized(bodyHtml)
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
    const start = lines.slice(0, EDGE_LINES).map((line) => `start ${line}`);
    const end = lines.slice(Math.max(EDGE_LINES, lines.length - EDGE_LINES)).map((line) => `end ${line}`);
    for (const key of new Set([...start, ...end])) {
      if (key.length <= LONGEST_LINE) this.#lines.set(key, (this.#lines.get(key) ?? 0) + 1);
    }
    if (this.#lines.size <= MOST_LINES) return;
    for (const [key, articles] of this.#lines) if (articles === 1) this.#lines.delete(key);
  }
}

export function ruleKey({ part, rule }: FoundPart): string {
  return `${part} ${rule}`;
}
