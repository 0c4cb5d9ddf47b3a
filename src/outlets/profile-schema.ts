import { z } from "zod";
import * as values from "./profile-values.ts";

/** What a profile may hold, as operators write it. Editors show the descriptions, from the published JSON Schema. */

const selectors = values.listOf(values.selector).optional();

const mapping = { error: "This must be a mapping, one `key: value` a line." };

const select = z
  .strictObject(
    {
      time: selectors.describe(
        "Publication time, in `datetime`, `pudate` or text: ISO 8601, RFC 822, or local time. It leaves the body.",
      ),
      byline: selectors.describe("Element with the authors' names. It leaves the body."),
      "lead-picture": selectors.describe("The main picture, a `figure` or `img`. The body must begin with it."),
      caption: selectors.describe("A picture's caption: inside the picture's element, or in the element that follows."),
      credit: selectors.describe("The credit inside a caption."),
      footer: selectors.describe(
        "Bios and credits at the end. They stay, and say how authors are spelled; excerpts omit them.",
      ),
      original: selectors.describe("Link to the article in its other language."),
      copyright: selectors.describe("A copyright statement. It leaves the body and becomes the article's rights."),
    },
    mapping,
  )
  .describe("CSS selectors, one or a list each: the first that finds something wins. `[]` switches a default off.");

const section = z
  .strictObject(
    {
      "path-segment": z
        .int({ error: "This must be a whole number." })
        .min(1, "Segments are counted from 1.")
        .max(20, "This may be at most 20.")
        .describe("Counted from 1. The segments zh-hans and zh-hant do not count."),
    },
    mapping,
  )
  .describe("Where an article's address names its section.");

const imagesExpected = { error: "This must be `as-captured`, `original` or `{ proxy: TEMPLATE }`." };

const images = z
  .union(
    [
      z.enum(["as-captured", "original"], imagesExpected),
      z.strictObject({ proxy: values.proxyTemplate.describe("Address of a picture proxy, with `{url}`.") }),
    ],
    imagesExpected,
  )
  .describe("Addresses of pictures: as in the file, the outlet's own, or through a proxy of yours.");

const removalExpected = { error: "This must be either `{ css: SELECTOR }` or `{ text: LITERAL }`." };

const removal = z
  .strictObject(
    {
      css: values.selector.optional().describe("Elements to remove."),
      text: values.text(500).optional().describe("Text to remove, even across elements; white space does not count."),
    },
    removalExpected,
  )
  .refine(({ css, text }) => (css === undefined) !== (text === undefined), removalExpected)
  .meta({ oneOf: [{ required: ["css"] }, { required: ["text"] }] });

export const profileSchema = z
  .strictObject(
    {
      id: values.feedName.describe("Names the outlet's feed, /feeds/ID/, for ever."),
      name: values.text(100).describe("The publication's name, for people."),
      hosts: values
        .listOf(values.host, 1)
        .describe("Hosts of the articles. `www.`, `m.` and `amp.` before them are understood."),
      homepage: values.httpUrl.optional().describe("The outlet's front page. Default: that of the first host."),
      "article-number": values.articleNumber
        .optional()
        .describe(
          "Permanent number in addresses: `last-segment` (…/6974233.html) or a template like `a-{n}`. Default: none.",
        ),
      "time-zone": values.timeZone.optional().describe("Zone of times without one, e.g. Asia/Shanghai. Default: UTC."),
      language: values.language
        .optional()
        .describe(
          "BCP 47 tag, of the feed too; zh-Hans or zh-Hant is told from each text. Default: und, told from the text.",
        ),
      section: section.optional(),
      rights: values.text(500).optional().describe("Copyright line of articles that state none."),
      images: images.optional(),
      entries: z
        .enum(["full", "summary"], { error: "This must be `full` or `summary`." })
        .optional()
        .describe("How much of an article feeds show. Default: full."),
      select: select.optional(),
      remove: values.listOf(removal).optional().describe("What is no part of an article."),
      "rewrite-links": values
        .listOf(values.linkRewrite)
        .optional()
        .describe("Links to replace; the first that fits wins. `{n}` is a run of digits, a final `{*}` the rest."),
      headings: z
        .literal("bold-paragraphs", { error: "This must be `bold-paragraphs`." })
        .optional()
        .describe("How subheads are marked up, where not as headings."),
      dateline: values
        .listOf(values.text(100))
        .optional()
        .describe("Literal datelines that open reports. They stay; excerpts omit them."),
      formerly: values
        .listOf(values.feedName)
        .optional()
        .describe("Ids the outlet had before: its feeds of that name lead to the present one."),
    },
    mapping,
  )
  .describe("What is peculiar to one outlet. It holds data only: CSS selectors, templates and literal text.");

export type Profile = z.output<typeof profileSchema>;

const keys: ReadonlyMap<unknown, readonly string[]> = new Map([
  [undefined, Object.keys(profileSchema.shape)],
  ["select", Object.keys(select.shape)],
  ["section", Object.keys(section.shape)],
  ["images", ["proxy"]],
  ["remove", Object.keys(removal.shape)],
  ["rewrite-links", Object.keys(values.linkRewrite.shape)],
]);

/** The keys that a mapping in a profile may have; its path begins with a key of the profile, or is empty. */
export function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  return keys.get(path[0]) ?? [];
}
