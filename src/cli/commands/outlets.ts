import { readArticleFile } from "../../archive/read-article-file.ts";
import { ingestFile } from "../../ingest/ingest-file.ts";
import { GENERIC_OUTLET_ID } from "../../model/outlet.ts";
import type { TraceEntry } from "../../model/trace.ts";
import { guessProfile } from "../../outlets/guess-profile.ts";
import type { Outlets } from "../../outlets/outlets.ts";
import { profileJsonSchema } from "../../outlets/profile-json-schema.ts";
import { findOneArticleFile } from "../article-files.ts";
import type { CommandContext } from "../commands.ts";
import { Failure } from "../failure.ts";
import { inCatalog, requireOutlets } from "../installation.ts";
import { formatTable, writeJson, writeText } from "../output.ts";

interface KnownOutlet {
  readonly id: string;
  readonly name: string;
  readonly hosts: readonly string[];
  /** Absent while there is no catalog. */
  readonly articles?: number;
}

/** `feedmill outlets`: the outlets with a profile, and those of which articles are published. */
export async function run({ config, flags }: CommandContext): Promise<number> {
  if (flags["schema"] === true) return writeJson(profileJsonSchema());
  const outlets = requireOutlets(config, flags);
  if (typeof flags["new"] === "string") return writeText(firstProfile(flags["new"], outlets).trimEnd());
  const published = await inCatalog(config, ({ articles }) => articles.outlets());
  const withProfile = outlets.all.map(({ id, name, hosts }): KnownOutlet => {
    if (!published) return { id, name, hosts };
    return { id, name, hosts, articles: published.find(({ outletId }) => outletId === id)?.articles ?? 0 };
  });
  const ids = new Set(withProfile.map(({ id }) => id));
  const others = (published ?? [])
    .filter(({ outletId }) => !ids.has(outletId))
    .map(({ outletId: id, outletName, articles }): KnownOutlet => {
      return { id, name: id === GENERIC_OUTLET_ID ? "hosts without a profile" : outletName, hosts: [], articles };
    });
  const known = [...withProfile, ...others];
  if (flags["json"] === true) return writeJson(known);
  const rows = known.map(({ id, name, hosts, articles }) => [id, name, hosts.join(", "), String(articles ?? "–")]);
  return writeText(formatTable([["OUTLET", "NAME", "HOSTS", "ARTICLES"], ...rows]));
}

/** A profile guessed from one file, by what the rules for hosts without a profile make of it. Throws `Failure`. */
function firstProfile(name: string, outlets: Outlets): string {
  const { path, signature } = findOneArticleFile(name);
  const read = readArticleFile(path, signature);
  if (read.state !== "settled") throw new Failure(`${path} cannot be read now.`);
  const changes: TraceEntry[] = [];
  const generic = { ...outlets, identify: () => outlets.generic };
  const { claims, outcome } = ingestFile(
    { path, bytes: read.bytes },
    { outlets: generic, now: new Date() },
    { trace: (change) => changes.push(change) },
  );
  if (claims === undefined || !outcome.ok) {
    throw new Failure(outcome.ok ? `${path} names no article.` : outcome.problem.message);
  }
  const { id, hosts } = outlets.identify(claims.url);
  const host = new URL(claims.url).hostname;
  if (hosts.length > 0) throw new Failure(`The profile ${id} claims ${host} already.`, `feedmill explain ${name}`);
  return guessProfile({ claims, article: outcome.value, changes });
}
