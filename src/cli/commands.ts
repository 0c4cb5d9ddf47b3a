import type { Config, ConfigSources } from "../config/config.ts";
import type { FlagValues } from "../config/given-values.ts";
import { optionNames, type OptionName } from "../config/options.ts";

/** A flag of the command line. Without a placeholder it takes no value. */
export interface Flag {
  readonly name: string;
  readonly short?: string;
  /** As in an operand's usage. */
  readonly placeholder?: string;
  readonly help: string;
  readonly isList?: boolean;
  /** The command cannot do without it. */
  readonly isNeeded?: boolean;
  /** `--no-…` has a meaning too. */
  readonly canBeOff?: boolean;
}

/**
 * A line of the command line. Help, completion and the man page follow from it. The command's module is loaded when it is
 * run.
 */
export type Command = CommandLine & (ConfiguredCommand | PlainCommand);

interface CommandLine {
  readonly name: string;
  /**
   * The words after the name, e.g. `[PATH…]`, and how many there may be. Words in lower case are typed as they are; FILE,
   * PATH, DIR and COMMAND are completed with what they stand for.
   */
  readonly operands: { readonly usage: string; readonly least: number; readonly most: number };
  readonly summary: string;
  readonly flags: readonly Flag[];
}

/** A command that works on an installation. */
interface ConfiguredCommand {
  /** The settings that make a difference to it, which help and completion show; so does `--config` to every command. */
  readonly settings: readonly OptionName[];
  readonly load: () => Promise<{ readonly run: RunCommand }>;
}

/** A command that reads no configuration: it works whatever is wrong in one. */
interface PlainCommand {
  readonly settings?: undefined;
  readonly load: () => Promise<{ readonly run: (invocation: Invocation) => Promise<number> }>;
}

/** What was typed, and where. */
export interface Invocation {
  readonly operands: readonly string[];
  readonly flags: FlagValues;
  readonly version: string;
  /** For reading the settings again: the same flags and environment, and the file as it is then. */
  readonly sources: ConfigSources;
}

export interface CommandContext extends Invocation {
  readonly config: Config;
}

/** Resolves with the exit code. Throws `Failure` with a message for the person at the terminal. */
export type RunCommand = (context: CommandContext) => Promise<number>;

/** What it takes to read article files. */
const reading: readonly OptionName[] = ["outlets", "images"];

/** Where the catalog is. */
const keeping: readonly OptionName[] = ["data", "catalog", "catalogSchema", "catalogPasswordFile"];

/** What decides which documents there are, and what they say. */
const publishing: readonly OptionName[] = [
  "seeds",
  "ignore",
  ...keeping,
  "publicUrl",
  "title",
  "language",
  ...reading,
  "maxAgeSeconds",
  "attribution",
  "offline",
  "deltas",
  "allShare",
  "allScripts",
  "storiesShare",
  "storiesJoin",
  "storiesForbid",
  "archiveKeep",
];

/** For what a command does itself where no daemon runs. */
const ruling: readonly OptionName[] = [...publishing, "publishTo", "logFormat"];

const fetching: readonly OptionName[] = ["sources", "fetchContact", "fetchCallback", "fetchListen", "fetchAllow"];

const serving = optionNames.filter((name) => !fetching.includes(name));

const noOperands = { usage: "", least: 0, most: 0 };
const json: Flag = { name: "json", help: "Print JSON" };
const profile: Flag = {
  name: "profile",
  placeholder: "FILE",
  help: "Use this outlet profile as if it were installed",
};

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  {
    name: "demo",
    operands: noOperands,
    summary: "Show feedmill with sample articles, in a temporary directory",
    flags: [
      { name: "port", placeholder: "N", help: "The port of its pages (default: a free one)" },
      { name: "browser", help: "Open the pages in a browser; the default where there is a screen", canBeOff: true },
    ],
    load: () => import("./commands/demo.ts"),
  },
  {
    name: "init",
    operands: { usage: "[DIR]", least: 0, most: 1 },
    summary: "Begin an installation: configuration, outlet profiles, a directory for article files",
    flags: [],
    load: () => import("./commands/init.ts"),
  },
  {
    name: "serve",
    operands: noOperands,
    summary: "Watch the archive and serve its feeds",
    flags: [],
    settings: serving,
    load: () => import("./commands/serve.ts"),
  },
  {
    name: "build",
    operands: noOperands,
    summary: "Write the feeds and pages as static files, once",
    flags: [
      {
        name: "out",
        placeholder: "DIR",
        help: "The directory to write to; files that are the same stay as they are",
        isNeeded: true,
      },
      { name: "all", help: "Also write other languages and scripts, days of the year and every coding" },
    ],
    settings: ruling,
    load: () => import("./commands/build.ts"),
  },
  {
    name: "check",
    operands: { usage: "[PATH…]", least: 0, most: Infinity },
    summary: "Read article files without publishing them, and list problems with what to do",
    flags: [json, profile],
    settings: ["seeds", "ignore", ...keeping, ...reading],
    load: () => import("./commands/check.ts"),
  },
  {
    name: "status",
    operands: noOperands,
    summary: "Ask the running daemon how it is",
    flags: [json],
    settings: keeping,
    load: () => import("./commands/status.ts"),
  },
  {
    name: "subscribers",
    operands: noOperands,
    summary: "List who is sent what is new, and what is wrong",
    flags: [json],
    settings: ["data"],
    load: () => import("./commands/subscribers.ts"),
  },
  {
    name: "explain",
    operands: { usage: "FILE", least: 1, most: 1 },
    summary: "Show what every stage makes of one article file",
    flags: [json, profile],
    settings: [...keeping, ...reading],
    load: () => import("./commands/explain.ts"),
  },
  {
    name: "fetch",
    operands: { usage: "[add URL | import FILE | list | test URL]", least: 0, most: 2 },
    summary: "Poll feeds of the web and write their entries into the archive",
    flags: [
      { name: "once", help: "Poll each source that is due, then stop" },
      { name: "into", placeholder: "DIR", help: "With add: the folder of its article files" },
      { name: "schema", help: "Print the JSON Schema of the list of sources" },
      json,
    ],
    settings: ["seeds", "data", "publicUrl", ...fetching, "logLevel", "logFormat"],
    load: () => import("./commands/fetch.ts"),
  },
  {
    name: "search",
    operands: { usage: "QUERY", least: 1, most: Infinity },
    summary: "Find published articles, the newest first",
    flags: [json, { name: "limit", placeholder: "N", help: "How many to show (default: 20)" }],
    settings: keeping,
    load: () => import("./commands/search.ts"),
  },
  {
    name: "stories",
    operands: noOperands,
    summary: "List events that several outlets report, the newest first",
    flags: [
      json,
      { name: "day", placeholder: "DAY", help: "Those that an outlet joined on this day (UTC), all of them" },
    ],
    settings: ["data"],
    load: () => import("./commands/stories.ts"),
  },
  {
    name: "outlets",
    operands: noOperands,
    summary: "List the known outlets and what they publish",
    flags: [
      json,
      { name: "schema", help: "Print the JSON Schema of an outlet profile" },
      { name: "new", placeholder: "FILE", help: "Print a first profile, guessed from an article file" },
    ],
    settings: [...keeping, ...reading],
    load: () => import("./commands/outlets.ts"),
  },
  {
    name: "config",
    operands: noOperands,
    summary: "Show the settings in force and where each came from",
    flags: [json, { name: "schema", help: "Print the JSON Schema of the configuration file" }],
    settings: optionNames,
    load: () => import("./commands/config.ts"),
  },
  {
    name: "takedown",
    operands: { usage: "[ID|URL|FILE]", least: 0, most: 1 },
    summary: "Remove an article everywhere, for good",
    flags: [
      { name: "reason", placeholder: "TEXT", help: "Why, for the list; it is not published" },
      { name: "undo", help: "Publish the article again" },
      { name: "list", help: "List the articles that are taken down" },
      json,
    ],
    settings: ruling,
    load: () => import("./commands/takedown.ts"),
  },
  {
    name: "accept-deletions",
    operands: noOperands,
    summary: "Apply the deletions that are held back",
    flags: [],
    settings: ruling,
    load: () => import("./commands/accept-deletions.ts"),
  },
  {
    name: "accept-ids",
    operands: noOperands,
    summary: "Let edited outlet profiles change the ids of published articles",
    flags: [],
    settings: ruling,
    load: () => import("./commands/accept-ids.ts"),
  },
  {
    name: "ledger",
    operands: { usage: "export | import FILE", least: 1, most: 2 },
    summary: "Write out what the archive cannot tell, or take it over from another feedmill",
    flags: [],
    settings: ruling,
    load: () => import("./commands/ledger.ts"),
  },
  {
    name: "move",
    operands: noOperands,
    summary: "Take the catalog and the ledger to PostgreSQL, or back to the data directory",
    flags: [{ name: "to", placeholder: "URL|sqlite", help: "Where to; nothing may be there yet", isNeeded: true }],
    settings: keeping,
    load: () => import("./commands/move.ts"),
  },
  {
    name: "reload",
    operands: noOperands,
    summary: "Have the running daemon read its settings and profiles again",
    flags: [],
    settings: keeping,
    load: () => import("./commands/reload.ts"),
  },
  {
    name: "completion",
    operands: { usage: "bash|zsh|fish", least: 1, most: 1 },
    summary: "Print what a shell needs to complete feedmill's commands and flags",
    flags: [],
    load: () => import("./commands/completion.ts"),
  },
  {
    name: "help",
    operands: { usage: "[COMMAND]", least: 0, most: 1 },
    summary: "Say what feedmill can do, or what one command takes",
    flags: [{ name: "man", help: "Print the man page" }],
    load: () => import("./commands/help.ts"),
  },
];
