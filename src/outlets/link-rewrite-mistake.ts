import type { LinkRewrite } from "../model/outlet.ts";

const placeholder = /\{[^{}]*\}/g;
const restInside = /\{\*\}./;
const brace = /[{}]/;
const httpStart = /^https?:\/\/[^\s{}/?#]+\//;

/** What is wrong with a pair of link templates, as a sentence, or undefined. */
export function linkRewriteMistake({ from, to }: LinkRewrite): string | undefined {
  for (const template of [from, to]) {
    if (!httpStart.test(template)) return `\`${template}\` must begin with http:// or https://, a host and a slash.`;
    const unknown = placeholders(template).find((name) => name !== "{n}" && name !== "{*}");
    if (unknown !== undefined) {
      return `\`${unknown}\` means nothing here: there are {n}, a run of digits, and {*}, the rest.`;
    }
    if (brace.test(template.replace(placeholder, ""))) return `\`${template}\` has a brace without its other half.`;
  }
  if (from.includes("{n}{n}")) return "Between two {n} there must be something to tell them apart.";
  if (restInside.test(from)) return "In `from`, {*} may stand only at the end.";
  for (const name of ["{n}", "{*}"]) {
    if (count(to, name) > count(from, name)) return `\`to\` has more ${name} than \`from\`.`;
  }
  return undefined;
}

function placeholders(template: string): readonly string[] {
  return template.match(placeholder) ?? [];
}

function count(template: string, name: string): number {
  return placeholders(template).filter((candidate) => candidate === name).length;
}
