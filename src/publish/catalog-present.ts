import type { CatalogReader } from "../catalog/catalog.ts";
import { startOfUtcDay, utcDay } from "../lib/time/utc-day.ts";

/**
 * The days that captures and takedowns have come to. While they stay, a feed depends on nothing but its own outlets:
 * the first capture of a new day closes the history's parts of the day before, in every feed.
 */
export interface Present {
  /** The first instant of the later of the two; absent while there is neither. */
  readonly day?: Date;
  /** Equal keys are equal days. */
  readonly key: string;
}

export function catalogPresent(catalog: CatalogReader): Present {
  const takenDown = catalog.takedowns()[0]?.takenDownAt;
  const days = [catalog.lastDay() ?? "", takenDown === undefined ? "" : utcDay(takenDown)];
  const day = startOfUtcDay(days.toSorted().at(-1) ?? "");
  return { key: days.join("/"), ...(day === undefined ? {} : { day }) };
}
