import { sha256Hex } from "../../lib/hash.ts";
import type { Capture } from "../../model/article.ts";
import { failure, success } from "../../model/problem.ts";
import type { IngestedFile } from "../catalog.ts";

export interface ExampleClaims extends Partial<Capture> {
  /** Stands for title and body: equal texts have equal hashes. */
  readonly text?: string;
}

/** A capture for tests: what a test says, and something harmless for all else. */
export function exampleCapture({ text = "First text.", ...said }: ExampleClaims): Capture {
  return {
    id: "urn:uuid:00000000-0000-5000-8000-000000000001",
    outletId: "example",
    outletName: "Example Gazette",
    canonicalUrl: "https://gazette.example/1",
    title: "A title",
    language: "zh-Hans",
    authors: ["Jane Doe"],
    bodyHtml: `<p>${text}</p>`,
    excerpt: text,
    entries: "full",
    capturedAt: new Date("2023-02-23T05:00:00Z"),
    publishedAt: new Date("2023-02-23T04:24:36Z"),
    textHash: sha256Hex(text),
    ...said,
  };
}

/** A file that gave `capture`. Its bytes are a function of the capture, as they are in an archive. */
export function exampleFile(path: string, capture: Capture, fingerprint = "profile 1"): IngestedFile {
  const sha256 = sha256Hex(JSON.stringify(capture));
  const signature = sha256.slice(0, 8);
  return { path, signature, fingerprint, sha256, host: "gazette.example", outcome: success(capture) };
}

/** A file that gave no article. */
export function exampleProblem(path: string, bytes = "half an article"): IngestedFile {
  const outcome = failure("INCOMPLETE_FILE", "The file has no body.");
  return { path, signature: "s", fingerprint: "profile 1", sha256: sha256Hex(bytes), outcome };
}

export function exampleId(number: number): string {
  return `urn:uuid:00000000-0000-5000-8000-${String(number).padStart(12, "0")}`;
}
