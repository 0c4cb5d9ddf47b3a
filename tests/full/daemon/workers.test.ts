import { Agent, get } from "node:http";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { startDaemon } from "../daemon-harness.ts";
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";

const seeds = join(root, "seeds");

// Those who ask without a pause leave a worker that starts little of a slow machine.
test.each([
  ["a connection for each request", false],
  ["connections that are kept", true],
])("no request fails while the workers are replaced one by one, with %s", async (_title, keepAlive) => {
  await using daemon = await startDaemon(["--seeds", seeds, "--data", temporaryDirectory(), "--workers", "2"]);
  const before = childrenOf(daemon.process.pid);
  const agent = new Agent({ keepAlive });
  const done = new AbortController();
  const load = Array.from({ length: 8 }, async () => {
    const answers: unknown[] = [];
    while (!done.signal.aborted) {
      const request = get(`${daemon.url}/feeds/all/rss.xml`, { agent });
      try {
        const [response] = await once(request, "response");
        await buffer(response);
        answers.push(response.statusCode);
      } catch (error) {
        answers.push(String(error));
      }
    }
    return answers;
  });
  daemon.signal("SIGHUP");
  await daemon.line("the workers were replaced");
  done.abort();
  const answers = (await Promise.all(load)).flat();
  agent.destroy();
  expect(new Set(answers)).toEqual(new Set([200]));
  expect(childrenOf(daemon.process.pid).filter((pid) => before.includes(pid))).toEqual([]);
});

test("a worker that is killed while another takes its place is not missed, nor waited for", async () => {
  await using daemon = await startDaemon(["--seeds", seeds, "--data", temporaryDirectory(), "--workers", "2"]);
  const [first = 0] = childrenOf(daemon.process.pid);
  daemon.signal("SIGHUP");
  process.kill(first, "SIGKILL");
  await daemon.line("the workers were replaced");
  daemon.signal("SIGHUP");
  await daemon.line("the workers were replaced");
  expect((await daemon.fetch("/feeds/all/rss.xml")).status).toBe(200);
  expect(childrenOf(daemon.process.pid)).toHaveLength(2);
});

function childrenOf(pid = 0): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").map(Number);
}
