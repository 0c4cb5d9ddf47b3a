import fc from "fast-check";

/** Something that takes input from strangers, and what must hold whatever the input. */
export interface FuzzTarget {
  readonly name: string;
  /** Makes inputs from the seed until there have been so many, or the time is over. */
  fuzz(limits: FuzzLimits): Promise<FuzzReport>;
  close?(): Promise<void>;
}

export interface FuzzLimits {
  readonly seed: number;
  readonly runs: number;
  readonly milliseconds?: number;
  /** An input that takes more processor time fails. */
  readonly mostMs?: number;
}

export interface FuzzReport {
  readonly tried: number;
  /** The smallest input found that fails, as JSON, and how. */
  readonly failure?: string;
}

/** `kept` are inputs that failed once; they are tried first, every time. `holds` throws where an input fails. */
export function fuzzTarget<Input>(
  name: string,
  inputs: fc.Arbitrary<Input>,
  kept: readonly Input[],
  holds: (input: Input) => void | Promise<void>,
): FuzzTarget {
  return {
    name,
    async fuzz({ seed, runs, milliseconds, mostMs = Infinity }) {
      const property = fc.asyncProperty(inputs, async (input) => {
        const started = process.cpuUsage();
        await holds(input);
        const { user, system } = process.cpuUsage(started);
        if (user + system > 1000 * mostMs) throw new Error(`took ${(user + system) / 1000} ms of processor time`);
      });
      const details = await fc.check(property, {
        seed,
        numRuns: runs,
        examples: kept.map((input) => [input]),
        ...(milliseconds !== undefined && { interruptAfterTimeLimit: milliseconds, markInterruptAsFailure: false }),
      });
      // A run whose time was over before the first input counts as failed, but has nothing to show for it.
      if (details.counterexample === null) return { tried: details.numRuns };
      const [input] = details.counterexample;
      const { errorInstance: error } = details;
      return {
        tried: details.numRuns,
        failure: `${JSON.stringify(input)}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      };
    },
  };
}
