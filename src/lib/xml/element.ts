const special = /[&<>"]/g;

/**
 * Escapes for character data and attribute values alike, in XML and in HTML. The references are hexadecimal because
 * the RSS Profile recommends it: readers that decode a plain-text title twice then still show it right.
 */
export function escapeXml(text: string): string {
  return text.replace(special, (character) => `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`);
}

/** One element, as text. Attributes without a value are left out; the content is markup, or text already escaped. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content = "",
): string {
  const start = `<${name}${writeAttributes(attributes)}`;
  return content === "" ? `${start}/>` : `${start}>${content}</${name}>`;
}

/** An element that holds nothing but text. */
export function textElement(name: string, text: string): string {
  return element(name, {}, escapeXml(text));
}

/** Attributes as they stand in a start tag, each with a space before it. */
export function writeAttributes(attributes: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join("");
}
