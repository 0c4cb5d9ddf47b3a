import { countFields, coveredFields, type Coverage, type CoveredField } from "../model/coverage.ts";

/** Fields as bits of one number, in the order of `coveredFields`. The order is part of every engine's schema. */
export function bitsOf(fields: readonly CoveredField[]): number {
  return fields.reduce((bits, field) => bits | (1 << coveredFields.indexOf(field)), 0);
}

export function fieldsIn(bits: number): readonly CoveredField[] {
  return coveredFields.filter((_, bit) => (bits & (1 << bit)) !== 0);
}

/** The number of articles that have each field. */
export function coverageOf(totals: readonly { readonly fields: number; readonly articles: number }[]): Coverage {
  const counts = { ...countFields([]) };
  for (const { fields, articles } of totals) {
    for (const field of fieldsIn(fields)) counts[field] += articles;
  }
  return counts;
}

const TIME = bitsOf(["time"]);

/** The fields of an article that shows a capture: its time may be known from another capture. */
export function fieldsShown(ofCapture: number, publishedAtIsCaptureTime: boolean): number {
  return publishedAtIsCaptureTime ? ofCapture & ~TIME : ofCapture | TIME;
}
