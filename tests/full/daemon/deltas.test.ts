import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { feedPath } from "../../../src/model/addresses.ts";
import { feedFormats, formatFacts, type FeedFormat } from "../../../src/model/feed.ts";
import { DeltaClient, entriesIn } from "../../delta-client.ts";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";
import { brokenRules } from "../../feed-rules.ts";
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";

/** A sample that is edited. */
const sample = "003_d06ef62332db7ee8.txt";
const publicUrl = "http://localhost";

interface Place {
  readonly archive: string;
  readonly settings: readonly string[];
}

function newPlace(): Place {
  const directory = temporaryDirectory();
  const [archive, data] = [join(directory, "archive"), join(directory, "data")];
  cpSync(join(root, "seeds"), archive, { recursive: true });
  return { archive, settings: ["--seeds", archive, "--data", data] };
}

/** Captures the sample again, with a correction. */
function correct({ archive }: Place, words: string, hours: number): void {
  const text = readFileSync(join(archive, sample), "utf8");
  const later = text.replace(/^<!--(\d+)-->/, (_, time: string) => `<!--${Number(time) + hours * 3_600_000}-->`);
  writeFileSync(join(archive, `corrected-${hours}.txt`), later.replace("</section>", `<p>${words}</p></section>`));
}

function ask(daemon: DaemonProcess, format: FeedFormat, since = ""): Promise<Response> {
  const given = since === "" ? {} : { "If-None-Match": since };
  // A connection for each request, so that every worker is asked.
  return daemon.fetch(feedPath("all", format), { "A-IM": "feed", Connection: "close", ...given });
}

/** Subscribes in every format, on a daemon that has published what there is. */
async function subscribe(daemon: DaemonProcess): Promise<readonly DeltaClient[]> {
  const clients = feedFormats.map((format) => new DeltaClient(format));
  for (const client of clients) {
    const full = await ask(daemon, client.format);
    expect([full.status, full.headers.get("im")]).toEqual([200, null]);
    client.take(await full.text(), full.headers.get("etag") ?? "");
  }
  return clients;
}

/** Asks until the feed is another than the client's, and returns the answer. */
async function news(daemon: DaemonProcess, { format, etag }: DeltaClient): Promise<Response> {
  for (;;) {
    const answer = await ask(daemon, format, etag);
    if (answer.status !== 304) return answer;
  }
}

async function stop(daemon: DaemonProcess): Promise<void> {
  daemon.signal("SIGTERM");
  expect(await daemon.exited).toBe(0);
}

test("every worker sends the same deltas, and so does the daemon after a restart; takedowns reach them; they can be switched off", async () => {
  const place = newPlace();
  const flags = [...place.settings, "--public-url", publicUrl, "--rate-full", "0"];
  await using daemon = await startDaemon([...flags, "--deltas", "--workers", "2"]);
  const clients = await subscribe(daemon);
  correct(place, "更正：不止三千只。", 1);

  const deltas = new Map<FeedFormat, string>();
  for (const client of clients) {
    const { format } = client;
    const first = await news(daemon, client);
    const body = await first.text();
    expect([first.status, first.headers.get("im"), first.headers.get("delta-base")]).toEqual([
      226,
      "feed",
      client.etag,
    ]);
    expect([...entriesIn(body, format).values()]).toEqual([expect.stringContaining("更正：不止三千只。")]);
    const contentType = `${formatFacts[format].mediaType}; charset=utf-8`;
    expect(first.headers.get("content-type")).toBe(contentType);
    expect(brokenRules({ path: feedPath("all", format), contentType, body: Buffer.from(body) }, { publicUrl })).toEqual(
      [],
    );
    // A worker that has not heard of it yet knows the client's version as the present one.
    const others = await Promise.all(Array.from({ length: 16 }, () => ask(daemon, format, client.etag)));
    for (const other of others.filter(({ status }) => status !== 304)) {
      expect([other.status, await other.text(), other.headers.get("etag")]).toEqual([
        226,
        body,
        first.headers.get("etag"),
      ]);
    }
    deltas.set(format, body);
  }
  await stop(daemon);

  await using again = await startDaemon([...flags, "--deltas"]);
  for (const { format, etag } of clients) {
    const delta = await ask(again, format, etag);
    expect([delta.status, await delta.text()]).toEqual([226, deltas.get(format)]);
  }

  const [id = ""] = entriesIn(deltas.get("json") ?? "", "json").keys();
  const args = ["src/main.ts", "takedown", id, ...place.settings];
  expect(spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" }).stdout).toContain("show that now");
  for (const { format, etag } of clients) {
    const text = await (await ask(again, format, etag)).text();
    expect([entriesIn(text, format).get(id)?.includes("本文已撤回"), text.includes("更正：不止三千只。")]).toEqual([
      true,
      false,
    ]);
  }
  await stop(again);

  await using without = await startDaemon(flags);
  for (const { format, etag } of clients) expect((await ask(without, format, etag)).status).toBe(200);
});

test("an edit of the configuration switches deltas on", async () => {
  const place = newPlace();
  const file = join(temporaryDirectory(), "feedmill.yaml");
  writeFileSync(file, "deltas: false\n");
  cpSync(join(root, "config/outlets"), join(file, "../outlets"), { recursive: true });
  await using daemon = await startDaemon([...place.settings, "--config", file]);
  const clients = await subscribe(daemon);
  writeFileSync(file, "deltas: true\n");
  await daemon.line("settings reloaded");
  await daemon.line("documents are served");
  correct(place, "更正：不止三千只。", 1);
  for (const client of clients) expect((await news(daemon, client)).status).toBe(226);
});
