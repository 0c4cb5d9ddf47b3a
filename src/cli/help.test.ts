import stringWidth from "string-width";
import { expect, test } from "vitest";
import { optionNames } from "../config/options.ts";
import { commands } from "./commands.ts";
import { commandHelp, generalHelp, usageOf } from "./help.ts";

test("help fits the terminal", () => {
  for (const columns of [40, 60, 100]) {
    const helps = [generalHelp(columns), ...commands.map((command) => commandHelp(command, columns))];
    const wide = helps.flatMap((help) => help.split("\n")).filter((line) => stringWidth(line) > columns);
    // A flag with its value is one word, to be copied.
    expect(wide.filter((line) => !/^ {2}\S+ [^ ]+$|^ {2}fetch \[/.test(line))).toEqual([]);
  }
});

test("a command's help has the settings that it takes, and no others", () => {
  const [status = ""] = commands.filter(({ name }) => name === "status").map((command) => commandHelp(command, 100));
  expect(Array.from(status.matchAll(/^ {2}(?:-\w, )?--(\S+)/gm), ([, name]) => name)).toEqual([
    "json",
    "help",
    "version",
    "debug",
    "data",
    "catalog",
    "catalog-schema",
    "catalog-password-file",
    "config",
  ]);
});

test("every setting makes a difference to a command that is not there for all of them", () => {
  const taken = new Set(commands.filter(({ name }) => name !== "config").flatMap(({ settings = [] }) => settings));
  expect(optionNames.filter((name) => !taken.has(name))).toEqual([]);
});

test("a flag shows how it is typed", () => {
  expect(usageOf({ name: "help", short: "h", help: "" })).toBe("-h, --help");
  expect(usageOf({ name: "data", placeholder: "DIR", help: "" })).toBe("--data DIR");
  expect(usageOf({ name: "offline", canBeOff: true, help: "" })).toBe("--[no-]offline");
});
