import { expect, test } from "vitest";
import { DAY_SECONDS, maxAgeOf, retryAfterOf, secondsToNextPoll } from "./poll-schedule.ts";

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
    "more than a day": [secondsToNextPoll({ ...hour, retryAfterSeconds: 999_999_999 }), DAY_SECONDS],
    "one failure": [secondsToNextPoll({ ...hour, failures: 1 }), 7200],
    "three failures": [secondsToNextPoll({ ...hour, failures: 3 }), 28_800],
    "many failures": [secondsToNextPoll({ ...hour, failures: 1000 }), DAY_SECONDS],
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

test("Retry-After holds seconds or a date", () => {
  const now = new Date("2026-01-01T00:00:00Z");
  const headers = ["120", "Thu, 01 Jan 2026 00:01:00 GMT", "Wed, 31 Dec 2025 00:00:00 GMT", "soon", undefined];
  expect(headers.map((header) => retryAfterOf(header, now))).toEqual([120, 60, 0, undefined, undefined]);
});
