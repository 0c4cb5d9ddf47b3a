import { expect, test } from "vitest";
import { commands } from "../commands.ts";
import { completedValues, flagsOf } from "./completed-values.ts";

test("words, commands, files and directories are read from a usage", () => {
  expect(completedValues("[add URL | import FILE | list]")).toEqual({
    kind: "words",
    words: ["add", "import", "list"],
  });
  expect(completedValues("N|auto")).toEqual({ kind: "words", words: ["auto"] });
  expect(completedValues("[COMMAND]")).toEqual({ kind: "words", words: commands.map(({ name }) => name) });
  expect(completedValues("[PATH…]")).toEqual({ kind: "files" });
  expect(completedValues("DIR")).toEqual({ kind: "directories" });
  expect(completedValues("QUERY")).toEqual({ kind: "nothing" });
});

test("a flag that several commands have takes the same kind of value in all of them", () => {
  const placeholders = Map.groupBy(commands.flatMap(flagsOf), ({ name }) => name);
  const differing = [...placeholders].filter(([, flags]) => new Set(flags.map((flag) => flag.placeholder)).size > 1);
  expect(differing.map(([name]) => name)).toEqual([]);
});
