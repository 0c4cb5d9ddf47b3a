import { resolve } from "node:path";
import { z } from "zod";
import { isAddressRange } from "../lib/net/address-set.ts";
import type { ListenAddress } from "./listen-address.ts";
import { listenAddress, listFromText, numberFromText, text } from "./option-types.ts";
import { option, type Option } from "./option.ts";

export type LogLevel = "debug" | "info" | "warn" | "error";
export type LogFormat = "auto" | "human" | "json";

/** The listener for the operator alone. */
export const adminOptions = {
  adminListen: option<ListenAddress | "off">({
    key: "admin.listen",
    help: "Where the operator's listener is: metrics, status, problems",
    expected: "ADDR:PORT, [IPV6]:PORT, unix:PATH or off",
    placeholder: "ADDR:PORT|unix:PATH|off",
    type: z.union([z.literal("off"), listenAddress]),
    defaultNote: "127.0.0.1 and the port after the public one",
    reloads: false,
    place: (address, base) =>
      address !== "off" && "path" in address ? { path: resolve(base, address.path) } : address,
  }),
  adminHosts: option<string[]>({
    key: "admin.hosts",
    help: "Names the operator's listener answers to, besides addresses, localhost and that in `admin.listen`",
    expected: "a host name, or a list of them",
    placeholder: "NAME",
    type: listOf((name) => /^[a-z0-9.-]+$/i.test(name)),
    default: [],
    reloads: false,
    isList: true,
    fromText: listFromText,
  }),
};

/** Who asks, and how often. Bursts are allowed: these are what a client may do in the long run. */
export const rateOptions = {
  trustedProxies: option<string[]>({
    key: "trusted-proxies",
    help: "Whose X-Forwarded-For is believed; Unix sockets always",
    expected: "loopback, an address, a range such as 10.0.0.0/8, or a list of them",
    placeholder: "RANGE",
    type: listOf(isAddressRange),
    default: ["loopback"],
    reloads: true,
    isList: true,
    fromText: listFromText,
  }),
  ratePoll: seconds("rate.poll", "Seconds between two polls of a feed by one client; 0 for no limit", 30),
  rateFull: seconds(
    "rate.full",
    "Seconds between two sendings of a feed to one client that has it, or does not say; 0 for no limit",
    600,
  ),
  rateMade: seconds(
    "rate.made",
    "Seconds between two pages, searches or pieces of history for one address; 0 for no limit",
    1,
  ),
};

/** What is told of it all. */
export const logOptions = {
  logLevel: option<LogLevel>({
    key: "log.level",
    help: "The least important lines that are logged",
    expected: "debug, info, warn or error",
    placeholder: "LEVEL",
    type: z.enum(["debug", "info", "warn", "error"]),
    default: "info",
    reloads: true,
  }),
  logFormat: option<LogFormat>({
    key: "log.format",
    help: "How lines are logged; auto is human on a terminal, JSON otherwise",
    expected: "auto, human or json",
    placeholder: "FORMAT",
    type: z.enum(["auto", "human", "json"]),
    default: "auto",
    reloads: false,
  }),
};

function seconds(key: string, help: string, byDefault: number): Option<number> {
  return option<number>({
    key,
    help,
    expected: "a whole number of seconds from 0 to 86400",
    placeholder: "SECONDS",
    type: z.int().min(0).max(86_400),
    default: byDefault,
    reloads: true,
    fromText: numberFromText,
  });
}

/** One text or a list of them, which may be empty. */
function listOf(isGood: (member: string) => boolean): z.ZodType<string[]> {
  return z
    .union([text, z.array(text)])
    .transform((value) => (Array.isArray(value) ? value : [value]))
    .refine((members) => members.every(isGood));
}
