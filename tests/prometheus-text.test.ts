import { expect, test } from "vitest";
import { parseExposition } from "./prometheus-text.ts";

const head = "# HELP a_total Things\n# TYPE a_total counter\n";
const buckets = "# HELP s S\n# TYPE s histogram\n";

test("a sample is read with its labels", () => {
  expect(parseExposition(`${head}a_total{x="1, \\"2\\"",y=""} 1.5e+3\n`).samples).toEqual([
    { name: "a_total", labels: { x: '1, "2"', y: "" }, value: 1500 },
  ]);
});

test.each([
  ["an end that is missing", `${head}a_total 1`, "not end"],
  ["a metric without type", "a_total 1\n", "No type"],
  ["a series that comes twice", `${head}a_total{x="1"} 1\na_total{x="1"} 2\n`, "Twice"],
  ["a type that comes twice", `${head}${head}`, "twice"],
  ["a quote that is not escaped", `${head}a_total{x="""} 1\n`, "Bad labels"],
  ["a value that is none", `${head}a_total undefined\n`, "No sample"],
  ["buckets that fall", `${buckets}s_bucket{le="1"} 2\ns_bucket{le="+Inf"} 1\n`, "Not cumulative"],
  ["buckets without end", `${buckets}s_bucket{le="1"} 2\n`, "No +Inf"],
])("%s is a fault", (_, text, message) => {
  expect(() => parseExposition(text)).toThrow(message);
});
