import { expect, test } from "vitest";
import { readSrcset } from "./srcset.ts";

test("a set is read up to the first candidate that is none", () => {
  expect(readSrcset(" a.jpg,  b,c.jpg 2x , d.jpg 800w 600h, e.jpg 3q, f.jpg 4x")).toEqual([
    { address: "a.jpg", descriptor: "" },
    { address: "b,c.jpg", descriptor: "2x" },
    { address: "d.jpg", descriptor: "800w 600h" },
  ]);
});
