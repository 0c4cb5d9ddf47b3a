import { describeSpan } from "../lib/text/quantities.ts";
import { silenceSeconds, type Pace } from "../model/pace.ts";
import type { Readiness } from "../http/routes.ts";
import type { ArchiveState } from "./messages.ts";

/** The answer of `/readyz`: ready while feeds are served, degraded while they do not show the present archive. */
export function readinessOf(isServing: boolean, archive: ArchiveState | undefined, now: Date): Readiness {
  if (archive === undefined) return { ready: isServing };
  const degraded = degradation(archive);
  const warnings = silences(archive, now).map(({ warning }) => warning);
  return {
    ready: isServing,
    ...(degraded !== undefined && { degraded }),
    ...(warnings.length > 0 && { warnings }),
    articles: archive.articles,
    problems: archive.problems,
  };
}

function degradation(archive: ArchiveState): string | undefined {
  const { failure, filesFailure, held, missingRoots, following } = archive;
  if (failure !== undefined) return `The archive cannot be taken in: ${failure}.`;
  if (filesFailure !== undefined) return `The files of publish-to cannot be brought up to date: ${filesFailure}.`;
  if (following?.differsIn !== undefined) {
    const what = following.differsIn === "version" ? "another version of feedmill" : "other settings";
    return `${following.leader ?? "Another machine"} leads with ${what}: this one serves what that publishes, and does not lead.`;
  }
  if (held > 0) {
    return `${held} files have gone from the archive; their articles are kept until feedmill accept-deletions, or for a day.`;
  }
  if (missingRoots.length > 0) return "A directory of the archive is not there.";
  return undefined;
}

/** A crawler that is dead, or an outlet that it no longer gets: feeds are served, and nothing new comes. */
export interface Silence {
  /** The id of the outlet; empty for the whole archive. */
  readonly outlet: string;
  readonly warning: string;
}

/** The silences of an archive. Where all of it is silent, its outlets are not told one by one. */
export function silences(archive: ArchiveState, now: Date): readonly Silence[] {
  const ofAll = silenceOf(archive, "", "Nothing new has come into the archive", now);
  if (ofAll.length > 0) return ofAll;
  return archive.outlets.flatMap((outlet) =>
    silenceOf(outlet, outlet.id, `Nothing new has come from ${outlet.name} (${outlet.id})`, now),
  );
}

function silenceOf(pace: Pace, outlet: string, what: string, now: Date): Silence[] {
  const seconds = silenceSeconds(pace, now);
  if (seconds === undefined) return [];
  const usual = describeSpan(pace.usualGapSeconds ?? 0);
  return [{ outlet, warning: `${what} for ${describeSpan(seconds)}; ${usual} would be usual. Does the crawler run?` }];
}
