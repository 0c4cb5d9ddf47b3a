import { describe, expect, test } from "vitest";
import { createProgress, formatBar, formatPace } from "./progress-bar.ts";

function recordedOutput(isTTY: boolean): {
  output: { isTTY: boolean; columns: number; write(text: string): void };
  text: () => string;
} {
  let text = "";
  return {
    output: { isTTY, columns: 80, write: (more) => void (text += more) },
    text: () => text,
  };
}

test("a terminal gets a bar that is redrawn in place and cleared at the end", () => {
  const { output, text } = recordedOutput(true);
  let now = 0;
  const progress = createProgress("files", output, () => now);
  progress.update(0, 100);
  now = 1000;
  progress.update(50, 100);
  progress.update(51, 100);
  progress.finish();
  const bar = `[${"#".repeat(20)}${"-".repeat(20)}]`;
  expect(text()).toBe(`\r\u001B[2K${bar} files 50/100, 50/s, 0:01 left\r\u001B[2K`);
});

test("work of unknown length has no bar and no time left", () => {
  const { output, text } = recordedOutput(true);
  let now = 0;
  const progress = createProgress("older entries", output, () => now);
  progress.update(0);
  now = 10_000;
  progress.update(250);
  progress.finish();
  expect(text()).toBe("\r\u001B[2Kolder entries 250, 25/s\r\u001B[2K");
});

test("a log gets a line every ten seconds, and none for work that is done sooner", () => {
  const { output, text } = recordedOutput(false);
  let now = 0;
  const progress = createProgress("files", output, () => now);
  progress.update(0, 100);
  now = 9_999;
  progress.update(10, 100);
  expect(text()).toBe("");
  now = 10_000;
  progress.update(20, 100);
  now = 15_000;
  progress.update(30, 100);
  now = 20_000;
  progress.update(40, 100);
  progress.finish();
  expect(text()).toBe("files 20/100, 2.0/s, 0:40 left\nfiles 40/100, 2.0/s, 0:30 left\n");
});

describe("formatPace", () => {
  test.each([
    [0, 100, 500, ""],
    [1000, 66_000, 1000, ", 1000/s, 1:05 left"],
    [5, 5, 1000, ", 5.0/s, 0:00 left"],
  ])("%i of %i in %i ms", (done, total, elapsedMs, pace) => {
    expect(formatPace(done, total, elapsedMs)).toBe(pace);
  });
});

test("a narrow terminal gets the facts without a bar, cut to the line", () => {
  expect(formatBar("files 20/100", 0.2, 20)).toBe("files 20/100");
  expect(formatBar("files 20/100", 0.2, 9)).toBe("files 20");
});
