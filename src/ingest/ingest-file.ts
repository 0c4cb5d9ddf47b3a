import type { Capture } from "../model/article.ts";
import type { ArticleFile } from "../model/article-file.ts";
import type { Flaw } from "../model/flaw.ts";
import { failure, success, type Outcome } from "../model/problem.ts";
import type { RawArticle } from "../model/raw-article.ts";
import { sha256Hex } from "../lib/hash.ts";
import { identityHost } from "../lib/url/identity-host.ts";
import { NORMALIZER_VERSION, normalizeArticle, type Watchers } from "../normalize/normalize-article.ts";
import { outletFingerprint } from "../outlets/outlet-fingerprint.ts";
import type { Outlets } from "../outlets/outlets.ts";
import { parseArticle } from "../parse/parse-article.ts";
import { signatureOf, type Signature } from "../stories/signature.ts";

/** The outcome of one article file, and what it depends on. */
export interface IngestedArticle {
  /** The article as the file claims it, before anything is judged; absent where the file cannot be parsed. */
  readonly claims?: RawArticle;
  /** SHA-256 of the file, in hex. */
  readonly sha256: string;
  /** Identity host of the article's address; absent where the file does not name one. */
  readonly host?: string;
  readonly outletId?: string;
  /** See `currentFingerprint`. */
  readonly fingerprint: string;
  readonly outcome: Outcome<Capture>;
  /** What the article is linked by; absent where there is none. */
  readonly articleSignature?: Signature;
}

/** The fingerprint of an outcome that time alone can change: it equals no current one, so the next scan looks again. */
const PENDING_FINGERPRINT = "pending";

/**
 * The write path: an article file is parsed into what it claims, its outlet is identified, and the claims are normalized
 * into one capture, or one problem. `now` only ever holds a capture from the future back; it dates nothing.
 */
export function ingestFile(
  file: ArticleFile,
  deps: { readonly outlets: Outlets; readonly now: Date },
  watchers?: Watchers,
): IngestedArticle {
  const sha256 = sha256Hex(file.bytes);
  const raw = parseArticle(file);
  if (!raw.ok) return { sha256, fingerprint: currentFingerprint(deps.outlets, undefined), outcome: raw };

  const outlet = deps.outlets.identify(raw.value.url);
  const host = identityHost(new URL(raw.value.url));
  const source = { claims: raw.value, sha256, host, outletId: outlet.id };
  const outcome = withFlaws(normalizeArticle(raw.value, outlet, watchers), raw.flaws);
  if (outcome.ok && outcome.value.capturedAt > deps.now) {
    const message = `The file says it was captured at ${outcome.value.capturedAt.toISOString()}, which is still to come.`;
    return { ...source, fingerprint: PENDING_FINGERPRINT, outcome: failure("FUTURE_CAPTURE", message) };
  }
  const ingested = { ...source, fingerprint: currentFingerprint(deps.outlets, host), outcome };
  return outcome.ok ? { ...ingested, articleSignature: signatureOf(outcome.value) } : ingested;
}

/** Adds what is wrong with the file to what became of it. It may be why there is a problem, which then says so. */
function withFlaws(outcome: Outcome<Capture>, flaws: readonly Flaw[] = []): Outcome<Capture> {
  if (outcome.ok) return success(outcome.value, [...flaws, ...(outcome.flaws ?? [])]);
  const { code, message } = outcome.problem;
  return failure(code, [message, ...flaws.map((flaw) => flaw.message)].join(" "));
}

/**
 * A fingerprint of all that the outcome of a file depends on besides its bytes: the profile its host has today, and the
 * normalizer. An outcome kept under another fingerprint is out of date. `host` is absent where no article was parsed.
 */
export function currentFingerprint(outlets: Outlets, host: string | undefined): string {
  if (host === undefined) return `parser-${NORMALIZER_VERSION}`;
  return outletFingerprint(outlets.identify(`https://${host}/`), NORMALIZER_VERSION);
}
