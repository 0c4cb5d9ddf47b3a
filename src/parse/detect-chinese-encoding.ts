import type * as chardet from "chardet";
import { load } from "../lib/load.ts";
import { failure, success, type Outcome } from "../model/problem.ts";

/** Enough to be sure of a language; the detector's time grows with what it is given. */
const sampleBytes = 256 * 1024;

/**
 * GB18030 or Big5, where the detector holds one of them for likelier than any other encoding it knows. Fails with
 * AMBIGUOUS_ENCODING where it finds the two equally likely, as for a few words, else with UNKNOWN_ENCODING.
 */
export function detectChineseEncoding(bytes: Uint8Array): Outcome<"gb18030" | "big5"> {
  // Loaded here and not at the top of the file: nearly all files are in UTF-8.
  const { analyse }: typeof chardet = load("chardet");
  const confidences = new Map(analyse(bytes.subarray(0, sampleBytes)).map((match) => [match.name, match.confidence]));
  const gb18030 = confidences.get("GB18030") ?? 0;
  const big5 = confidences.get("Big5") ?? 0;
  if (gb18030 === big5 && gb18030 > 0) {
    return failure("AMBIGUOUS_ENCODING", "The file is not UTF-8, and its bytes read as well in GB18030 as in Big5.");
  }
  const likeliest = Math.max(...confidences.values());
  const leaders = [...confidences.values()].filter((confidence) => confidence === likeliest).length;
  if (leaders > 1 || likeliest > Math.max(gb18030, big5)) {
    return failure("UNKNOWN_ENCODING", "The file is not UTF-8 nor, as far as can be told, in GB18030 or Big5.");
  }
  return success(gb18030 > big5 ? "gb18030" : "big5");
}
