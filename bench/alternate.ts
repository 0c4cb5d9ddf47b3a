export interface Rounds {
  readonly rounds: number;
  /** Ends early once this much time has passed and one round is done. Unlimited when absent. */
  readonly budgetMs?: number;
}

type Measure = () => Promise<number>;

/**
 * Measures several things in turn, round after round, so that whatever else the machine does meets all of them alike.
 * Every other round runs backwards, so that none always comes first. Returns the measurements of each.
 */
export async function alternate(sides: readonly Measure[], { rounds, budgetMs }: Rounds): Promise<number[][]> {
  const results = sides.map((): number[] => []);
  const started = performance.now();
  for (let round = 0; round < rounds; round++) {
    if (round > 0 && budgetMs !== undefined && performance.now() - started > budgetMs) break;
    const order = sides.keys().toArray();
    for (const index of round % 2 === 0 ? order : order.toReversed()) {
      const value = await sides[index]?.();
      if (value !== undefined) results[index]?.push(value);
    }
  }
  return results;
}
