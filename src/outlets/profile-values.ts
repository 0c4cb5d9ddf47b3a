import { z } from "zod";
import { reservedNames } from "../model/addresses.ts";
import { combinedFeedName, storiesFeedName } from "../model/feed.ts";
import { GENERIC_OUTLET_ID } from "../model/outlet.ts";
import { linkRewriteMistake } from "./link-rewrite-mistake.ts";

/** The kinds of values a profile holds, or a feed of the operator's, each with its checks. Messages are for the person who writes them. */

const idPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const letter = /[a-z]/;
const hostPattern = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;
const zonePattern = /^[A-Za-z][A-Za-z0-9_+/-]*$/;
const articleNumberPattern = /^(?:last-segment|[^\s/{}]*\{n\}[^\s/{}]*)$/;
const proxyPattern = /^https?:\/\/\S*\{url\}\S*$/i;
const notBlank = /\S/;

const namesPlaceholder = /\{names\}/g;
const otherPlaceholder = /\{(?!names\}|\*\})|(?<!\{names|\{\*)\}/;
const wordBesidePlaceholder = /[^\s{}]/;
const pathSegmentPattern = /^[^\s/{}?#]+$/;
const pathEndingPattern = /^\/[^\s{}?#]*[^\s/{}?#]$/;
const parameterPattern = /^[^\s=&?#]+$/;

const takenNames: readonly string[] = [combinedFeedName, storiesFeedName, GENERIC_OUTLET_ID, ...reservedNames];

export function string(maxLength: number) {
  return z
    .string({ error: ({ input }) => (input === undefined ? missing : "This must be text.") })
    .max(maxLength, `This may have at most ${maxLength} characters.`);
}

/** What a message about a key that must be there, and is not, says. */
export const missing = "This is missing.";

export function text(maxLength: number) {
  return string(maxLength).regex(notBlank, "This is empty.");
}

/** A list, or its only member. */
export function listOf<T extends z.ZodType>(member: T, minLength = 0) {
  const list = z.array(member).min(minLength, "This list is empty.").max(100, "This list has more than 100 members.");
  return z.union([list, member.transform((value) => [value])], {
    error: ({ input }) => (input === undefined ? missing : "This must be one value, or a list of such values."),
  });
}

/** The name of a profile, shared or not. */
export const profileName = string(60)
  .regex(idPattern, {
    error: "This must be lower-case letters and digits, with single hyphens between them.",
    abort: true,
  })
  .refine((id) => letter.test(id), "This must hold a letter: without one it could look like a date.");

/** The id of an outlet or another feed: one name space for all, in which some names are taken. */
export const feedName = profileName.refine((id) => !isTaken(id), takenMessage());

export function isTaken(id: string): boolean {
  return takenNames.includes(id);
}

export function takenMessage(): string {
  return `This name is taken, as are ${takenNames.join(", ")}.`;
}

export const host = string(253)
  .regex(hostPattern, {
    error: "This must be a host name in lower case, like www.example.org: no scheme, port or path.",
    abort: true,
  })
  .refine((name) => URL.parse(`https://${name}/`)?.hostname === name, "This is no host name.");

export const httpUrl = string(500).refine(
  (address) => ["http:", "https:"].includes(URL.parse(address)?.protocol ?? ""),
  "This must be an absolute http or https address.",
);

export const articleNumber = string(100).regex(
  articleNumberPattern,
  "This must be `last-segment`, or a path segment with one `{n}` where the number stands, such as `a-{n}`.",
);

export const pathSegment = string(60).regex(pathSegmentPattern, "This must be one segment of a path, such as `simp`.");

export const pathEnding = string(60).regex(
  pathEndingPattern,
  "This must be the end of a path, with a slash before it and none after it, such as `/dual`.",
);

export const queryParameter = string(60).regex(parameterPattern, "This must be the name of a parameter, such as `id`.");

/** Words on one line around authors' names. */
export const namesTemplate = string(200)
  .refine((template) => template.match(namesPlaceholder)?.length === 1, "This must hold `{names}`, once.")
  .refine((template) => !otherPlaceholder.test(template), "There are two placeholders: `{names}` and `{*}`.")
  .refine(
    (template) => wordBesidePlaceholder.test(template.replaceAll(/\{[^}]*\}/g, "")),
    "This must hold words that stand beside the names.",
  );

export const timeZone = string(60)
  .regex(zonePattern, { error: "This must be the IANA name of a time zone, such as Asia/Shanghai.", abort: true })
  .refine(isTimeZone, "There is no such time zone. IANA names look like Asia/Shanghai.");

export const language = string(60).refine(
  (tag) => canonicalLanguage(tag) !== undefined,
  "This is no language tag (BCP 47). They look like zh, zh-Hant, en-GB.",
);

/** The usual spelling of a language tag: `zh-hant` is `zh-Hant`. Undefined where the text is no tag. */
export function canonicalLanguage(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

export const proxyTemplate = string(500).regex(
  proxyPattern,
  "This must be an http or https address with `{url}`, which stands for the picture's own address.",
);

export const linkRewrite = z
  .strictObject(
    {
      from: string(500).describe("Template of the links to replace, e.g. `https://api.example.org/article/{n}`."),
      to: string(500).describe("What they become, e.g. `https://www.example.org/a-{n}`."),
    },
    { error: "This must be `{ from: TEMPLATE, to: TEMPLATE }`." },
  )
  .superRefine((rewrite, context) => {
    const message = linkRewriteMistake(rewrite);
    if (message !== undefined) context.addIssue(message);
  });

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
