import { expect, test } from "vitest";
import { drawIcon } from "./draw-icon.ts";

const vermilion = [0xb3, 0x39, 0x1f, 255];
const white = [255, 255, 255, 255];

function pixel(width: number, height: number, x: number, y: number): number[] {
  const at = (y * width + x) * 4;
  return Array.from(drawIcon(width, height).rgba.subarray(at, at + 4));
}

test("the sign is white on a vermilion plate whose corners are clear", () => {
  expect(pixel(64, 64, 20, 44)).toEqual(white);
  expect(pixel(64, 64, 40, 26)).toEqual(white);
  expect(pixel(64, 64, 58, 32)).toEqual(vermilion);
  expect(pixel(64, 64, 0, 0)[3]).toBe(0);
});

test("on a wider plate the sign stands in the middle", () => {
  expect(pixel(128, 64, 52, 44)).toEqual(white);
  expect(pixel(128, 64, 10, 44)).toEqual(vermilion);
});
