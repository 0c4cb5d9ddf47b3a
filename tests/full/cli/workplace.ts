import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { root } from "../../root.ts";

export interface CliRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A working directory for the real command line, run as its users run it. */
export interface Workplace {
  readonly path: string;
  run(...args: readonly string[]): CliRun;
  /** Writes a file below it and returns its absolute path. */
  write(name: string, text: string): string;
}

export function createWorkplace(): Workplace {
  const path = temporaryDirectory();
  return {
    path,
    run(...args) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "src/main.ts"), ...args], {
        cwd: path,
        encoding: "utf8",
        env: { PATH: process.env["PATH"] },
      });
      return { code: status, out: stdout, err: stderr };
    },
    write(name, text) {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    },
  };
}

/** An article file about an orchard. */
export function articleText(url: string, body = "<p>园丁在春天种下了一排苹果树，等待秋天的收成。</p>"): string {
  return `<!--1714550400000-->\n[果园里的春天](${url})\n------\n\n${body}\n`;
}
