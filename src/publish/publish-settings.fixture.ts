import { site } from "../model/site.fixture.ts";
import { outletDefaults } from "../outlets/generic-outlet.ts";
import { createOutlets } from "../outlets/outlets.ts";
import type { Outlet } from "../model/outlet.ts";
import type { PublisherSettings } from "./publisher.ts";

/** Settings under which one outlet is published. */
export function publishSettings(
  outlet: Pick<Outlet, "id"> & Partial<Outlet>,
  changes: Partial<PublisherSettings["site"]> = {},
): PublisherSettings {
  const profile = { ...outletDefaults, name: "Example Gazette", hosts: ["gazette.example"], ...outlet };
  const outlets = createOutlets([profile]);
  if (!outlets.ok) throw new Error("One outlet cannot contradict itself.");
  return {
    outlets: outlets.value,
    feeds: { custom: [], combined: { scripts: "main" } },
    site: { ...site, ...changes },
    keepsVersions: false,
  };
}
