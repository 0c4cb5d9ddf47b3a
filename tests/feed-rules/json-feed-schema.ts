/** JSON Feed 1.1 (jsonfeed.org/version/1.1) as far as feedmill uses it, closed: any other key is a mistake. */
const address = { type: "string", pattern: "^https?://[^\\s]+$" };
const words = { type: "string", minLength: 1 };
const instant = { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$" };
const language = { type: "string", pattern: "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\\d{3}))?$" };
const count = { type: "integer", minimum: 2 };
const urn = { type: "string", pattern: "^urn:uuid:[0-9a-f-]{36}$" };

function closed(properties: Record<string, object>, required: readonly string[]) {
  return { type: "object", properties, required, additionalProperties: false };
}

const source = closed({ title: words, feed_id: urn, feed_url: address, rights: words }, [
  "title",
  "feed_id",
  "feed_url",
]);

const item = {
  ...closed(
    {
      id: urn,
      url: address,
      title: words,
      content_html: words,
      content_text: words,
      summary: words,
      image: address,
      date_published: instant,
      date_modified: instant,
      authors: { type: "array", minItems: 1, items: closed({ name: words }, ["name"]) },
      tags: { type: "array", minItems: 1, items: words },
      language,
      _source: source,
      _related: closed({ links: { type: "array", minItems: 1, items: closed({ url: address, language }, ["url"]) } }, [
        "links",
      ]),
      _story: closed({ id: urn, reports: count, outlets: count }, ["id"]),
    },
    ["id", "url", "title", "date_published", "date_modified", "authors", "language", "_source"],
  ),
  oneOf: [{ required: ["content_html"] }, { required: ["content_text"] }],
};

const about = closed({ about: address }, ["about"]);

export const jsonFeedSchema = closed(
  {
    version: { const: "https://jsonfeed.org/version/1.1" },
    title: words,
    description: words,
    home_page_url: address,
    feed_url: address,
    next_url: address,
    icon: address,
    favicon: address,
    language,
    _source: about,
    _related: about,
    _story: about,
    items: { type: "array", items: item },
  },
  ["version", "title", "description", "home_page_url", "feed_url", "icon", "favicon", "language", "items"],
);
