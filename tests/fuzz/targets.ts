import { articleTarget } from "./article-target.ts";
import type { FuzzTarget } from "./fuzz-target.ts";
import { queryTarget } from "./query-target.ts";
import { outletTarget } from "./outlet-target.ts";
import { createRequestTarget } from "./request-target.ts";

/** Everything that strangers write to. */
export async function createTargets(): Promise<readonly FuzzTarget[]> {
  return [articleTarget, outletTarget, queryTarget, await createRequestTarget()];
}
