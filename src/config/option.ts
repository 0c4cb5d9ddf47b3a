import { availableParallelism } from "node:os";
import { delimiter, resolve } from "node:path";
import { z } from "zod";
import type { ImagePolicy } from "../model/outlet.ts";
import { parseListenAddress, type ListenAddress } from "./listen-address.ts";

/** A kind of value: what the file may hold, and how a text from a flag or a variable becomes that. */
export interface Kind<T> {
  /** A good value in words, to complete "must be …". */
  readonly expected: string;
  /** Stands for the value in usage lines, e.g. `DIR`; absent for yes or no. */
  readonly placeholder?: string;
  /** Checks a value as the file holds it, and turns it into the one that `Config` has. */
  readonly type: z.ZodType<T>;
  /** The flag may be given several times. */
  readonly isList?: true;
  /** Turns the text of a flag or a variable into what the file would hold. */
  fromText?(text: string): unknown;
  /** Makes relative paths absolute. `base` is the working directory, or the directory of the file. */
  resolve?(value: T, base: string): T;
}

/** One thing that an operator can set, in the configuration file, the environment or a flag. */
export interface Option<T = unknown> extends Kind<T> {
  /** Path in the file, with dots between levels. The flag and the variable are named after it. */
  readonly key: string;
  /** One phrase for `--help`, the JSON Schema and the README. */
  readonly help: string;
  /** As the file would hold it; absent where it follows from other settings, or where there is none. */
  readonly default?: string | number | boolean | readonly string[];
  /** A default that follows from other settings. */
  readonly computed?: { readonly inWords: string; value(known: Known): T };
  /** True where an edit of the file takes effect at once, false where it waits for a restart. */
  readonly reloads: boolean;
  /** There is a flag and a variable but no key: the file cannot name itself. */
  readonly isOutsideFile?: true;
}

/** Settings that others follow from. */
export interface Known {
  readonly configFile: string;
  readonly listen: ListenAddress;
  /** Directory of feedmill's own package.json. */
  readonly packageRoot: string;
}

/** `all.share` is set by `--all-share`. */
export function flagOf({ key }: Pick<Option, "key">): string {
  return key.replaceAll(".", "-");
}

/** `all.share` is set by `FEEDMILL_ALL_SHARE`. */
export function variableOf({ key }: Pick<Option, "key">): string {
  return `FEEDMILL_${key.toUpperCase().replaceAll(/[.-]/g, "_")}`;
}

/** The default in words. */
export function defaultOf({ default: value, computed }: Pick<Option, "default" | "computed">): string {
  if (value === undefined) return computed?.inWords ?? "none";
  if (typeof value !== "object") return String(value);
  return value.length === 0 ? "none" : value.join(", ");
}

const nonEmpty = z.string().regex(/\S/);

export const text: Kind<string> = { expected: "text", placeholder: "TEXT", type: nonEmpty };

export const directory: Kind<string> = {
  expected: "a directory",
  placeholder: "DIR",
  type: nonEmpty,
  resolve: (path, base) => resolve(base, path),
};

export const file: Kind<string> = { ...directory, expected: "a file", placeholder: "FILE" };

/** At least one. In a variable they are separated as in PATH. */
export const directories: Kind<readonly string[]> = {
  expected: "a directory, or a list of directories",
  placeholder: "DIR",
  type: z.union([nonEmpty, z.array(nonEmpty).min(1)]).transform((value) => [value].flat()),
  isList: true,
  fromText: (value) => value.split(delimiter).filter((path) => path !== ""),
  resolve: (paths, base) => [...new Set(paths.map((path) => resolve(base, path)))],
};

/** One text or a list, which may be empty. In a variable the members have commas or spaces between them. */
export function listOf(
  placeholder: string,
  expected: string,
  isGood: (member: string) => boolean,
): Kind<readonly string[]> {
  return {
    expected,
    placeholder,
    type: z
      .union([nonEmpty, z.array(nonEmpty)])
      .transform((value) => [value].flat())
      .refine((members) => members.every(isGood)),
    isList: true,
    fromText: (value) => value.split(/[,\s]+/).filter((member) => member !== ""),
  };
}

const uuid = "(?:urn:uuid:)?[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}";
const articlePair = new RegExp(`^${uuid}\\+${uuid}$`, "i");
/** Two articles each. */
export const articlePairs: Kind<readonly string[]> = listOf(
  "ID+ID",
  "two ids of articles with a plus between them, or a list of such",
  (pair) => articlePair.test(pair),
);

export function oneOf<const Word extends string>(...words: readonly Word[]): Kind<Word> {
  return {
    expected: `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`,
    placeholder: words.join("|"),
    type: z.enum(words),
  };
}

export const yesOrNo: Kind<boolean> = {
  expected: "true or false",
  type: z.boolean(),
  fromText: (value) => truths.get(value.toLowerCase()) ?? value,
};

const truths: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["yes", true],
  ["1", true],
  ["false", false],
  ["no", false],
  ["0", false],
]);

export function wholeNumber(least: number, most: number, unit = ""): Kind<number> {
  return {
    expected: `a whole number${unit && ` of ${unit}`} from ${least} to ${most}`,
    placeholder: unit === "" ? "N" : unit.toUpperCase(),
    type: z.int().min(least).max(most),
    fromText: numberFromText,
  };
}

function numberFromText(value: string): unknown {
  return /^\d{1,15}$/.test(value) ? Number(value) : value;
}

/** An address and port, or the path of a Unix socket. */
export const listenAddress: Kind<ListenAddress> = {
  expected: "ADDR:PORT, [IPV6]:PORT or unix:PATH",
  placeholder: "ADDR:PORT|unix:PATH",
  type: z.string().transform((value, context): ListenAddress => {
    const address = parseListenAddress(value);
    if (address) return address;
    context.addIssue("not an address");
    return z.NEVER;
  }),
  resolve: (address, base) => ("path" in address ? { path: resolve(base, address.path) } : address),
};

export const languageTag: Kind<string> = {
  expected: "a language tag such as zh-Hans",
  placeholder: "TAG",
  type: nonEmpty.transform((value, context): string => {
    try {
      return new Intl.Locale(value).toString();
    } catch {
      context.addIssue("not a language tag");
      return z.NEVER;
    }
  }),
};

/** Without a final slash. */
export const publicAddress: Kind<string> = {
  expected: "an http or https address without query, fragment or credentials",
  placeholder: "URL",
  type: z.string().transform((value, context): string => {
    const url = /^https?:\/\/[^\s?#]+$/i.test(value) ? URL.parse(value) : null;
    if (url && url.username === "" && url.password === "") return url.href.replace(/\/$/, "");
    context.addIssue("not a public address");
    return z.NEVER;
  }),
};

/** `hub` is the address of one that is somebody else's. */
export type PushSetting = "on" | "off" | { readonly hub: string };

const hubAddress = /^https?:\/\/[^\s#]+$/i;

export const pushSetting: Kind<PushSetting> = {
  expected: "on, off, or { hub: URL } with the http or https address of a hub elsewhere",
  placeholder: "on|off|URL",
  type: z.union([
    z.enum(["on", "off"]),
    z.boolean().transform((value) => (value ? "on" : "off")),
    z.strictObject({ hub: z.string().refine((value) => hubAddress.test(value) && URL.canParse(value)) }).readonly(),
  ]),
  fromText: (value) => (hubAddress.test(value) ? { hub: value } : value),
};

/** Where an operator's listener is, if anywhere. */
export const listenAddressOrOff: Kind<ListenAddress | "off"> = {
  expected: `${listenAddress.expected.replace(" or ", ", ")} or off`,
  placeholder: "ADDR:PORT|unix:PATH|off",
  type: z.union([z.literal("off"), listenAddress.type]),
  resolve: (address, base) => (address === "off" ? address : (listenAddress.resolve?.(address, base) ?? address)),
};

export const workerCount: Kind<number> = {
  expected: "a whole number from 1 to 64, or auto",
  placeholder: "N|auto",
  type: z
    .union([z.int().min(1).max(64), z.literal("auto")])
    .transform((value) => (value === "auto" ? availableParallelism() : value)),
  fromText: numberFromText,
};

export const imagePolicy: Kind<ImagePolicy> = {
  expected: "as-captured, original, or a proxy: an http or https template with {url} in it",
  placeholder: "as-captured|original|TEMPLATE",
  type: z.union([
    z.enum(["as-captured", "original"]),
    z.strictObject({ proxy: z.string().regex(/^https?:\/\/[^\s{}]*\{url\}[^\s{}]*$/) }).readonly(),
  ]),
  fromText: (value: string) => (value.includes("{url}") ? { proxy: value } : value),
};

/** Empty for none. It has no password, because it is shown and logged. */
export const databaseAddress = {
  expected: "an address such as postgres://user@host/database, without a password",
  placeholder: "URL",
  type: z.string().refine((value) => value === "" || isDatabaseAddress(value)),
} satisfies Kind<string>;

function isDatabaseAddress(value: string): boolean {
  const url = URL.parse(value);
  if (url?.protocol !== "postgres:" && url?.protocol !== "postgresql:") return false;
  return url.password === "" && !url.searchParams.has("password");
}

/** A schema of a database, as it stands in SQL without quotes. */
export const schemaName: Kind<string> = {
  expected: "a name of small letters, digits and underscores",
  placeholder: "NAME",
  type: z.string().regex(/^[a-z_][a-z0-9_]{0,50}$/),
};

export const fileOrNone: Kind<string> = orNone(file);

export const directoryOrNone: Kind<string> = orNone(directory);

/** Empty for none. */
function orNone(path: Kind<string>): Kind<string> {
  return { ...path, type: z.string(), resolve: (value, base) => (value === "" ? value : resolve(base, value)) };
}
