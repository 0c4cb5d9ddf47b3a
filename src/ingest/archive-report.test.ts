import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { exampleCapture, exampleFile, exampleId } from "../catalog/contract/example-file.ts";
import { openCatalog } from "../catalog/open-catalog.ts";
import { outletDefaults } from "../outlets/generic-outlet.ts";
import { createOutlets } from "../outlets/outlets.ts";
import { reportArchive } from "./archive-report.ts";

test("the report has the pace of each outlet and of all, and a remark on links", () => {
  const data = mkdtempSync(join(tmpdir(), "report-"));
  const { catalog } = openCatalog({ data }).write();
  onTestFinished(() => {
    catalog.close();
    rmSync(data, { recursive: true });
  });
  const ingested = Array.from({ length: 12 }, (_, index) => {
    const capturedAt = new Date(Date.UTC(2024, 4, 1 + index));
    return exampleFile(`${index}.txt`, exampleCapture({ id: exampleId(index), outletId: "dw-zh", capturedAt }));
  });
  catalog.apply({ ingested, removed: [] });
  const outlets = createOutlets(
    ["dw-zh", "voa-zh"].map((id) => ({ ...outletDefaults, id, name: id, hosts: [`${id}.example`] })),
  );
  if (!outlets.ok) throw new Error(JSON.stringify(outlets.mistakes));
  const report = reportArchive(catalog, outlets.value, [
    { path: "/a", state: "empty", links: { count: 2, example: "/a/b" } },
    { path: "/c", state: "present", links: { count: 1, example: "/c/d" } },
    { path: "/e", state: "missing" },
  ]);
  const pace = { newestSurfacedAt: new Date("2024-05-12T00:00:00Z"), usualGapSeconds: 24 * 3600 };
  expect(report).toMatchObject({
    ...pace,
    outlets: [
      { id: "dw-zh", articles: 12, ...pace },
      { id: "voa-zh", articles: 0 },
    ],
    missingRoots: ["/e"],
    remarks: [
      "/a holds no article file, only 2 links, such as /a/b. Links are not followed.",
      "1 link in /c passed over, such as /c/d. Links are not followed.",
    ],
  });
  expect(report.outlets[1]).toEqual({ id: "voa-zh", name: "voa-zh", articles: 0 });
});
