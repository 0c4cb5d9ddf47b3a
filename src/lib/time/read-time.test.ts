import fc from "fast-check";
import { expect, test } from "vitest";
import { clampIntoDay, readTime } from "./read-time.ts";

/** What a text says, as one word: an instant, a day, the kind, or nothing. */
function said(text: string, timeZone = "Asia/Shanghai"): string | undefined {
  const claim = readTime(text, timeZone);
  if (claim === undefined) return undefined;
  if (claim.kind === "instant") return claim.instant.toISOString().replace(".000Z", "Z");
  return claim.kind === "day" ? claim.day : claim.kind;
}

/** Times without a zone are Shanghai's: eight hours ahead. */
const table: readonly (readonly [text: string, expected: string | undefined])[] = [
  ["2023-02-23 12:24:36", "2023-02-23T04:24:36Z"],
  ["2024-05-17T10:50", "2024-05-17T02:50:00Z"],
  ["2020-07-20T10:20:18", "2020-07-20T02:20:18Z"],
  ["2023-09-21T10:55:35.311Z", "2023-09-21T10:55:35Z"],
  ["\n 2023-09-21T10:55:35,9z ", "2023-09-21T10:55:35Z"],
  ["2023-02-23T12:24:36.123456789Z", "2023-02-23T12:24:36Z"],
  ["2023-09-21T10:55:35+08:00", "2023-09-21T02:55:35Z"],
  ["2023-09-21 10:55:35 -0330", "2023-09-21T14:25:35Z"],
  ["2023-02-23T12:24:36+08", "2023-02-23T04:24:36Z"],
  ["2023-02-23 12:24:36 +08:00", "2023-02-23T04:24:36Z"],
  ["2023-02-23 12:24:36 GMT+8", "2023-02-23T04:24:36Z"],
  ["2023-02-23 12:24:36 UTC", "2023-02-23T12:24:36Z"],
  ["2023-02-23T12:24:36 GMT", "2023-02-23T12:24:36Z"],
  ["2023-02-23T12:24Z[UTC]", "2023-02-23T12:24:00Z"],
  ["2023-02-23T12:24[Europe/Paris]", "2023-02-23T11:24:00Z"],
  ["20230223T122436Z", "2023-02-23T12:24:36Z"],
  ["2023-2-3 9:05", "2023-02-03T01:05:00Z"],
  ["2023/02/23 12:24", "2023-02-23T04:24:00Z"],
  ["2023.02.23 12:24", "2023-02-23T04:24:00Z"],
  ["2023-02-23 24:00:00", "2023-02-23T16:00:00Z"],
  ["2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"],
  ["２０２３-０２-２３ １２:２４", "2023-02-23T04:24:00Z"],
  ["1677127022", "2023-02-23T04:37:02Z"],
  ["1677127022000", "2023-02-23T04:37:02Z"],
  // RFC 822, RFC 850, asctime, and what programs make of them.
  ["Wed, 22 Feb 2023 17:22:43 GMT", "2023-02-22T17:22:43Z"],
  ["Thu, 02 Jul 2020 10:28:51 +0000", "2020-07-02T10:28:51Z"],
  ["Wed, 01 May 2024 7:05:09 GMT", "2024-05-01T07:05:09Z"],
  ["1 mar 2024 07:05 +0800", "2024-02-29T23:05:00Z"],
  ["22 Feb 2023 17:22:43", "2023-02-22T09:22:43Z"],
  ["Tue, 21 Sept 2023 15:53:56 +0300", "2023-09-21T12:53:56Z"],
  ["Mi, 22 Feb 2023 17:22:43 +0100", "2023-02-22T16:22:43Z"],
  ["Wed, 22 Feb 2023 17:22:43 EST", "2023-02-22T22:22:43Z"],
  ["Wednesday, 22-Feb-23 17:22:43 GMT", "2023-02-22T17:22:43Z"],
  ["Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37Z"],
  ["Wed Feb 22 17:22:43 2023", "2023-02-22T09:22:43Z"],
  ["Wed Feb  1 17:22:43 UTC 2023", "2023-02-01T17:22:43Z"],
  ["Wed Feb 22 2023 17:22:43 GMT+0800 (China Standard Time)", "2023-02-22T09:22:43Z"],
  // Chinese.
  ["2023年2月23日 12:24", "2023-02-23T04:24:00Z"],
  ["2023年2月23日12:24", "2023-02-23T04:24:00Z"],
  ["2023年02月23日 下午3:05", "2023-02-23T07:05:00Z"],
  ["2023年2月23日 上午12:05", "2023-02-22T16:05:00Z"],
  ["2020年7月3日晚上12点", "2020-07-03T16:00:00Z"],
  ["2023年2月23日 星期四 12时24分36秒", "2023-02-23T04:24:36Z"],
  ["2023年2月23日（星期四）12:24", "2023-02-23T04:24:00Z"],
  ["2023-02-23 12:24:36 （北京时间）", "2023-02-23T04:24:36Z"],
  ["发布时间：2023-02-23 12:24:36", "2023-02-23T04:24:36Z"],
  ["2020年 7月 20日", "2020-07-20"],
  ["2023年2月23日", "2023-02-23"],
  ["二〇二三年二月二十三日", "2023-02-23"],
  ["2022年6月6日更新", "2022-06-06"],
  // European and American.
  ["20/07/2020 - 17:50", "2020-07-20T09:50:00Z"],
  ["22.02.2023 17:22", "2023-02-22T09:22:00Z"],
  ["03/04/2023", "2023-04-03"],
  ["02/23/2023", "2023-02-23"],
  ["22. Februar 2023, 17.22 Uhr", "2023-02-22T09:22:00Z"],
  ["le 22 février 2023 à 17h22", "2023-02-22T09:22:00Z"],
  ["1er aout 2023", "2023-08-01"],
  ["22 de febrero de 2023", "2023-02-22"],
  ["22 февраля 2023", "2023-02-22"],
  ["Feb 22, 2023 5:22 PM", "2023-02-22T09:22:00Z"],
  ["February 22, 2023 17:22", "2023-02-22T09:22:00Z"],
  ["Wednesday, February 22nd, 2023", "2023-02-22"],
  ["5:22 p.m. EST, Feb 22, 2023", "2023-02-22T22:22:00Z"],
  ["17:22, 22 February 2023", "2023-02-22T09:22:00Z"],
  ["Published 3 July 2020", "2020-07-03"],
  ["2023-02-23", "2023-02-23"],
  // Relative to when they are read.
  ["15 分钟前", "relative"],
  ["2小时前", "relative"],
  ["半小時前", "relative"],
  ["更新于 3 天前", "relative"],
  ["刚刚", "relative"],
  ["昨天 12:30", "relative"],
  ["3 hours ago", "relative"],
  ["an hour ago", "relative"],
  ["il y a 2 heures", "relative"],
  ["vor 3 Stunden", "relative"],
  // Zeros of calendars.
  ["0001-01-01T00:00:00Z", "implausible"],
  ["0000-00-00 00:00:00", "implausible"],
  ["1970-01-01T00:00:00+00:00", "implausible"],
  ["1 January 1970", "implausible"],
  ["1988-07-01 12:00:00", "implausible"],
  ["9999-12-31T23:59:59Z", "implausible"],
  // No times, or not certain ones.
  ["", undefined],
  ["2023-02-29 10:00", undefined],
  ["2023-13-13 10:00", undefined],
  ["2023-01-01 25:00", undefined],
  ["2023-01-01 10:60", undefined],
  ["2023-02-23 12:24:36 CST", undefined],
  ["2023-02-23 12:24:36 +25:00", undefined],
  ["22 Foo 2023 17:22 GMT", undefined],
  ["12:24:36", undefined],
  ["2022", undefined],
  ["August 2020", undefined],
  ["第2023-02-23号", undefined],
  ["2023-02-23 的早晨", undefined],
  ["三年前他来过这里", undefined],
  [`2023-02-23 12:24${" ".repeat(100)}`, undefined],
];

test("times are read as sites write them", () => {
  expect(table.map(([text]) => [text, said(text)])).toEqual(table);
});

test("a time that the clocks skipped or repeated is read as calendars do", () => {
  expect(said("2024-03-10 02:30:00", "America/New_York")).toBe("2024-03-10T07:30:00Z");
  expect(said("2024-11-03 01:30:00", "America/New_York")).toBe("2024-11-03T05:30:00Z");
});

test("without a zone, only a time that names its own is read", () => {
  expect(readTime("2023-02-23 12:24:36")).toBeUndefined();
  expect(readTime("2023-02-23 12:24:36Z")).toEqual({ kind: "instant", instant: new Date("2023-02-23T12:24:36Z") });
});

test.each([
  ["2020-07-01T03:00:00Z", "2020-07-01T03:00:00.000Z"],
  ["2020-06-30T03:00:00Z", "2020-06-30T16:00:00.000Z"],
  ["2020-07-03T03:00:00Z", "2020-07-01T15:59:59.000Z"],
])("%s, clamped into a day of Shanghai, is %s", (instant, expected) => {
  expect(clampIntoDay(new Date(instant), "2020-07-01", "Asia/Shanghai").toISOString()).toBe(expected);
});

const pieces = fc.constantFrom(..."1 12 2023 - : 年 月 日 T Z + may pm , . /".split(" "), " ");

test("whatever the text, an instant is of the years 1990 to 2099, give or take a zone", () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => {
      const claim = readTime(parts.join(""), "UTC");
      const year = claim?.kind === "instant" ? claim.instant.getUTCFullYear() : 2000;
      expect(year).toBeGreaterThanOrEqual(1989);
      expect(year).toBeLessThanOrEqual(2100);
    }),
  );
});
