import type { IngestNews } from "../daemon/messages.ts";

/** Scans, and tells that a scan began and how long it took, however it ended. */
export async function tellScan(send: (news: IngestNews) => void, scan: () => Promise<void>): Promise<void> {
  const startedMs = performance.now();
  send({ kind: "scan-began" });
  try {
    await scan();
  } finally {
    send({ kind: "scan-ended", seconds: (performance.now() - startedMs) / 1000 });
  }
}
