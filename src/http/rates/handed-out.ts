import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { heldTags, type Validators } from "../documents/conditional-request.ts";

/** A version of a feed. */
interface Version {
  /** Times it was sent and its validator has not been brought back since. */
  open: number;
  /** The second of the last sign that its readers keep its validator, or of the first sending. */
  seenAt: number;
  readonly lastModified: string;
}

/** A validator that nobody has brought back for so long, in seconds, counts as let go. Few readers ask less often than hourly. */
const LET_GO_SECONDS = 7200;
/** Readers behind one address that use one program: more validators than this are not out. */
const MAX_OPEN = 1000;
/** A feed that changes every ten minutes has so many versions in almost two days. */
const MAX_VERSIONS = 256;
const MAX_FOREIGN = 16;
const MAX_TAG_LENGTH = 64;
const BYTES = { empty: 1000, version: 160 } as const;

/**
 * The validators that were handed out to the readers of one program behind one address, of one feed. Each full answer hands
 * one out, and a reader that keeps it brings it back with its next request, once: so honest readers, however many, bring
 * back no more than they were given. All other requests may be first ones: no validator, an unknown one, one that was
 * brought back before. They are taken for first ones until validators are let go: then they come from readers that had one.
 */
export class HandedOut {
  readonly #versions = new Map<string, Version>();
  /** Tags that were brought and not handed out here: by another process, or to the reader at another address. */
  readonly #foreign = new Set<string>();
  #open = 0;

  /** About what it holds in memory. */
  get bytes(): number {
    return BYTES.empty + BYTES.version * this.#versions.size;
  }

  /** Takes back the validator of a request. False where the request comes from a reader that let one go. */
  bringBack({ headers }: IncomingMessage, now: number): boolean {
    const version = this.#versionOf(headers);
    if (version !== undefined && version.open > 0) {
      version.seenAt = now;
      this.#close(version);
      return true;
    }
    const [foreign] = version === undefined ? heldTags(headers) : [];
    if (foreign !== undefined) this.#noteForeign(foreign);
    return this.#open <= MAX_OPEN && this.#letGo(now) === undefined;
  }

  /** Notes that a version is sent; `isCharged`, to a reader that let one go before. */
  handOut({ opaqueTag, lastModified }: Validators, isCharged: boolean, now: number): void {
    const lost = isCharged ? this.#letGo(now) : undefined;
    if (lost !== undefined) this.#close(lost);
    const version = this.#versions.get(opaqueTag) ?? this.#add(opaqueTag, { open: 0, seenAt: now, lastModified });
    if (version.open === 0) version.seenAt = now;
    version.open++;
    this.#open++;
  }

  /** Notes that a reader has a version. */
  seen({ opaqueTag }: Validators, now: number): void {
    const version = this.#versions.get(opaqueTag);
    if (version !== undefined) version.seenAt = now;
  }

  /** True for a validator that was brought before, and was not handed out since. */
  isRepeat({ headers }: IncomingMessage): boolean {
    const version = this.#versionOf(headers);
    return version === undefined ? heldTags(headers).some((tag) => this.#foreign.has(tag)) : version.open === 0;
  }

  #versionOf(headers: IncomingHttpHeaders): Version | undefined {
    for (const tag of heldTags(headers)) {
      const version = this.#versions.get(tag);
      if (version !== undefined) return version;
    }
    const since = headers["if-none-match"] === undefined ? headers["if-modified-since"] : undefined;
    return since === undefined ? undefined : this.#versions.values().find(({ lastModified }) => lastModified === since);
  }

  /** The newest version with a validator that was let go: of an older one, a reader that was away may yet come back. */
  #letGo(now: number): Version | undefined {
    return [...this.#versions.values()].findLast(({ open, seenAt }) => open > 0 && seenAt <= now - LET_GO_SECONDS);
  }

  #add(tag: string, version: Version): Version {
    const oldest = this.#versions.size < MAX_VERSIONS ? undefined : this.#versions.entries().next().value;
    if (oldest !== undefined) {
      this.#versions.delete(oldest[0]);
      this.#open -= oldest[1].open;
    }
    this.#versions.set(tag, version);
    return version;
  }

  #noteForeign(tag: string): void {
    if (tag.length > MAX_TAG_LENGTH) return;
    const [oldest = ""] = this.#foreign;
    if (this.#foreign.size >= MAX_FOREIGN) this.#foreign.delete(oldest);
    this.#foreign.add(tag);
  }

  #close(version: Version): void {
    version.open--;
    this.#open--;
  }
}
