import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import { createLogger } from "../observe/logger.ts";
import type { Command } from "./commands.ts";
import { askDaemon, ControlDoor, type CarryOut } from "./control-door.ts";

interface Opened {
  readonly door: ControlDoor;
  readonly commands: Command[];
  /** Log lines. */
  readonly lines: string[];
}

/** An open door whose commands change nothing. */
async function openDoor(directory: string, carryOut: CarryOut = async () => ({ effect: {} })): Promise<Opened> {
  const commands: Command[] = [];
  const lines: string[] = [];
  const logger = createLogger({ level: "warn", format: "json", write: (line) => lines.push(line) });
  const noted: CarryOut = (command) => {
    commands.push(command);
    return carryOut(command);
  };
  const door = new ControlDoor(directory, noted, logger);
  onTestFinished(() => door.close());
  await door.open();
  return { door, commands, lines };
}

const id = "urn:uuid:00000000-0000-5000-8000-000000000001";

test("a command goes in as it was given, and its effect comes out", async () => {
  const directory = temporaryDirectory();
  const { commands } = await openDoor(directory, async () => ({ effect: { kind: "done", isPublished: true } }));
  const command = { kind: "takedown", id, reason: "a court said so", mustBeKnown: true } as const;
  expect(await askDaemon(directory, command)).toEqual({ effect: { kind: "done", isPublished: true } });
  expect(commands).toEqual([command]);
});

test("a command that fails says why", async () => {
  const directory = temporaryDirectory();
  await openDoor(directory, async () => ({ failure: "no disk" }));
  expect(await askDaemon(directory, { kind: "reload" })).toEqual({ failure: "no disk" });
});

test("a request that is no command is refused", async () => {
  const directory = temporaryDirectory();
  const { commands } = await openDoor(directory);
  const statusOf = async (path: string, body: string): Promise<number | undefined> => {
    const asked = request({ socketPath: join(directory, "control.sock"), method: "POST", path }).end(body);
    const [response] = await once(asked, "response");
    return response.resume().statusCode;
  };
  expect(await statusOf("/status", "")).toBe(200);
  expect(await statusOf("/reboot", "")).toBe(400);
  expect(await statusOf("/restore", "{}")).toBe(400);
  expect(await statusOf("/restore", "{")).toBe(400);
  expect(commands).toEqual([{ kind: "status" }]);
});

test("nobody else may use it", async () => {
  const directory = temporaryDirectory();
  await openDoor(directory);
  expect(statSync(join(directory, "control.sock")).mode & 0o777).toBe(0o600);
});

test("where no daemon runs, nobody answers: there is no socket, or one that a killed daemon left", async () => {
  const directory = temporaryDirectory();
  expect(await askDaemon(directory, { kind: "status" })).toBeUndefined();
  expect(await askDaemon(join(directory, "missing"), { kind: "status" })).toBeUndefined();
  const { door } = await openDoor(directory);
  await door.close();
  expect(await askDaemon(directory, { kind: "status" })).toBeUndefined();
});

test("what lies in its place is replaced", async () => {
  const directory = temporaryDirectory();
  const stale = createServer().listen(join(directory, "control.sock"));
  await once(stale, "listening");
  onTestFinished(() => void stale.close());
  await openDoor(directory);
  expect(await askDaemon(directory, { kind: "status" })).toEqual({ effect: {} });
});

test.skipIf(process.platform !== "linux")("a data directory may have any name, however long (on Linux)", async () => {
  const directory = join(temporaryDirectory(), "a long name ".repeat(12), "and another ".repeat(12));
  mkdirSync(directory, { recursive: true });
  const { door, lines } = await openDoor(directory);
  expect(await askDaemon(directory, { kind: "status" })).toEqual({ effect: {} });
  await door.close();
  expect(await askDaemon(directory, { kind: "status" })).toBeUndefined();
  expect(lines).toEqual([]);
});

test("a daemon that can have no door says so, and goes on", async () => {
  const directory = join(temporaryDirectory(), "file");
  writeFileSync(directory, "");
  const { lines } = await openDoor(directory);
  expect(lines).toEqual([expect.stringContaining("there is no control socket")]);
});

test("a daemon that stops leaves no command waiting", async () => {
  const directory = temporaryDirectory();
  const asked = Promise.withResolvers<void>();
  const { door } = await openDoor(directory, () => {
    asked.resolve();
    return new Promise(() => undefined);
  });
  const answer = askDaemon(directory, { kind: "accept-deletions" }).catch(String);
  await asked.promise;
  await door.close();
  expect(await answer).toContain("it stopped before it answered");
});
