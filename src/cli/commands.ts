import type { Config, ConfigSources } from "../config/config.ts";
import type { FlagValues } from "../config/given-values.ts";

/** A flag of the command line. Without a placeholder it takes no value. */
export interface Flag {
  readonly name: string;
  readonly short?: string;
  readonly placeholder?: string;
  readonly help: string;
  readonly isList?: boolean;
  /** The command cannot do without it. */
  readonly isNeeded?: boolean;
}

/** One line of `feedmill --help`. The command's module is loaded when it is run. */
export interface Command {
  readonly name: string;
  /** The words after the name, e.g. `[PATH…]`, and how many there may be. */
  readonly operands: { readonly usage: string; readonly least: number; readonly most: number };
  readonly summary: string;
  readonly flags: readonly Flag[];
  readonly load: () => Promise<{ readonly run: RunCommand }>;
}

export interface CommandContext {
  readonly config: Config;
  /** For reading the settings again: the same flags and environment, and the file as it is then. */
  readonly sources: ConfigSources;
  readonly operands: readonly string[];
  readonly flags: FlagValues;
  readonly version: string;
}

/** Resolves with the exit code. Throws `Failure` with a message for the person at the terminal. */
export type RunCommand = (context: CommandContext) => Promise<number>;

const noOperands = { usage: "", least: 0, most: 0 };
const json: Flag = { name: "json", help: "Print JSON" };
const profile: Flag = {
  name: "profile",
  placeholder: "FILE",
  help: "Take this outlet profile as if it were installed",
};

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  {
    name: "serve",
    operands: noOperands,
    summary: "Watch the archive and serve its feeds",
    flags: [],
    load: () => import("./commands/serve.ts"),
  },
  {
    name: "build",
    operands: noOperands,
    summary: "Write the feeds and pages as static files, once",
    flags: [
      { name: "out", placeholder: "DIR", help: "Where to; unchanged files are left alone", isNeeded: true },
      { name: "all", help: "Other languages and scripts, days of the year and every coding, too" },
    ],
    load: () => import("./commands/build.ts"),
  },
  {
    name: "check",
    operands: { usage: "[PATH…]", least: 0, most: Infinity },
    summary: "Read without publishing: list problems and what to do about them",
    flags: [json, profile],
    load: () => import("./commands/check.ts"),
  },
  {
    name: "status",
    operands: noOperands,
    summary: "Ask the running daemon how it is",
    flags: [json],
    load: () => import("./commands/status.ts"),
  },
  {
    name: "explain",
    operands: { usage: "FILE", least: 1, most: 1 },
    summary: "Follow one file through every stage",
    flags: [json, profile],
    load: () => import("./commands/explain.ts"),
  },
  {
    name: "fetch",
    operands: { usage: "[add URL | import FILE | list | test URL]", least: 0, most: 2 },
    summary: "Poll feeds of the web and write their entries into the archive",
    flags: [
      { name: "once", help: "Poll each source that is due, and end" },
      { name: "into", placeholder: "DIR", help: "With add: the folder of its article files" },
      { name: "schema", help: "Print the JSON Schema of the list of sources" },
      json,
    ],
    load: () => import("./commands/fetch.ts"),
  },
  {
    name: "search",
    operands: { usage: "QUERY", least: 1, most: Infinity },
    summary: "Find published articles, the newest first",
    flags: [json, { name: "limit", placeholder: "N", help: "How many to show (default: 20)" }],
    load: () => import("./commands/search.ts"),
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
    load: () => import("./commands/outlets.ts"),
  },
  {
    name: "config",
    operands: noOperands,
    summary: "Show the effective settings and where each came from",
    flags: [json, { name: "schema", help: "Print the JSON Schema of the configuration file" }],
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
    load: () => import("./commands/takedown.ts"),
  },
  {
    name: "accept-deletions",
    operands: noOperands,
    summary: "Let deletions that are held back apply",
    flags: [],
    load: () => import("./commands/accept-deletions.ts"),
  },
  {
    name: "accept-ids",
    operands: noOperands,
    summary: "Let edited outlet profiles change the ids of published articles",
    flags: [],
    load: () => import("./commands/accept-ids.ts"),
  },
  {
    name: "reload",
    operands: noOperands,
    summary: "Have the running daemon read its settings and profiles again",
    flags: [],
    load: () => import("./commands/reload.ts"),
  },
];
