import { expect, test } from "vitest";
import { parseFragment } from "../../src/lib/html/parse-fragment.ts";
import { bodyLimits } from "../../src/model/body-limits.ts";
import type { BodyRules, Outlet } from "../../src/model/outlet.ts";
import { findAll } from "../../src/normalize/selectors.ts";
import { projectOutlets } from "../corpus-cases.ts";
import { alternativesOf, markupFor } from "./markup-for-selector.ts";
import { selectorsOf } from "./outlet-bodies.ts";

test("what is written for a selector of any profile is found by it", () => {
  const { all, generic } = projectOutlets();
  const missed = [...all, generic].flatMap((outlet) =>
    rulesOf(outlet)
      .flatMap(selectorsOf)
      .filter((css) => !alternativesOf(css).every((one) => isFound(css, markupFor(one, "内容")))),
  );
  expect([...new Set(missed)]).toEqual([]);
});

function rulesOf(outlet: Outlet): readonly BodyRules[] {
  return [outlet, ...outlet.eras];
}

function isFound(css: string, html: string): boolean {
  const parsed = parseFragment(html, bodyLimits);
  return "root" in parsed && findAll({ root: parsed.root }, css).length > 0;
}
