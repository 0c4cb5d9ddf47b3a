import { readTime } from "../lib/time/read-time.ts";
import type { Flaw } from "../model/flaw.ts";
import type { RawArticle } from "../model/raw-article.ts";

type CaptureTime = Pick<RawArticle, "capturedAt">;

const digits = /^\d{1,20}$/;
const earliest = Date.UTC(1995, 0);
const latest = Date.UTC(2100, 0);
const datedLine = /^(?:日期|抓取时间|Date) ?[:：] ?([^\n<>]{10,60})(?:\n|$)/i;

/**
 * The capture time, in whole seconds, of a leading comment that holds nothing but epoch milliseconds; any other
 * comment says nothing about it. A number that is no moment of the years 1995 to 2099 is not believed, and a flaw.
 */
export function parseCaptureTime(comment: string | undefined): CaptureTime & { readonly flaw?: Flaw } {
  const claimed = comment?.trim() ?? "";
  if (!digits.test(claimed)) return {};
  const milliseconds = Number(claimed);
  if (isPlausible(milliseconds)) return { capturedAt: new Date(Math.floor(milliseconds / 1000) * 1000) };
  const unit = isPlausible(milliseconds * 1000) ? " It looks like seconds." : "";
  const message = `The capture time ${claimed} in the first line is not in epoch milliseconds.${unit}`;
  return { flaw: { code: "TIME_OUT_OF_RANGE", message } };
}

/**
 * The capture time that the oldest files have in a line of its own below the rule, and the body without that line:
 * `日期：Thu, 02 Jul 2020 10:28:51 +0000`. A time without a zone is none: it would be a guess.
 */
export function cutDatedLine(body: string): CaptureTime & { readonly body: string } {
  const [line, claim = ""] = datedLine.exec(body) ?? [];
  const time = line === undefined ? undefined : readTime(claim);
  if (line === undefined || time?.kind !== "instant") return { body };
  return { capturedAt: time.instant, body: body.slice(line.length).trim() };
}

function isPlausible(milliseconds: number): boolean {
  return milliseconds >= earliest && milliseconds < latest;
}
