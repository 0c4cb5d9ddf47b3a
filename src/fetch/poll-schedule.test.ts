import { expect, test } from "vitest";
import { maxAgeOf, retryAfterOf, secondsToNextPoll, whenDue } from "./poll-schedule.ts";

const url = "https://outlet.example/feed";
const hour = { url, everySeconds: 3600, failures: 0 };

function isAbout(seconds: number, wanted: number): boolean {
  return seconds >= wanted && seconds <= wanted * 1.1 + 1;
}

test("the longest wait that anybody asks for is kept, up to a day", () => {
  const waits = {
    "as configured": [secondsToNextPoll(hour), 3600],
    "max-age": [secondsToNextPoll({ ...hour, maxAgeSeconds: 7200 }), 7200],
    "shorter max-age": [secondsToNextPoll({ ...hour, maxAgeSeconds: 60 }), 3600],
    ttl: [secondsToNextPoll({ ...hour, feedSeconds: 10_000 }), 10_000],
    "Retry-After": [secondsToNextPoll({ ...hour, retryAfterSeconds: 20_000 }), 20_000],
    "more than a day": [secondsToNextPoll({ ...hour, retryAfterSeconds: 999_999_999 }), 86_400],
    "one failure": [secondsToNextPoll({ ...hour, failures: 1 }), 7200],
    "three failures": [secondsToNextPoll({ ...hour, failures: 3 }), 28_800],
    "many failures": [secondsToNextPoll({ ...hour, failures: 1000 }), 86_400],
  } as const;
  const wrong = Object.entries(waits).filter(([, [came, wanted]]) => !isAbout(came, wanted));
  expect(wrong).toEqual([]);
});

test("sources that were added together are polled at different times, each always at the same", () => {
  const waits = Array.from({ length: 50 }, (_, index) => secondsToNextPoll({ ...hour, url: `${url}/${index}` }));
  expect(new Set(waits).size).toBeGreaterThan(30);
  expect(secondsToNextPoll(hour)).toBe(secondsToNextPoll(hour));
});

test("Cache-Control says how long an answer is fresh", () => {
  expect(["max-age=600", "public, Max-Age=7", "no-cache, max-age=600", "private", undefined].map(maxAgeOf)).toEqual([
    600,
    7,
    0,
    undefined,
    undefined,
  ]);
});

test("Retry-After holds seconds or a date, which counts from the server's own clock", () => {
  const now = new Date("2026-01-01T00:00:00Z");
  const headers = ["120", "Thu, 01 Jan 2026 00:01:00 GMT", "Wed, 31 Dec 2025 00:00:00 GMT", "soon", undefined];
  expect(headers.map((header) => retryAfterOf(header, undefined, now))).toEqual([120, 60, 0, undefined, undefined]);
  expect(retryAfterOf("Mon, 05 Jan 2015 01:00:00 GMT", "Mon, 05 Jan 2015 00:00:00 GMT", now)).toBe(3600);
});

test("a source is due that a clock which was ahead would have wait for years", () => {
  const now = new Date("2026-01-01T00:00:00Z");
  const at = ["2026-01-01T01:00:00Z", "2026-01-02T02:24:00Z", "2026-01-02T02:25:00Z", "2031-01-01T00:00:00Z"];
  expect(at.map((next) => whenDue(Date.parse(next), now))).toEqual([
    Date.parse(at[0] ?? ""),
    Date.parse(at[1] ?? ""),
    0,
    0,
  ]);
});
