import type { Catalog } from "../catalog/catalog.ts";
import type { Edition } from "../model/edition.ts";
import { createPublisher, type Publisher } from "./publisher.ts";
import { feedSettingsOf, publicationOf, type Settings } from "../config/settings.ts";

export interface PublicationsDeps {
  readonly catalog: Catalog;
  readonly siteId: string;
  /** Of feedmill. */
  readonly version: string;
  readonly settings: () => Settings;
  readonly now: () => Date;
  readonly onPublished: (paths: readonly string[], edition: Edition) => void;
  /**
   * Whether to write nothing until told that the archive has been read. After a catalog was lost, half of the archive
   * would show readers old articles as new.
   */
  readonly isHeldBack: boolean;
}

/** Publishes, under whatever settings there are, what changed in the catalog. */
export interface Publications extends Pick<Publisher, "edition" | "touch"> {
  /** Everything is made anew, next time, with the settings of now. */
  renew(): void;
  /** Ends the holding back. */
  release(): void;
  /** While many files are read: publishes now and then what has been taken in. */
  publishMeanwhile(): void;
  publish(): void;
}

export function createPublications(deps: PublicationsDeps): Publications {
  const { catalog, siteId, version, settings, now, onPublished } = deps;
  let { isHeldBack } = deps;
  let publisher = newPublisher();

  function newPublisher(): Publisher {
    const { outlets, config } = settings();
    const publication = publicationOf(config, siteId);
    const feeds = feedSettingsOf(config);
    const keepsVersions = config.deltas;
    return createPublisher({ catalog, outlets, feeds, publication, version, keepsVersions, now, onPublished });
  }

  return {
    edition: () => publisher.edition(),
    touch: (outletIds) => publisher.touch(outletIds),
    renew() {
      publisher = newPublisher();
    },
    release() {
      isHeldBack = false;
    },
    publishMeanwhile() {
      if (!isHeldBack) publisher.publishNowAndThen();
    },
    publish() {
      if (!isHeldBack) publisher.publish();
    },
  };
}
