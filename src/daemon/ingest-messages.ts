import type { Config, ConfigSources } from "../config/config.ts";
import type { IngestNews } from "../ingest/ingest-service.ts";
import type { ServingNews } from "../serve/messages.ts";
import type { Answer, ArchiveCommand } from "./commands.ts";

/** The data that the ingest thread is started with. */
export interface IngestThreadData {
  /** With the public URL as it is served: its port is known. */
  readonly config: Config;
  /** For reading the settings again. */
  readonly sources: ConfigSources;
  /** The version of feedmill. */
  readonly version: string;
}

export type ToIngestThread =
  | { readonly kind: "stop" }
  | { readonly kind: "ping" }
  /** To be answered under the same number. */
  | { readonly kind: "command"; readonly number: number; readonly command: ArchiveCommand };

export type FromIngestThread =
  | ArchiveNews
  /** Work cannot begin, for a reason the operator can act on. */
  | { readonly kind: "refused"; readonly message: string }
  /** Answers a ping. */
  | { readonly kind: "pong" }
  | { readonly kind: "answer"; readonly number: number; readonly answer: Answer };

/** News of the archive and of what is published of it. Those who serve are told the part that is theirs. */
export type ArchiveNews =
  /** A catalog is open, perhaps in another's place. `changedAt`: the last change of what is published. */
  | { readonly kind: "opened"; readonly changedAt: Date | undefined }
  /** These documents were written or removed. */
  | { readonly kind: "published"; readonly paths: readonly string[]; readonly changedAt: Date }
  /** So many files were read for the machine that leads. */
  | { readonly kind: "read-for-others"; readonly files: number }
  | Extract<ServingNews, { kind: "reloaded" }>
  | IngestNews;
