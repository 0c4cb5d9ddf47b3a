import { articleId, articleKey } from "../normalize/identity.ts";
import type { Outlets } from "../outlets/outlets.ts";

/** The id that the article at an outlet's address has, whether or not there is one. */
export function idOfAddress(address: string, outlets: Outlets): string {
  return articleId(articleKey(address, outlets.identify(address)));
}
