import type { Found, FromIngestThread } from "./messages.ts";
import { readinessOf } from "../serve/readiness.ts";
import type { ServiceManager } from "./service-manager.ts";

/**
 * Passes on what the ingest thread tells. The daemon is ready once a catalog is open: from then on the last good feeds
 * are served, and where there are none yet, the first scan has begun.
 */
export function reportToServiceManager(manager: ServiceManager): (message: FromIngestThread) => void {
  return (message) => {
    if (message.kind === "opened") {
      manager.ready();
      manager.status("Looking through the archive; what was published before is served.");
    } else if (message.kind === "reading") {
      manager.status(`Reading files: ${message.done} of ${message.total}.`);
    } else if (message.kind === "scanned") {
      manager.status(statusOf(message.found));
    }
  };
}

function statusOf(found: Found): string {
  const { degraded } = readinessOf(true, found);
  const unpublished = found.problems === 0 ? "" : ` Files not published: ${found.problems}.`;
  return `Articles: ${found.articles}.${unpublished}${degraded === undefined ? "" : ` ${degraded}`}`;
}
