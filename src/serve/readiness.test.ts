import { expect, test } from "vitest";
import type { ArchiveState } from "./messages.ts";
import { readinessOf, silences } from "./readiness.ts";

const DAY = 24 * 60 * 60;
const now = new Date("2024-05-10T12:00:00Z");
const daysAgo = (days: number): Date => new Date(now.getTime() - days * DAY * 1000);

function archive(changes: Partial<ArchiveState> = {}): ArchiveState {
  const outlets = [
    { id: "dw-zh", name: "DW", newestSurfacedAt: daysAgo(0.1), usualGapSeconds: 8 * 3600 },
    { id: "voa-zh", name: "VOA", newestSurfacedAt: daysAgo(6), usualGapSeconds: DAY },
    { id: "new", name: "New", newestSurfacedAt: daysAgo(900) },
    { id: "none", name: "None" },
  ];
  const pace = { newestSurfacedAt: daysAgo(0.1), usualGapSeconds: 3600 };
  return { articles: 5, problems: 0, held: 0, missingRoots: [], outlets, ...pace, ...changes };
}

test("an outlet that is silent for several times its usual gap is a warning, and no reason to be unready", () => {
  expect(readinessOf(true, archive(), now)).toEqual({
    ready: true,
    warnings: ["Nothing new has come from VOA (voa-zh) for 6 days; 1 day would be usual. Does the crawler run?"],
    articles: 5,
    problems: 0,
  });
});

test("files that are older than what is served are degraded service, and none that is unready", () => {
  expect(readinessOf(true, archive({ outlets: [], filesFailure: "no space left on device" }), now)).toMatchObject({
    ready: true,
    degraded: "The files of publish-to cannot be brought up to date: no space left on device.",
  });
});

test("where the whole archive is silent, its outlets are not told one by one", () => {
  const silent = silences(archive({ newestSurfacedAt: daysAgo(2) }), now);
  expect(silent).toEqual([
    {
      outlet: "",
      warning: "Nothing new has come into the archive for 2 days; 1 hour would be usual. Does the crawler run?",
    },
  ]);
});

test("an archive in which outlets keep their pace has no warnings", () => {
  expect(readinessOf(true, archive({ outlets: [] }), now)).toEqual({ ready: true, articles: 5, problems: 0 });
  expect(readinessOf(false, undefined, now)).toEqual({ ready: false });
});
