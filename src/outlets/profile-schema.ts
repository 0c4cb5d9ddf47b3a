import { z } from "zod";
import * as values from "./profile-values.ts";
import { selectorMistakes } from "./selector-mistakes.ts";

/** What a profile may hold, as operators write it. Editors show the descriptions, from the published JSON Schema. */

/** Not one of the values that the operator's feeds have as well: what compiles it takes 6 MB. */
const selector = values.string(500).superRefine((css, context) => {
  for (const message of selectorMistakes(css)) context.addIssue(message);
});
const selectors = values.listOf(selector).optional();

const mapping = { error: "This must be a mapping, one `key: value` a line." };

const factExpected = { error: "This must be a CSS selector, or `{ css: SELECTOR, names: TEMPLATE }`." };

const namesInText = z.strictObject(
  {
    css: selector.describe("Elements whose text names authors."),
    names: values.namesTemplate.describe("The words around the names, on one line, e.g. `© {names} for`."),
  },
  factExpected,
);

const select = z
  .strictObject(
    {
      "front-line": selectors.describe(
        "The body's first line with authors' names, a `<br>` and the time, or the time alone. It leaves the body.",
      ),
      time: selectors.describe("Publication time, in `datetime`, `content`, `pudate` or text. It leaves the body."),
      byline: values
        .listOf(z.union([selector, namesInText], factExpected))
        .optional()
        .describe(
          "Authors' names. An element leaves the body; with `names` they are read out of a text, which stays: " +
            "`{names}` stands for them, `{*}` for any word.",
        ),
      dek: selectors.describe("The editor's line under the headline. It stays, and is the summary."),
      "lead-picture": selectors.describe(
        "The main picture, an `img`, `video` or what holds one. The body begins with it.",
      ),
      picture: selectors.describe("What holds a picture with its caption and credit, where it is no `figure`."),
      caption: selectors.describe("A picture's caption: inside the picture's element, or in the element that follows."),
      credit: selectors.describe("A picture's credit: inside its element, or in or after its caption."),
      footer: selectors.describe(
        "Bios, credits and cards. They stay, and say how authors are spelled; excerpts omit them.",
      ),
      original: selectors.describe("Link to the article in its other language."),
      copyright: selectors.describe("A copyright statement. It leaves the body and becomes the article's rights."),
    },
    mapping,
  )
  .describe(
    "CSS selectors, one or a list each: the first that finds something wins. `[]` switches off what is inherited.",
  );

const section = z
  .strictObject(
    {
      "path-segment": z
        .int({ error: "This must be a whole number." })
        .min(1, "Segments are counted from 1.")
        .max(20, "This may be at most 20.")
        .describe(
          "Counted from 1. Segments that name a script do not count; of the last one, what stands before its number.",
        ),
      labels: z
        .record(z.string().max(100), values.text(100), mapping)
        .optional()
        .describe("What people call a section, by what the address calls it, e.g. `{ world: 国际 }`."),
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

const removalExpected = {
  error: "This must be either `{ css: SELECTOR }`, `{ text: LITERAL }` or `{ line: LITERAL }`.",
};

const removal = z
  .strictObject(
    {
      css: selector.optional().describe("Elements to remove."),
      begins: values
        .text(500)
        .optional()
        .describe("Of `css`, only elements whose text begins so; `{*}` is any words, and white space does not count."),
      "only-links": z
        .literal(true, { error: "This must be `true`, or left out." })
        .optional()
        .describe("Of `css`, only elements all of whose text is links."),
      text: values.text(500).optional().describe("Text to remove, even across elements; white space does not count."),
      line: values.text(500).optional().describe("A line that says this and nothing else; `{*}` stands for any words."),
    },
    removalExpected,
  )
  .refine(({ css, text, line }) => [css, text, line].filter((one) => one !== undefined).length === 1, removalExpected)
  .refine(({ css, begins, "only-links": onlyLinks }) => css !== undefined || (begins ?? onlyLinks) === undefined, {
    error: "`begins` and `only-links` narrow `css` down, which is not here.",
  })
  .meta({ oneOf: [{ required: ["css"] }, { required: ["text"] }, { required: ["line"] }] });

/** Keys that say something of bodies: of all, or in an era of those of one kind. */
const bodyRules = {
  select: select.optional(),
  remove: values.listOf(removal).optional().describe("What is no part of an article."),
  "rewrite-links": values
    .listOf(values.linkRewrite)
    .optional()
    .describe("Links to replace; the first that fits wins. `{n}` is a run of digits, a final `{*}` the rest."),
  headings: z
    .enum(["bold-paragraphs", "as-marked"], { error: "This must be `bold-paragraphs` or `as-marked`." })
    .optional()
    .describe("Whether short paragraphs in bold are subheads, or only what is marked up as such."),
  dateline: values
    .listOf(values.text(100))
    .optional()
    .describe("Datelines that open reports; `{*}` stands for up to 30 characters. They stay; excerpts omit them."),
};

const era = z.strictObject(
  {
    when: selector.describe("The era's rules hold for a body in which this finds something."),
    ...bodyRules,
  },
  mapping,
);

const scripts = z
  .strictObject(
    {
      "zh-Hans": values.pathSegment.describe("Of editions in Simplified Chinese."),
      "zh-Hant": values.pathSegment.describe("Of editions in Traditional Chinese."),
    },
    mapping,
  )
  .describe("Path segments that name an edition's script. Default: zh-hans, zh-hant.");

export const profileSchema = z
  .strictObject(
    {
      id: values.profileName.describe("Names the outlet's feed, /feeds/ID/, for ever."),
      shared: z
        .literal(true, { error: "This must be `true`, or left out." })
        .optional()
        .describe("This is no outlet, but what others build on with `like`."),
      like: values
        .listOf(values.profileName)
        .optional()
        .describe("Shared profiles that this one builds on. Its own lists come first, and its own values win."),
      name: values.text(100).optional().describe("The publication's name, for people."),
      hosts: values
        .listOf(values.host, 1)
        .optional()
        .describe("Hosts of the articles. `www.`, `m.` and `amp.` before them are understood."),
      homepage: values.httpUrl.optional().describe("The outlet's front page. Default: that of the first host."),
      "article-number": values.articleNumber
        .optional()
        .describe(
          "Permanent number in addresses: `last-segment` (…/6974233.html) or a template like `a-{n}`. It names the " +
            "article on all of the hosts. Default: none, the path does.",
        ),
      "article-query": values
        .listOf(values.queryParameter)
        .optional()
        .describe("Parameters of the query that tell articles apart, e.g. `id`. Default: none."),
      "path-endings": values
        .listOf(values.pathEnding)
        .optional()
        .describe("Endings of a path that lead to another form of the same article, e.g. `/dual`."),
      scripts: scripts.optional(),
      section: section.optional(),
      "time-zone": values.timeZone.optional().describe("Zone of times without one, e.g. Asia/Shanghai. Default: UTC."),
      language: values.language
        .optional()
        .describe(
          "BCP 47 tag, of the feed too; zh-Hans or zh-Hant is told from each text. Default: und, told from the text.",
        ),
      rights: values.text(500).optional().describe("Copyright line of articles that state none."),
      images: images.optional(),
      entries: z
        .enum(["full", "summary"], { error: "This must be `full` or `summary`." })
        .optional()
        .describe("How much of an article feeds show. Default: full."),
      "title-tails": values
        .listOf(values.text(100))
        .optional()
        .describe("Endings of titles that are no part of the headline; white space before them goes too."),
      roles: values
        .listOf(values.text(30))
        .optional()
        .describe(
          "Words beside authors' names that name nobody, e.g. 综合报道; with brackets around them, or without.",
        ),
      ...bodyRules,
      eras: values
        .listOf(era)
        .optional()
        .describe(
          "Rules for one kind of body each, chosen by what they find: the first whose `when` does. They add to the rest.",
        ),
      formerly: values
        .listOf(values.feedName)
        .optional()
        .describe("Ids the outlet had before: its feeds of that name lead to the present one."),
    },
    mapping,
  )
  .superRefine(
    (profile, context) => {
      if (profile.shared === true) return;
      if (values.isTaken(profile.id))
        context.addIssue({ code: "custom", path: ["id"], message: values.takenMessage() });
      for (const key of ["name", "hosts"] as const) {
        if (profile[key] === undefined) context.addIssue({ code: "custom", path: [key], message: values.missing });
      }
    },
    // Told beside all other mistakes, not when they are mended.
    { when: ({ value }) => typeof value === "object" && value !== null && !Array.isArray(value) },
  )
  .meta({ anyOf: [{ required: ["id", "name", "hosts"] }, { required: ["id", "shared"] }] })
  .describe("What is peculiar to one outlet. It holds data only: CSS selectors, templates and literal text.");

export type Profile = z.output<typeof profileSchema>;
export type ProfileRules = z.output<typeof era>;

const keys: ReadonlyMap<unknown, readonly string[]> = new Map([
  [undefined, Object.keys(profileSchema.shape)],
  ["select", Object.keys(select.shape)],
  ["byline", Object.keys(namesInText.shape)],
  ["section", Object.keys(section.shape)],
  ["scripts", Object.keys(scripts.shape)],
  ["images", ["proxy"]],
  ["remove", Object.keys(removal.shape)],
  ["rewrite-links", Object.keys(values.linkRewrite.shape)],
  ["eras", Object.keys(era.shape)],
]);

/** The keys that a mapping in a profile may have, told by the last name in its path. */
export function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  return keys.get(path.findLast((part) => typeof part === "string")) ?? [];
}
