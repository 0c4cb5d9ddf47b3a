import type { Checked, Mistake } from "../model/mistake.ts";
import { GENERIC_OUTLET_ID, type ImagePolicy } from "../model/outlet.ts";
import { buildOutlet } from "./build-outlet.ts";
import { createOutlets, type Outlets } from "./outlets.ts";
import type { Profile } from "./profile-schema.ts";

/** A profile and the file it comes from. */
export interface PlacedProfile {
  readonly where: string;
  readonly profile: Profile;
}

/**
 * The outlets that profiles describe together. A shared profile is no outlet, but what others name in `like`; the one
 * named `other` holds for hosts that nobody claims. `images` is the picture policy of profiles that say none.
 */
export function joinProfiles(placed: readonly PlacedProfile[], images: ImagePolicy): Checked<Outlets> {
  const shared = new Map(placed.flatMap((one) => (one.profile.shared ? [[one.profile.id, one] as const] : [])));
  const mistakes = placed.flatMap((one) => likeMistakes(one, shared));
  if (mistakes.length > 0) return { ok: false, mistakes };
  const build = (profile: Profile) => buildOutlet(profile, builtOn(profile, shared), images);
  const other = shared.get(GENERIC_OUTLET_ID)?.profile ?? { id: GENERIC_OUTLET_ID, shared: true };
  const all = placed.filter(({ profile }) => !profile.shared).map(({ profile }) => build(profile));
  return createOutlets(all, build(other));
}

type SharedProfiles = ReadonlyMap<string, PlacedProfile>;

function likeMistakes({ where, profile }: PlacedProfile, shared: SharedProfiles): Mistake[] {
  const names = profile.like ?? [];
  const unknown = names.filter((name) => !shared.has(name));
  const known = shared.size === 0 ? "There is none" : `There are ${[...shared.keys()].join(", ")}`;
  return [
    ...unknown.map((name) => ({ where: `${where}: like`, message: `No shared profile is named ${name}. ${known}.` })),
    ...(builtOn(profile, shared).includes(profile)
      ? [{ where: `${where}: like`, message: `The profile ${profile.id} builds on itself.` }]
      : []),
  ];
}

/** The shared profiles that a profile builds on, nearest first, each once. */
function builtOn(profile: Profile, shared: SharedProfiles): readonly Profile[] {
  const found = new Set<Profile>();
  const visit = (names: readonly string[]): void => {
    for (const name of names) {
      const next = shared.get(name)?.profile;
      if (next === undefined || found.has(next)) continue;
      found.add(next);
      visit(next.like ?? []);
    }
  };
  visit(profile.like ?? []);
  return [...found];
}
