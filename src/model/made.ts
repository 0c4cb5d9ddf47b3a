import type { Document } from "./document.ts";

/** The result of making the document that an address asks for. */
export type Made<Kind extends object = Document> =
  | { readonly kind: "document"; readonly document: Kind }
  /** The address is another spelling of that of a document which is kept ready. */
  | { readonly kind: "ready"; readonly path: string }
  /** The address asks for something in a way that is not understood: `shown` points at where, in a line or two. */
  | { readonly kind: "mistake"; readonly message: string; readonly shown: string }
  /** There was something here, and it was taken away for good. */
  | { readonly kind: "gone" }
  | { readonly kind: "none" }
  /** There will be, once there is an article. */
  | { readonly kind: "not-yet" }
  /** To find out would take longer than anybody is given. */
  | { readonly kind: "too-broad" }
  /** More is asked for than can be made at the moment. */
  | { readonly kind: "busy" };
