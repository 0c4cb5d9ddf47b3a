import type { Checked } from "../model/mistake.ts";
import type { Outlet, OutletSelectors } from "../model/outlet.ts";
import { outletDefaults } from "./generic-outlet.ts";
import { knownKeys, profileSchema, type Profile } from "./profile-schema.ts";
import { canonicalLanguage } from "./profile-values.ts";
import { formatKeyPath, schemaMistakes } from "./schema-mistakes.ts";

/**
 * Checks an outlet's profile, as read from YAML, and fills in the defaults. All mistakes are reported at once;
 * `where` names the file in them.
 */
export function parseProfile(value: unknown, where: string): Checked<Outlet> {
  const checked = profileSchema.safeParse(value);
  if (checked.success) return { ok: true, value: toOutlet(checked.data) };
  const placeOf = (path: readonly PropertyKey[]): string => [where, formatKeyPath(path)].filter(Boolean).join(": ");
  return { ok: false, mistakes: schemaMistakes(checked.error.issues, { placeOf, knownKeys }) };
}

function toOutlet(profile: Profile): Outlet {
  const { id, name, hosts, section, rights, headings } = profile;
  const articleNumber = profile["article-number"];
  return {
    id,
    name,
    hosts,
    homepage: profile.homepage ?? `https://${hosts[0]}/`,
    ...(articleNumber !== undefined && { articleNumber }),
    timeZone: profile["time-zone"] ?? outletDefaults.timeZone,
    language: canonicalLanguage(profile.language ?? outletDefaults.language) ?? outletDefaults.language,
    ...(section && { section: { pathSegment: section["path-segment"] } }),
    ...(rights !== undefined && { rights }),
    images: profile.images ?? outletDefaults.images,
    entries: profile.entries ?? outletDefaults.entries,
    select: toSelectors(profile.select ?? {}),
    remove:
      profile.remove?.map(({ css, text = "" }) => (css === undefined ? { text } : { css })) ?? outletDefaults.remove,
    rewriteLinks: profile["rewrite-links"] ?? outletDefaults.rewriteLinks,
    ...(headings !== undefined && { headings }),
    dateline: profile.dateline ?? outletDefaults.dateline,
    ...(profile.formerly !== undefined && { formerly: profile.formerly }),
  };
}

function toSelectors(select: NonNullable<Profile["select"]>): OutletSelectors {
  const defaults = outletDefaults.select;
  return {
    time: select.time ?? defaults.time,
    byline: select.byline ?? defaults.byline,
    leadPicture: select["lead-picture"] ?? defaults.leadPicture,
    caption: select.caption ?? defaults.caption,
    credit: select.credit ?? defaults.credit,
    footer: select.footer ?? defaults.footer,
    original: select.original ?? defaults.original,
    copyright: select.copyright ?? defaults.copyright,
  };
}
