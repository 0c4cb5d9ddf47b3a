import { resolve } from "node:path";
import { z } from "zod";
import type { ImagePolicy } from "../model/outlet.ts";
import { combinedFeedOptions } from "./combined-feed-options.ts";
import type { ListenAddress } from "./listen-address.ts";
import { adminOptions, logOptions, rateOptions } from "./operator-options.ts";
import { option, placePath, type OptionFacts } from "./option.ts";
import {
  cronExpression,
  imagePolicy,
  imagePolicyFromText,
  languageTag,
  listenAddress,
  numberFromText,
  paths,
  pathsFromText,
  publicUrl,
  text,
  yesOrNoFromText,
} from "./option-types.ts";

export type Workers = number | "auto";

/**
 * Every setting there is. Flags (`--max-age`), variables (`FEEDMILL_MAX_AGE`), the help, the schema for editors
 * and the shipped configuration file all follow from this table.
 */
export const options = {
  seeds: option<string[]>({
    key: "seeds",
    help: "The archive: directories of article files, subdirectories included",
    expected: "a directory, or a list of directories",
    placeholder: "DIR",
    type: paths,
    default: ["seeds"],
    reloads: false,
    isList: true,
    fromText: pathsFromText,
    place: (directories, base) => [...new Set(directories.map((directory) => resolve(base, directory)))],
  }),
  data: option<string>({
    key: "data",
    help: "Where the catalog and the ledger are kept",
    expected: "a directory",
    placeholder: "DIR",
    type: text,
    default: "data",
    reloads: false,
    place: placePath,
  }),
  listen: option<ListenAddress>({
    key: "listen",
    help: "Where the server listens",
    expected: "ADDR:PORT, [IPV6]:PORT or unix:PATH",
    placeholder: "ADDR:PORT|unix:PATH",
    type: listenAddress,
    default: "127.0.0.1:8080",
    reloads: false,
    place: (address, base) => ("path" in address ? { path: resolve(base, address.path) } : address),
  }),
  port: option<number>({
    key: "port",
    help: "Replaces the port of `listen`",
    expected: "a whole number from 0 to 65535",
    placeholder: "N",
    type: z.int().min(0).max(65_535),
    defaultNote: "the port of `listen`",
    reloads: false,
    fromText: numberFromText,
  }),
  publicUrl: option<string>({
    key: "public-url",
    help: "The address readers know this server by; may have a path",
    expected: "an http or https address without query, fragment or credentials",
    placeholder: "URL",
    type: publicUrl,
    defaultNote: "http://localhost:PORT",
    reloads: false,
  }),
  workers: option<Workers>({
    key: "workers",
    help: "How many processes serve; auto is one for every core",
    expected: "a whole number from 1 to 64, or auto",
    placeholder: "N|auto",
    type: z.union([z.int().min(1).max(64), z.literal("auto")]),
    default: 1,
    reloads: false,
    fromText: numberFromText,
  }),
  configFile: option<string>({
    key: "config",
    help: "The configuration file",
    expected: "a file",
    placeholder: "FILE",
    type: text,
    defaultNote: "config/feedmill.yaml here, else the one shipped with feedmill",
    reloads: false,
    isOutsideFile: true,
    place: placePath,
  }),
  title: option<string>({
    key: "title",
    help: "What the combined feed and the pages are called",
    expected: "text",
    placeholder: "TEXT",
    type: text,
    default: "feedmill",
    reloads: true,
  }),
  language: option<string>({
    key: "language",
    help: "Language of the combined feed",
    expected: "a language tag such as zh-Hans",
    placeholder: "TAG",
    type: languageTag,
    default: "zh-Hans",
    reloads: true,
  }),
  outlets: option<string>({
    key: "outlets",
    help: "Directory of outlet profiles",
    expected: "a directory",
    placeholder: "DIR",
    type: text,
    defaultNote: "`outlets` beside the configuration file, else the one shipped with feedmill",
    reloads: false,
    place: placePath,
  }),
  scanEvery: option<string>({
    key: "scan-every",
    help: "When the archive is scanned in full; changes are usually seen at once",
    expected: "a cron expression such as */5 * * * *",
    placeholder: "CRON",
    type: cronExpression,
    default: "* * * * *",
    reloads: false,
  }),
  images: option<ImagePolicy>({
    key: "images",
    help: "What becomes of pictures' addresses, where an outlet does not say",
    expected: "as-captured, original, or a proxy: an http or https template with {url} in it",
    placeholder: "as-captured|original|TEMPLATE",
    type: imagePolicy,
    default: "as-captured",
    reloads: true,
    fromText: imagePolicyFromText,
  }),
  maxAgeSeconds: option<number>({
    key: "max-age",
    help: "How long readers may take a feed for fresh, in seconds",
    expected: "a whole number of seconds from 60 to 86400",
    placeholder: "SECONDS",
    type: z.int().min(60).max(86_400),
    default: 300,
    reloads: true,
    fromText: numberFromText,
  }),
  attribution: option<boolean>({
    key: "attribution",
    help: "End each full entry with a line that names its outlet and its rights",
    expected: "true or false",
    type: z.boolean(),
    default: true,
    reloads: true,
    fromText: yesOrNoFromText,
  }),
  ...combinedFeedOptions,
  archiveKeep: option<boolean>({
    key: "archive.keep",
    help: "Keep publishing articles whose files were pruned",
    expected: "true or false",
    type: z.boolean(),
    default: false,
    reloads: true,
    fromText: yesOrNoFromText,
  }),
  ...adminOptions,
  ...rateOptions,
  ...logOptions,
};

/** The table as a list, for whoever documents or searches it. */
export const optionList: readonly OptionFacts[] = Object.values(options);
