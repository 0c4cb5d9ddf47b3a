import { optionNames, options } from "../config/options.ts";
import { wrapText } from "../lib/text/wrap-text.ts";
import { type Command, commands, type Flag } from "./commands.ts";
import { callOf, commonFlags, precedence, purpose, settingFlag, usageOf } from "./help.ts";

/** The man page feedmill(1) of a version and the day it was released, in the macros of man(7). */
export function manPage(version: string, released: string): string {
  return [
    `.TH FEEDMILL 1 "${released}" "feedmill ${version}" "User Commands"`,
    ".SH NAME",
    "feedmill \\- feeds from a directory of archived news articles",
    ".SH SYNOPSIS",
    ".B feedmill",
    ".I COMMAND",
    "[\\-\\-flag ...]",
    ".SH DESCRIPTION",
    ...paragraph(purpose),
    ...paragraph(
      "It watches the directory, and serves feeds, pages and search. feedmill demo shows it with sample articles.",
    ),
    ".SH COMMANDS",
    ...commands.flatMap(commandEntry),
    ".SH FLAGS OF EVERY COMMAND",
    ...commonFlags.flatMap(flagEntry),
    ".SH SETTINGS",
    ...paragraph(precedence),
    ...paragraph("feedmill help COMMAND tells which of them a command takes, and feedmill config which are in force."),
    ...optionNames.flatMap((name) => flagEntry(settingFlag(options[name]))),
    ".SH EXIT STATUS",
    ...paragraph(
      "0 for success, 1 for a failure or a bad result, 2 for a mistake in the command line or the configuration.",
    ),
    ".SH FILES",
    ".TP",
    ".I config/feedmill.yaml",
    ...paragraph("The configuration, where the working directory has one. feedmill init writes it, with comments."),
    ".TP",
    ".I data/ledger.jsonl",
    ...paragraph("What the archive cannot tell. To back feedmill up, keep this file and the configuration."),
  ].join("\n");
}

function commandEntry(command: Command): readonly string[] {
  return [".TP", `.B ${line(callOf(command))}`, ...paragraph(`${command.summary}.`), ...nested(command.flags)];
}

function nested(flags: readonly Flag[]): readonly string[] {
  return flags.length === 0 ? [] : [".RS", ...flags.flatMap(flagEntry), ".RE"];
}

function flagEntry(flag: Flag): readonly string[] {
  return [".TP", `.B ${line(usageOf(flag))}`, ...paragraph(`${flag.help}.`)];
}

const LONGEST_LINE = 72;

function paragraph(text: string): readonly string[] {
  return wrapText(text, LONGEST_LINE).map(line);
}

/** A line of text: its backslashes and hyphens are themselves, and a point at its beginning calls no macro. */
function line(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replaceAll("…", "...").replace(/^[.']/, "\\&$&");
}
