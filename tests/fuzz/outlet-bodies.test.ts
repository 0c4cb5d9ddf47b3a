import fc from "fast-check";
import { expect, test } from "vitest";
import { normalizeArticle } from "../../src/normalize/normalize-article.ts";
import { projectOutlets } from "../corpus-cases.ts";
import { outletBodies } from "./outlet-bodies.ts";

const { all, generic } = projectOutlets();

test.each([...all, generic].map((outlet) => [outlet.id, outlet] as const))(
  "every rule of %s finds something in a thousand bodies made of it",
  (_id, outlet) => {
    const idle = new Set(outlet.ownRules?.map(nameOf));
    const url = `https://${outlet.hosts[0] ?? "blog.example"}/a/1`;
    for (const bodyHtml of fc.sample(outletBodies(outlet), { numRuns: 1_000, seed: 2026 })) {
      const raw = { title: "标题", url, bodyHtml, capturedAt: new Date("2024-06-10T00:00:00Z") };
      normalizeArticle(raw, outlet, { found: (rule) => idle.delete(nameOf(rule)) });
    }
    expect([...idle]).toEqual([]);
  },
);

function nameOf({ part, rule }: { readonly part: string; readonly rule: string }): string {
  return `${part}: ${rule}`;
}
