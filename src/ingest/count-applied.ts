import type { Applied } from "./ingester.ts";
import type { AppliedCounts } from "../daemon/messages.ts";

/** What one transaction took in, in numbers. */
export function countApplied({ change: { added, revised, removed }, files }: Applied): AppliedCounts {
  const outlets = new Map<string, number>();
  let problems = 0;
  for (const { outcome } of files) {
    if (outcome.ok) outlets.set(outcome.value.outletId, (outlets.get(outcome.value.outletId) ?? 0) + 1);
    else problems += 1;
  }
  return { outlets, problems, added, revised, removed };
}
