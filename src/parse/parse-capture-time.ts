import { failure, success, type Outcome } from "../model/problem.ts";
import type { RawArticle } from "../model/raw-article.ts";

const digits = /^\d{1,20}$/;
const earliest = Date.UTC(1995, 0);
const latest = Date.UTC(2100, 0);

/**
 * The capture time, in whole seconds, of a leading comment that holds nothing but epoch milliseconds; any other
 * comment says nothing about it. Fails with MISSING_DATE where the number is no moment of the years 1995 to 2099.
 */
export function parseCaptureTime(comment: string | undefined): Outcome<Pick<RawArticle, "capturedAt">> {
  const claimed = comment?.trim() ?? "";
  if (!digits.test(claimed)) return success({});
  const milliseconds = Number(claimed);
  if (isPlausible(milliseconds)) return success({ capturedAt: new Date(Math.floor(milliseconds / 1000) * 1000) });
  const unit = isPlausible(milliseconds * 1000) ? " It looks like seconds." : "";
  return failure("MISSING_DATE", `The capture time ${claimed} in the first line is not in epoch milliseconds.${unit}`);
}

function isPlausible(milliseconds: number): boolean {
  return milliseconds >= earliest && milliseconds < latest;
}
