import { dirname, join } from "node:path";
import { validate as isCronExpression } from "node-cron";
import { z } from "zod";
import { isAddressRange } from "../lib/net/address-set.ts";
import { findOutlets, localUrl } from "./computed-defaults.ts";
import { feedOptions } from "./feed-options.ts";
import { adminAddressBeside } from "./listen-address.ts";
import {
  databaseAddress,
  directories,
  directory,
  directoryOrNone,
  file,
  fileOrNone,
  imagePolicy,
  languageTag,
  listenAddress,
  listenAddressOrOff,
  listOf,
  oneOf,
  schemaName,
  publicAddress,
  pushSetting,
  text,
  wholeNumber,
  workerCount,
  yesOrNo,
  type Known,
  type Option,
} from "./option.ts";

/**
 * Every option there is. The type of `Config`, flags (`--max-age`), variables (`FEEDMILL_MAX_AGE`), the help, the JSON
 * Schema, and what a reload may change all follow from this table. Tests compare the README's table and the shipped
 * configuration file with it.
 */
export const options = {
  seeds: {
    key: "seeds",
    ...directories,
    default: ["seeds"],
    reloads: false,
    help: "The archive: directories of article files, subdirectories included",
  },
  /** Globs as `isIgnoredPath` takes them. */
  ignore: {
    key: "ignore",
    ...listOf("GLOB", "a glob such as README.md, *.csv or lists/**, or a list of them", (glob) => glob !== "/"),
    default: [],
    reloads: true,
    help: "Files and directories of the archive that are no articles",
  },
  data: {
    key: "data",
    ...directory,
    default: "data",
    reloads: false,
    help: "Directory of the catalog and the ledger",
  },
  catalog: {
    key: "catalog",
    ...databaseAddress,
    computed: { inWords: "SQLite in the data directory", value: () => "" },
    reloads: false,
    help: "A PostgreSQL database that keeps the catalog and the ledger, for several machines",
  },
  catalogSchema: {
    key: "catalog-schema",
    ...schemaName,
    default: "feedmill",
    reloads: false,
    help: "The schema of that database that everything is in",
  },
  /** Empty for none. */
  catalogPasswordFile: {
    key: "catalog-password-file",
    ...fileOrNone,
    computed: { inWords: "PGPASSWORD, then ~/.pgpass", value: () => "" },
    reloads: false,
    help: "A file whose first line is the password of that database",
  },
  role: {
    key: "role",
    ...oneOf("auto", "serve"),
    default: "auto",
    reloads: false,
    help: "With `catalog`: serve never takes the archive in, but leaves that to other machines",
  },
  listen: {
    key: "listen",
    ...listenAddress,
    default: "127.0.0.1:8080",
    reloads: false,
    help: "Where the server listens",
  },
  /** Octal digits; empty for what the umask leaves. */
  listenMode: {
    key: "listen-mode",
    expected: 'octal digits in quotes, such as "0660"',
    placeholder: "MODE",
    type: z.string().regex(/^(?:0?[0-7]{3})?$/),
    computed: { inWords: "what the umask leaves", value: () => "" },
    reloads: false,
    help: "The mode of the server's Unix socket, for a proxy that runs as another user",
  },
  /** `Config` has none: it becomes the port of `listen`. */
  port: {
    key: "port",
    ...wholeNumber(0, 65_535),
    computed: {
      inWords: "the port of `listen`",
      value: ({ listen }: Known) => ("port" in listen ? listen.port : 0),
    },
    reloads: false,
    help: "Replaces the port of `listen`",
  },
  /** Without a final slash. The port of its default is not known yet where `listen` has port 0. */
  publicUrl: {
    key: "public-url",
    ...publicAddress,
    computed: { inWords: "http://localhost:PORT", value: ({ listen }: Known) => localUrl(listen) },
    reloads: false,
    help: "The public address of this server; it may have a path",
  },
  formerly: {
    key: "formerly",
    ...listOf(
      "URL",
      "an address like the public one, or a list of them",
      (url) => publicAddress.type.safeParse(url).success,
    ),
    default: [],
    reloads: false,
    help: "Earlier public addresses of this server; requests for them are redirected to the public one",
  },
  workers: {
    key: "workers",
    ...workerCount,
    default: 1,
    reloads: false,
    help: "How many processes serve; auto is one for every core",
  },
  /** Empty for none. */
  publishTo: {
    key: "publish-to",
    ...directoryOrNone,
    computed: { inWords: "none", value: () => "" },
    reloads: false,
    help: "A directory that finished feeds are kept in as files, too, for a server of files",
  },
  configFile: {
    key: "config",
    ...file,
    isOutsideFile: true,
    computed: {
      inWords: "config/feedmill.yaml here, else the one shipped with feedmill",
      value: ({ configFile }: Known) => configFile,
    },
    reloads: false,
    help: "The configuration file",
  },
  title: {
    key: "title",
    ...text,
    default: "feedmill",
    reloads: true,
    help: "Title of the combined feed and the pages",
  },
  language: {
    key: "language",
    ...languageTag,
    default: "zh-Hans",
    reloads: true,
    help: "Language of the combined feed",
  },
  outlets: {
    key: "outlets",
    ...directory,
    computed: {
      inWords: "`outlets` beside the configuration file, else the one shipped with feedmill",
      value: findOutlets,
    },
    reloads: false,
    help: "Directory of outlet profiles",
  },
  scanEvery: {
    key: "scan-every",
    expected: "a cron expression such as */5 * * * *",
    placeholder: "CRON",
    type: z.string().refine((value) => isCronExpression(value)),
    default: "* * * * *",
    reloads: false,
    help: "When the archive is scanned in full; changes usually show at once",
  },
  /** It holds where an outlet says nothing. */
  images: {
    key: "images",
    ...imagePolicy,
    default: "as-captured",
    reloads: true,
    help: "Addresses of pictures, where an outlet's profile does not say",
  },
  maxAgeSeconds: {
    key: "max-age",
    ...wholeNumber(60, 86_400, "seconds"),
    default: 300,
    reloads: true,
    help: "How long readers may keep a feed before they ask again, in seconds",
  },
  attribution: {
    key: "attribution",
    ...yesOrNo,
    default: true,
    reloads: true,
    help: "End each full entry with a line that names its outlet and its rights",
  },
  offline: {
    key: "offline",
    ...yesOrNo,
    default: true,
    reloads: true,
    help: "Let browsers keep the pages that were read, so that they open without a network",
  },
  /** RFC 3229. */
  deltas: {
    key: "deltas",
    ...yesOrNo,
    default: false,
    reloads: true,
    help: "Send only new entries to programs that ask for them (A-IM: feed) and say what they have",
  },
  push: {
    key: "push",
    ...pushSetting,
    default: "off",
    reloads: false,
    help: "Send what is new to those who subscribe to it (WebSub), or tell a hub elsewhere; it takes a public address",
  },
  pushAllow: {
    key: "push-allow",
    ...listOf("RANGE", "loopback, an address, a range such as 10.0.0.0/8, or a list of them", isAddressRange),
    default: [],
    reloads: false,
    help: "Private addresses that subscribers may be at; those of the internet they always may",
  },
  ...feedOptions,
  archiveKeep: {
    key: "archive.keep",
    ...yesOrNo,
    default: false,
    reloads: true,
    help: "Keep publishing articles after their files were deleted",
  },
  adminListen: {
    key: "admin.listen",
    ...listenAddressOrOff,
    computed: {
      inWords: "127.0.0.1 and the port after the public one",
      value: ({ listen }: Known) => adminAddressBeside(listen),
    },
    reloads: false,
    help: "Where the operator's listener is: metrics, status, problems",
  },
  adminHosts: {
    key: "admin.hosts",
    ...listOf("NAME", "a host name, or a list of them", (name) => /^[a-z0-9.-]+$/i.test(name)),
    default: [],
    reloads: false,
    help: "Names that the operator's listener answers to, besides addresses, localhost and the name in `admin.listen`",
  },
  /** Ranges of addresses as `createAddressSet` takes them. */
  trustedProxies: {
    key: "trusted-proxies",
    ...listOf("RANGE", "loopback, private, an address, a range such as 10.0.0.0/8, or a list of them", isAddressRange),
    default: ["loopback"],
    reloads: true,
    help: "Proxies whose X-Forwarded-For is believed; Unix sockets always are",
  },
  sources: {
    key: "sources",
    ...file,
    computed: {
      inWords: "`sources.yaml` beside the configuration file",
      value: ({ configFile }: Known) => join(dirname(configFile), "sources.yaml"),
    },
    reloads: false,
    help: "The feeds that feedmill fetch polls",
  },
  /** Part of the `User-Agent`; empty for none. */
  fetchContact: {
    key: "fetch.contact",
    expected: "an address of a page or of mail, or nothing",
    placeholder: "URL",
    type: z.string().regex(/^[\x21-\x7e]{0,200}$/),
    computed: { inWords: "the public URL, where it is set", value: () => "" },
    reloads: false,
    help: "Where sites can complain about feedmill fetch: part of its User-Agent",
  },
  /** Without a final slash; empty for none. */
  fetchCallback: {
    key: "fetch.callback",
    ...publicAddress,
    type: z.union([z.literal(""), publicAddress.type]),
    computed: { inWords: "none: sources are polled", value: () => "" },
    reloads: false,
    help: "The public address at which hubs reach feedmill fetch, so that it has at once what its sources push",
  },
  fetchListen: {
    key: "fetch.listen",
    ...listenAddress,
    default: "127.0.0.1:8082",
    reloads: false,
    help: "Where feedmill fetch listens for hubs, if fetch.callback is set",
  },
  fetchAllow: {
    key: "fetch.allow",
    ...listOf("RANGE", "loopback, an address, a range such as 10.0.0.0/8, or a list of them", isAddressRange),
    default: [],
    reloads: false,
    help: "Private addresses that feedmill fetch may connect to; those of the internet it always may",
  },
  rateFull: {
    key: "rate.full",
    ...wholeNumber(0, 86_400, "seconds"),
    default: 600,
    reloads: true,
    help: "Seconds until a feed is sent again to a client that never says what it has; 0 for no limit",
  },
  rateBytes: {
    key: "rate.bytes",
    ...wholeNumber(0, 1_000_000_000, "bytes"),
    default: 1_000_000,
    reloads: true,
    help: "Bytes of feeds a second for one address, in the long run; 0 for no limit",
  },
  rateMade: {
    key: "rate.made",
    ...wholeNumber(0, 86_400, "seconds"),
    default: 1,
    reloads: true,
    help: "Seconds between two pages, searches or pieces of history for one address; 0 for no limit",
  },
  logLevel: {
    key: "log.level",
    ...oneOf("debug", "info", "warn", "error"),
    default: "info",
    reloads: true,
    help: "The least important lines that are logged",
  },
  logFormat: {
    key: "log.format",
    ...oneOf("auto", "human", "json"),
    default: "auto",
    reloads: false,
    help: "How lines are logged; auto is human on a terminal, JSON otherwise",
  },
} as const satisfies Readonly<Record<string, Option>>;

export type Options = typeof options;
export type OptionName = keyof Options;

/** Settings of earlier versions, by key, and what to do about one that is still set. */
export const retiredOptions: ReadonlyMap<string, string> = new Map([
  ["rate.poll", "This setting is no more: asking whether a feed has changed is free. Take it out."],
]);

export const optionList: readonly Option[] = Object.values(options);

/** In the order of the table. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- these are the keys of the type
export const optionNames = Object.keys(options) as readonly OptionName[];
