import { delimiter } from "node:path";
import { validate as isCronExpression } from "node-cron";
import { z } from "zod";
import { parseListenAddress, type ListenAddress } from "./listen-address.ts";

/** Non-empty text. */
export const text = z.string().regex(/\S/);

/** One path or a list of them. */
export const paths = z
  .union([text, z.array(text).min(1)])
  .transform((value) => (Array.isArray(value) ? value : [value]));

export const listenAddress = z.string().transform((value, context): ListenAddress => {
  const address = parseListenAddress(value);
  if (address) return address;
  context.addIssue("not an address");
  return z.NEVER;
});

const httpAddress = /^https?:\/\/[^\s?#]+$/i;

/** An address under which everything is published; its final slash is dropped. */
export const publicUrl = z.string().transform((value, context): string => {
  const url = httpAddress.test(value) ? URL.parse(value) : null;
  if (url && url.username === "" && url.password === "") return url.href.replace(/\/$/, "");
  context.addIssue("not a public address");
  return z.NEVER;
});

export const languageTag = text.transform((value, context): string => {
  try {
    return new Intl.Locale(value).toString();
  } catch {
    context.addIssue("not a language tag");
    return z.NEVER;
  }
});

export const cronExpression = z.string().refine((value) => isCronExpression(value));

const proxyTemplate = z.string().regex(/^https?:\/\/[^\s{}]*\{url\}[^\s{}]*$/);

export const imagePolicy = z.union([
  z.enum(["as-captured", "original"]),
  z.strictObject({ proxy: proxyTemplate }).readonly(),
]);

const truths: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["yes", true],
  ["1", true],
  ["false", false],
  ["no", false],
  ["0", false],
]);

export function yesOrNoFromText(value: string): unknown {
  return truths.get(value.toLowerCase()) ?? value;
}

export function numberFromText(value: string): unknown {
  return /^\d{1,15}$/.test(value) ? Number(value) : value;
}

export function pathsFromText(value: string): unknown {
  return value.split(delimiter).filter((path) => path !== "");
}

/** Names in a variable: with commas or spaces between them. */
export function listFromText(value: string): unknown {
  return value.split(/[,\s]+/).filter((member) => member !== "");
}

/** A text with `{url}` in it is the template of a proxy. */
export function imagePolicyFromText(value: string): unknown {
  return value.includes("{url}") ? { proxy: value } : value;
}
