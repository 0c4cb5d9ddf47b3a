import { existsSync } from "node:fs";
import { z } from "zod";
import type { Checked, Mistake } from "../model/mistake.ts";
import type { Source, WantedFacts } from "../model/source.ts";
import { formatKeyPath, schemaMistakes } from "../outlets/schema-mistakes.ts";
import { matches } from "../search/matches.ts";
import { parseQuery } from "../search/parse-query.ts";
import type { Query } from "../model/query.ts";
import { readYaml } from "./read-yaml.ts";

const unitSeconds = { m: 60, h: 3600, d: 86_400 } as const;
const LEAST_SECONDS = 15 * 60;
const MOST_SECONDS = 86_400;
const DEFAULT_SECONDS = 3600;
const MAX_SOURCES = 1000;

const every = z
  .string()
  .regex(/^[1-9]\d{0,3}[mhd]$/, "This must be a span such as 30m, 1h or 1d.")
  .transform(secondsOf)
  .refine((seconds) => seconds >= LEAST_SECONDS, "A feed is polled every 15 minutes at most: write 15m or more.")
  .refine((seconds) => seconds <= MOST_SECONDS, "A feed is polled once a day at least: write 1d or less.");

const url = z
  .string()
  .max(2000)
  .refine(isFeedAddress, "This must be an absolute http or https address without credentials.");

const into = z
  .string()
  .max(200)
  .regex(
    /^(?![./])(?:(?!\/\.)[^\\\0])+(?<!\/)$/,
    "This must be a folder below the archive, like outlet or mirror/outlet.",
  );

const headerName = z.string().regex(/^[A-Za-z0-9-]+$/, "This is no name of a header.");

const source = z.strictObject({
  url: url.describe("The feed's address."),
  into: into.describe("Folder of its article files, below the first directory of `seeds`."),
  every: every
    .optional()
    .describe("How often it is polled: 30m, 2h, 1d. Default: 1h; the feed may ask for less often."),
  "full-text": z
    .enum(["no", "readability"], { error: "This must be `no` or `readability`." })
    .optional()
    .describe("`readability` reads the article's own page where robots.txt allows it. Default: no."),
  headers: z
    .record(headerName, z.string().max(1000))
    .optional()
    .describe(
      "Headers of its requests. `${NAME}` stands for an environment variable, so that keys stay out of the file.",
    ),
  only: z.string().optional().describe("A query: entries that it does not find are not kept."),
  except: z.string().optional().describe("A query: entries that it finds are not kept."),
});

const sourcesSchema = z
  .strictObject({ sources: z.array(source).max(MAX_SOURCES).describe("The feeds that feedmill fetch polls.") })
  .describe("Feeds of the web that feedmill fetch makes article files of.");

/** JSON Schema (draft 2020-12) of the file, for editors. Published as `config/sources.schema.json`. */
export function sourcesJsonSchema(): unknown {
  return z.toJSONSchema(sourcesSchema, { io: "input" });
}

/** Why a source cannot be listed, in a sentence. Undefined if it can. */
export function sourceMistake(added: { readonly url: string; readonly into: string }): string | undefined {
  const checked = source.pick({ url: true, into: true }).safeParse(added);
  return checked.error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join(" ");
}

/** Reads the sources file. A missing file means no sources. All mistakes are reported together. */
export function loadSources(path: string, environment: NodeJS.ProcessEnv): Checked<readonly Source[]> {
  if (!existsSync(path)) return { ok: true, value: [] };
  const file = readYaml(path);
  if (!file.ok) return file;
  const checked = sourcesSchema.safeParse(file.value.value);
  const placeOf = (keys: readonly PropertyKey[]): string => {
    const known = keys.filter((key) => typeof key !== "symbol");
    return [file.value.placeOf(known), formatKeyPath(known)].filter((part) => part !== "").join(": ");
  };
  if (!checked.success) {
    const knownKeys = (keys: readonly PropertyKey[]): readonly string[] =>
      keys.length === 0 ? ["sources"] : Object.keys(source.shape);
    return { ok: false, mistakes: schemaMistakes(checked.error.issues, { placeOf, knownKeys }) };
  }
  const mistakes: Mistake[] = [];
  const urls = new Set<string>();
  const sources = checked.data.sources.map((said, index): Source => {
    const complain = (key: string, message: string): void => {
      mistakes.push({ where: placeOf(["sources", index, ...key.split(".")]), message });
    };
    if (urls.has(said.url)) complain("url", "This source is listed twice. Keep one of the two.");
    urls.add(said.url);
    const isWanted = wanted(queryOf(said.only, "only", complain), queryOf(said.except, "except", complain));
    return {
      url: said.url,
      into: said.into,
      everySeconds: said.every ?? DEFAULT_SECONDS,
      fullText: said["full-text"] ?? "no",
      headers: headersOf(said.headers ?? {}, environment, complain),
      ...(isWanted && { isWanted }),
    };
  });
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, value: sources };
}

type Complain = (key: string, message: string) => void;

function headersOf(
  said: Readonly<Record<string, string>>,
  environment: NodeJS.ProcessEnv,
  complain: Complain,
): Record<string, string> {
  const headers = Object.entries(said).map(([name, value]) => {
    const text = value.replaceAll(/\$\{(\w+)\}/g, (_reference, variable: string) => {
      const known = environment[variable];
      if (known === undefined) complain(`headers.${name}`, `The environment has no variable ${variable}.`);
      return known ?? "";
    });
    return [name.toLowerCase(), text] as const;
  });
  return Object.fromEntries(headers);
}

function queryOf(text: string | undefined, key: string, complain: Complain): Query | undefined {
  if (text === undefined) return undefined;
  const parsed = parseQuery(text);
  if (parsed.ok) return parsed.value;
  complain(key, parsed.mistake.message);
  return undefined;
}

/** A query here can only ask for words. Outlet and language are not known before an entry is ingested. */
function wanted(only: Query | undefined, except: Query | undefined): Source["isWanted"] {
  if (only === undefined && except === undefined) return undefined;
  return ({ title, text, authors }: WantedFacts) => {
    const capturedAt = new Date(0);
    const article = { title, body: text, authors, outletId: "", language: "und", capturedAt };
    const asks = (query: Query): boolean => matches(query, article, capturedAt);
    return (only === undefined || asks(only)) && (except === undefined || !asks(except));
  };
}

function secondsOf(span: string): number {
  const unit = span.endsWith("m") ? "m" : span.endsWith("h") ? "h" : "d";
  return Number(span.slice(0, -1)) * unitSeconds[unit];
}

function isFeedAddress(address: string): boolean {
  const parsed = URL.parse(address);
  return parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.username === "" && parsed.password === "";
}
