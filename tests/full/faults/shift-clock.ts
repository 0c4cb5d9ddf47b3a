import { readFileSync } from "node:fs";

// Loaded before a program (`--import`), it makes its clock differ by as many milliseconds as the file CLOCK_SHIFT names says.

const file = process.env["CLOCK_SHIFT"] ?? "";
const RealDate = Date;

function shiftedNow(): number {
  return RealDate.now() + Number(readFileSync(file, "utf8"));
}

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [shiftedNow()] : args, newTarget),
  apply: () => new RealDate(shiftedNow()).toString(),
  get: (target, property, receiver) => (property === "now" ? shiftedNow : Reflect.get(target, property, receiver)),
});
