import type { ContentCoding } from "../model/document.ts";

/** Best first: where a client likes several equally, the smallest of the codings that intermediaries know well. */
const preference: readonly ContentCoding[] = ["br", "zstd", "gzip", "identity"];

const rememberedHeaders = 256;
const rememberedLength = 256;

/**
 * Makes the function that chooses a coding by `Accept-Encoding` (RFC 9110 §12.5.3), `undefined` where the client
 * refuses all of them. The few headers that clients really send are parsed once; what is remembered is bounded.
 */
export function createCodingChooser(): (acceptEncoding: string | undefined) => ContentCoding | undefined {
  const remembered = new Map<string, ContentCoding | undefined>();
  return (acceptEncoding) => {
    if (acceptEncoding === undefined) return "identity";
    const known = remembered.get(acceptEncoding);
    if (known !== undefined) return known;
    const coding = chooseCoding(acceptEncoding);
    if (remembered.size >= rememberedHeaders) remembered.clear();
    if (acceptEncoding.length <= rememberedLength) remembered.set(acceptEncoding, coding);
    return coding;
  };
}

/** An empty header asks for identity; one that only refuses identity (`identity;q=0`) gets what every client reads. */
export function chooseCoding(acceptEncoding: string): ContentCoding | undefined {
  const weights = parseWeights(acceptEncoding);
  const others = weights.get("*");
  let best: ContentCoding | undefined;
  let bestWeight = 0;
  for (const coding of preference) {
    const weight = weights.get(coding) ?? others ?? (coding === "identity" ? Number.MIN_VALUE : 0);
    if (weight > bestWeight) {
      best = coding;
      bestWeight = weight;
    }
  }
  return best ?? (others === undefined && !weights.has("gzip") ? "gzip" : undefined);
}

const weightPattern = /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;

/** Weights by coding in lower case; a malformed weight counts as a refusal. */
function parseWeights(acceptEncoding: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const member of acceptEncoding.toLowerCase().split(",")) {
    const [coding = "", ...parameters] = member.split(";").map((part) => part.trim());
    const [parameter] = parameters;
    const weight = parameter === undefined ? 1 : Number(weightPattern.exec(parameter.replace(/\s/g, ""))?.[1] ?? 0);
    if (coding !== "") weights.set(coding === "x-gzip" ? "gzip" : coding, weight);
  }
  return weights;
}
