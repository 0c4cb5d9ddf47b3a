import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, watch, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FetchState } from "../../../src/fetch/fetch-state.ts";
import { Fetcher } from "../../../src/fetch/fetcher.ts";
import { WebClient } from "../../../src/lib/net/web-client.ts";
import { parseArticle } from "../../../src/parse/parse-article.ts";
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";

const ENTRIES = 40;
/** Set TEST_MOMENTS for more. On a busy machine each takes some seconds. */
const KILLS = Number(process.env["TEST_MOMENTS"] ?? 25);
const AT_ONCE = 4;

const items = Array.from(
  { length: ENTRIES },
  (_, index) =>
    `<item><title>Entry ${index}</title><link>https://outlet.example/${index}</link>
     <description>${"Words of the entry. ".repeat(200)}</description></item>`,
);
const server = createServer((_request, response) => {
  response.end(`<rss version="2.0"><channel><title>T</title>${items.join("")}</channel></rss>`);
});
let url: string;

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It listens at no port.");
  url = `http://127.0.0.1:${address.port}/feed`;
});
afterAll(() => server.close());

test(
  `kill -9 at ${KILLS} random moments leaves no partial file and loses no entry`,
  { timeout: KILLS * 20_000 },
  async () => {
    const rounds = Array.from({ length: KILLS }, (_, index) => index);
    const faults: string[] = [];
    const work = async (): Promise<void> => {
      for (let round = rounds.pop(); round !== undefined; round = rounds.pop()) {
        const files = Math.floor(Math.random() * ENTRIES);
        const fault = await killAndFinish(files).catch((error: unknown) => String(error));
        if (fault !== "") faults.push(`killed after ${files} files: ${fault}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    expect(faults).toEqual([]);
  },
);

/** Kills a fetch after so many files, and lets another go on. Returns what is wrong then; empty for nothing. */
async function killAndFinish(files: number): Promise<string> {
  const directory = temporaryDirectory();
  const [seeds, data, sources] = [join(directory, "seeds"), join(directory, "data"), join(directory, "sources.yaml")];
  const folder = join(seeds, "outlet");
  mkdirSync(folder, { recursive: true });
  writeFileSync(sources, `sources: [{ url: "${url}", into: outlet }]\n`);
  await killedFetch(["--once", "--seeds", seeds, "--data", data, "--sources", sources], folder, files);
  const left = articleNames(folder).filter((name) => !isWhole(join(folder, name)));
  await finish(seeds, data);
  const names = articleNames(folder);
  const broken = names.filter((name) => !isWhole(join(folder, name)));
  if (left.length > 0 || broken.length > 0) return `partial files: ${[...left, ...broken].join(", ")}`;
  return names.length === ENTRIES ? "" : `${names.length} files for ${ENTRIES} entries`;
}

async function killedFetch(flags: readonly string[], folder: string, files: number): Promise<void> {
  const seen = Promise.withResolvers<void>();
  const watcher = watch(folder, () => {
    if (articleNames(folder).length > files) seen.resolve();
  });
  const child = spawn(process.execPath, ["src/main.ts", "fetch", "--fetch-allow", "loopback", ...flags], {
    cwd: root,
    stdio: "ignore",
  });
  const exited = once(child, "exit");
  await Promise.race([seen.promise, exited]);
  child.kill("SIGKILL");
  await exited;
  watcher.close();
}

async function finish(archive: string, data: string): Promise<void> {
  const state = FetchState.open(data);
  const client = new WebClient({ userAgent: "test", isAllowed: () => true });
  const deps = {
    client,
    state,
    archive,
    now: () => new Date(),
    readPage: () => Promise.resolve(undefined),
    historyPauseMs: 0,
    onReport: () => undefined,
  };
  const source = { url, into: "outlet", everySeconds: 3600, fullText: "no", headers: {} } as const;
  await new Fetcher(deps, [source]).run(new AbortController().signal, true);
  await client.close();
  state.close();
}

/** Names that begin with a dot are no article files. */
function articleNames(folder: string): string[] {
  return readdirSync(folder).filter((name) => !name.startsWith("."));
}

function isWhole(path: string): boolean {
  const parsed = parseArticle({ path, bytes: readFileSync(path) });
  return parsed.ok && parsed.value.bodyHtml.trimEnd().endsWith("Words of the entry.");
}
