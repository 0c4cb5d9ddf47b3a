import { publishableText } from "../text/publishable-text.ts";

const references: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const specialInText = /[&<>]/g;
const specialInAttribute = /[&<>"]/g;

/** Escapes text (HTML Standard §13.3); what XML 1.0 cannot hold is removed. */
export function escapeText(text: string): string {
  return publishableText(text).replace(specialInText, (character) => references[character] ?? character);
}

/** Escapes the value of an attribute in double quotes; what XML 1.0 cannot hold is removed. */
export function escapeAttribute(value: string): string {
  return publishableText(value).replace(specialInAttribute, (character) => references[character] ?? character);
}
