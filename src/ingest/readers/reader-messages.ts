import type { OutletList } from "../../outlets/outlets.ts";
import type { FileLook, ReadArticle } from "../read-article.ts";

export type ToReader =
  /** Comes first: outlets that go together, as data. */
  | { readonly kind: "start"; readonly outlets: OutletList }
  | { readonly kind: "read"; readonly looks: readonly FileLook[]; readonly now: Date };

/** The outcomes of the looks it was sent last. */
export type FromReader = readonly ReadArticle[];
