import type { Mistake } from "../model/mistake.ts";
import type { Option } from "./option.ts";
import type { Said } from "./said.ts";

/** An option's effective value, and where it came from. */
export interface Setting<T> {
  readonly value: T;
  readonly origin: string;
  readonly where: string;
  /** The place of whoever said it among those who speak: 0 is the strongest. */
  readonly rank: number;
}

/** What a setting nobody spoke about has instead of an origin. */
export const byDefault = { origin: "default", where: "default", rank: Infinity };

export interface Settler {
  settle<T>(option: Option<T>): Setting<T>;
  /** Undefined where nobody said anything, for options whose default is computed. */
  settleOptional<T>(option: Option<T>): Setting<T> | undefined;
}

/**
 * Decides between those who speak, the strongest first. Every value said is checked, overridden ones included;
 * one that is wrong is added to `mistakes` and passed over.
 */
export function createSettler(
  speakers: readonly ReadonlyMap<string, Said>[],
  cwd: string,
  mistakes: Mistake[],
): Settler {
  function settleOptional<T>(option: Option<T>): Setting<T> | undefined {
    const settings = speakers.flatMap((speaker, rank): Setting<T>[] => {
      const said = speaker.get(option.key);
      if (!said) return [];
      const checked = option.type.safeParse(said.value);
      if (!checked.success) {
        mistakes.push({ where: said.where, message: `This must be ${option.expected}, not ${quote(said.value)}.` });
        return [];
      }
      return [{ value: place(option, checked.data, said.base), origin: said.origin, where: said.where, rank }];
    });
    return settings[0];
  }

  function settle<T>(option: Option<T>): Setting<T> {
    return settleOptional(option) ?? { value: place(option, option.type.parse(option.default), cwd), ...byDefault };
  }

  return { settle, settleOptional };
}

function place<T>(option: Option<T>, value: T, base: string): T {
  return option.place ? option.place(value, base) : value;
}

const longestQuote = 60;

function quote(value: unknown): string {
  const text = typeof value === "number" ? String(value) : JSON.stringify(value);
  return text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text;
}
