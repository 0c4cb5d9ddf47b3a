import type { Readiness } from "../http/routes.ts";
import type { ArchiveState } from "./messages.ts";

/** The answer of `/readyz`: ready while feeds are served, degraded while they do not show the present archive. */
export function readinessOf(isServing: boolean, archive: ArchiveState | undefined): Readiness {
  const counts = archive === undefined ? {} : { articles: archive.articles, problems: archive.problems };
  const degraded = archive === undefined ? undefined : degradation(archive);
  return { ready: isServing, ...(degraded === undefined ? {} : { degraded }), ...counts };
}

function degradation({ failure, held, missingRoots }: ArchiveState): string | undefined {
  if (failure !== undefined) return `The archive cannot be taken in: ${failure}.`;
  if (held > 0) {
    return `${held} files have gone from the archive; their articles are kept until feedmill accept-deletions, or for a day.`;
  }
  if (missingRoots.length > 0) return "A directory of the archive is not there.";
  return undefined;
}
