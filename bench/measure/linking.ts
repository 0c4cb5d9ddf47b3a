import type { Bench } from "../bench.ts";
import type { Row } from "../figure.ts";
import { runChild } from "../machine/child.ts";
import { estimate, ratios } from "../statistics.ts";
import { filledCatalog } from "./filled-catalog.ts";

/** Measures the linking of one article to other reports, in catalogs of every size. */
export async function measureLinking(bench: Bench): Promise<readonly Row[]> {
  const { sizes, pairs } = bench.options;
  const catalogs = await Array.fromAsync(sizes, (files) => filledCatalog(bench, files));
  bench.tell("linking an article");
  const times = await runChild<readonly (readonly number[])[]>("linking", [String(pairs), ...catalogs]);
  return sizes.flatMap((files, index) => {
    const [smallest = [], those = []] = [times[0], times[index]];
    const figure = "linking an article, processor time";
    const absolute: Row = {
      figure,
      files,
      against: "",
      estimate: estimate(those),
      unit: "ms",
      target: { most: 3 },
      limit: "See “Linking an article” in docs/performance.md.",
    };
    if (index === 0) return [absolute];
    const growth = { against: `the same at ${sizes[0]} files`, unit: "×", target: { most: 1.5 } } as const;
    return [absolute, { figure, files, estimate: estimate(ratios(those, smallest)), ...growth }];
  });
}
