import { setTimeout as pause } from "node:timers/promises";
import { pick, type Random } from "../../bench/random.ts";
import { burst, type ChurnedArchive } from "./churned-archive.ts";
import type { Fault } from "./faults.ts";
import type { Figures } from "./figures.ts";

export interface Stirring {
  readonly random: Random;
  readonly figures: Figures;
  /** Of the monotonic clock: when to leave off. */
  readonly untilMs: number;
}

/** Changes the archive again and again, where it may be changed. */
export async function changeOn(
  { random, figures, untilMs }: Stirring,
  churned: ChurnedArchive,
  mayChange = (): boolean => true,
): Promise<void> {
  while (performance.now() < untilMs) {
    await pause(random() * 600);
    for (let turn = burst(random); turn > 0 && mayChange(); turn--)
      figures.count("Changes of the archive", churned.change());
  }
}

/** Has one fault happen after another. */
export async function failOn({ random, figures, untilMs }: Stirring, faults: readonly Fault[]): Promise<void> {
  while (performance.now() < untilMs) {
    await pause(1000 + random() * 3000);
    const [name, happen] = pick(random, faults);
    figures.note(`${name}: begins`);
    if (await happen()) figures.count("Faults survived", name);
    figures.note(`${name}: over`);
  }
}
