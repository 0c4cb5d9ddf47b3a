import { hubPath, publicAddress } from "../model/addresses.ts";
import type { FeedSettings } from "../model/custom-feed.ts";
import type { Hub, Site } from "../model/feed.ts";
import type { ArticlePair, Corrections } from "../model/story.ts";
import type { Config } from "./config.ts";

/* What each part of feedmill is told of the configuration alone. What needs the outlets' profiles as well is in `settings.ts`. */

export function siteOf(config: Config, siteId: string): Site {
  const { title, publicUrl, language, maxAgeSeconds, attribution, offline } = config;
  return { title, publicUrl, siteId, language, maxAgeSeconds, attribution, offline };
}

/** The hub that feeds name; undefined where nothing is pushed. */
export function hubOf({ push, publicUrl }: Config): Hub | undefined {
  if (push === "off") return undefined;
  return push === "on"
    ? { url: publicAddress({ publicUrl }, hubPath), isOurs: true }
    : { url: push.hub, isOurs: false };
}

export function feedSettingsOf({ feeds, allShare, allScripts, storiesShare }: Config): FeedSettings {
  return {
    custom: feeds,
    combined: { ...(allShare < 100 && { share: allShare }), scripts: allScripts },
    stories: storiesShare < 100 ? { share: storiesShare } : {},
  };
}

/** The pairs of `stories.join` and `stories.forbid`. */
export function correctionsOf({ storiesForbid, storiesJoin }: Config): Corrections {
  return { forbid: storiesForbid.map(articlePair), join: storiesJoin.map(articlePair) };
}

function articlePair(written: string): ArticlePair {
  const [one = "", other = ""] = written.toLowerCase().replaceAll("urn:uuid:", "").split("+");
  return [`urn:uuid:${one}`, `urn:uuid:${other}`];
}

/** Limits on the requests of a client, and the proxies whose word on its address is believed. */
export function rateSettingsOf({ rateFull, rateBytes, rateMade, trustedProxies }: Config) {
  return { full: rateFull, bytes: rateBytes, made: rateMade, trustedProxies };
}
