import type { XmlElement } from "../xml-tree.ts";

export interface RuleSubject {
  readonly text: string;
  readonly root: XmlElement;
  /** The document's public address. */
  readonly address: string;
}

/** One thing the W3C feed validator reports, as an error or a warning. */
export interface Rule {
  /** The validator's name for it: a class in its `logging.py`; another where readers demand more than it checks. */
  readonly name: string;
  readonly findBreaches: (subject: RuleSubject) => readonly string[];
}

/** A rule about single elements: a breach is what `breach` returns. */
export function ruleFor(
  name: string,
  choose: (root: XmlElement) => Iterable<XmlElement>,
  breach: (element: XmlElement) => string | false | undefined,
): Rule {
  return {
    name,
    findBreaches: ({ root }) => [...choose(root)].flatMap((element) => breach(element) || []),
  };
}

/** BCP 47, as far as a syntax can tell. */
export const languageTag = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/;

const rfc822 = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** A text that is no RFC 822 date with a year of four digits and the right weekday. */
export function rfc822Breach(text: string): string | false {
  const isValid = rfc822.test(text) && new Date(text).toUTCString() === text;
  return !isValid && text;
}

/** Whether an address is absolute, http(s), and in the characters RFC 3986 allows. */
export function isFullLink(address: string): boolean {
  return /^https?:\/\/[^\s"<>\\^`{|}[\]]+$/.test(address) && !/%(?![\dA-Fa-f]{2})/.test(address);
}

/** Names that occur twice among those that may occur once. */
export function duplicates({ children }: XmlElement, single: readonly string[]): string | false {
  const twice = single.filter((name) => children.filter((child) => child.name === name).length > 1);
  return twice.length > 0 && twice.join(" ");
}

/** Names that are missing, or stand for an element of nothing but space. */
export function missing({ children }: XmlElement, needed: readonly string[]): string | false {
  const absent = needed.filter((name) => !children.some((child) => child.name === name && child.text.trim() !== ""));
  return absent.length > 0 && absent.join(" ");
}

export function repeated(values: readonly (string | undefined)[]): string | false {
  return new Set(values).size < values.length && values.join(" ");
}
