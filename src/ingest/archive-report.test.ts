import { expect, onTestFinished, test } from "vitest";
import { exampleCapture, exampleFile, exampleId } from "../catalog/contract/example-file.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { openCatalog } from "../catalog/open-catalog.ts";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import type { Corrections } from "../model/story.ts";
import { outletDefaults } from "../outlets/generic-outlet.ts";
import { createOutlets, type Outlets } from "../outlets/outlets.ts";
import { noCorrections } from "../stories/corrections.ts";
import { reportArchive } from "./archive-report.ts";

async function emptyCatalog(): Promise<Catalog> {
  const data = temporaryDirectory();
  const { catalog } = await openCatalog({ data }).write();
  onTestFinished(() => catalog.close());
  return catalog;
}

function outletsNamed(...ids: readonly string[]): Outlets {
  const outlets = createOutlets(ids.map((id) => ({ ...outletDefaults, id, name: id, hosts: [`${id}.example`] })));
  if (!outlets.ok) throw new Error(JSON.stringify(outlets.mistakes));
  return outlets.value;
}

test("a field that the newest articles lack, and an article that another hides, are remarks", async () => {
  const catalog = await emptyCatalog();
  const { publishedAt, ...undated } = exampleCapture({ outletId: "dw-zh" });
  const ingested = Array.from({ length: 80 }, (_, index) => {
    const times = {
      capturedAt: new Date(Date.UTC(2024, 4, 1, index)),
      ...(index < 60 && { publishedAt: publishedAt ?? new Date(0) }),
    };
    return exampleFile(`${index}.txt`, { ...undated, ...times, id: exampleId(index) });
  });
  const rival = {
    title: "果园",
    canonicalUrl: "https://g.example/2",
    bodyHtml: "<p>园丁在春天种下了苹果树。</p>",
    textHash: "o",
  };
  await catalog.files.apply({
    ingested: [...ingested, exampleFile("r.txt", { ...undated, ...rival, id: exampleId(1) })],
    removed: [],
  });
  const report = await reportArchive(catalog, { outlets: outletsNamed("dw-zh"), corrections: noCorrections }, []);
  expect(report.outlets[0]?.drops).toEqual([{ field: "time", newest: 0, before: 60, earlier: 60 }]);
  expect(report.flawCounts).toEqual(new Map([["SWALLOWED_CAPTURE", 1]]));
  expect(report.remarks).toEqual([
    "1 file not shown, because another article has the same id: feedmill check names them.",
    "Of the last 20 articles of dw-zh (dw-zh), 0 have the field time; of 60 before them, 60 had it. Has the outlet changed its markup?",
  ]);
});

test("the report has the pace of each outlet and of all, and a remark on links", async () => {
  const catalog = await emptyCatalog();
  const ingested = Array.from({ length: 24 }, (_, index) => {
    const capturedAt = new Date(Date.UTC(2024, 4, 1 + index));
    return exampleFile(`${index}.txt`, exampleCapture({ id: exampleId(index), outletId: "dw-zh", capturedAt }));
  });
  await catalog.files.apply({ ingested, removed: [] });
  const report = await reportArchive(
    catalog,
    { outlets: outletsNamed("dw-zh", "voa-zh"), corrections: noCorrections },
    [
      { path: "/a", state: "empty", links: { count: 2, example: "/a/b" } },
      { path: "/c", state: "present", links: { count: 1, example: "/c/d" } },
      { path: "/e", state: "missing" },
    ],
  );
  const pace = { newestSurfacedAt: new Date("2024-05-24T00:00:00Z"), usualGapSeconds: 24 * 3600 };
  expect(report).toMatchObject({
    ...pace,
    outlets: [
      { id: "dw-zh", articles: 24, ...pace },
      { id: "voa-zh", articles: 0 },
    ],
    missingRoots: ["/e"],
    remarks: [
      "/a holds no article file, only 2 links, such as /a/b. Links are not followed.",
      "1 link in /c passed over, such as /c/d. Links are not followed.",
    ],
  });
  expect(report.outlets[1]).not.toHaveProperty("newestSurfacedAt");
  expect(report.outlets[0]).toMatchObject({ coverage: { time: 24, dek: 0 }, drops: [] });
});

test("a correction of stories that changes nothing is a remark with the reason", async () => {
  const catalog = await emptyCatalog();
  const ingested = [0, 72, 80].map((hours, index) => {
    const publishedAt = new Date(Date.UTC(2024, 4, 1, hours));
    const claims = { id: exampleId(index), text: `text ${index}`, publishedAt, capturedAt: publishedAt };
    return exampleFile(`${index}.txt`, exampleCapture(claims));
  });
  await catalog.files.apply({ ingested, removed: [] });
  const [first, within, late, none] = [exampleId(0), exampleId(1), exampleId(2), exampleId(3)];
  const corrections: Corrections = {
    join: [
      [within, first],
      [first, late],
      [first, none],
      [within, late],
    ],
    forbid: [
      [late, within],
      [none, first],
    ],
  };
  const { remarks, idleCorrections } = await reportArchive(catalog, { outlets: outletsNamed(), corrections }, []);
  expect(remarks).toEqual([
    `stories.join has no effect on ${first}+${late}: they were published 3 days 8 hours apart, which is over 72 hours.`,
    `stories.join has no effect on ${first}+${none}: no article has the id ${none}.`,
    `stories.join has no effect on ${within}+${late}: stories.forbid names them, too.`,
    `stories.forbid has no effect on ${none}+${first}: no article has the id ${none}.`,
  ]);
  expect(idleCorrections).toEqual(remarks);
});
