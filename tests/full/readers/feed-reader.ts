import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** An entry as a reader knows it, in its own spelling. */
export interface SeenEntry {
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly author: string;
  /** Seconds since 1970. */
  readonly published: number;
  readonly html: string;
}

/** One feed, subscribed to by one user of a reader. */
export interface Subscription {
  /** Has the reader fetch the feed as it does by itself every hour. */
  poll(): Promise<void>;
  /** Every entry that the reader has kept; one that it took for new twice is there twice. */
  entries(): Promise<readonly SeenEntry[]>;
}

/** A program that Debian packages. */
export interface InstalledProgram {
  readonly name: string;
  readonly debianPackage: string;
  /** Fails where the program is not installed. */
  readonly probe: readonly [command: string, ...args: string[]];
}

/** A feed reader that people use. */
export interface FeedReader extends InstalledProgram {
  /** The author it shows of an entry that has several, where it does not show them all. */
  readonly shownAuthor?: (authors: readonly string[]) => string;
  /** It does not look again at an entry that it has. */
  readonly keepsFirstText?: true;
  /** It asks for new entries alone, and takes them over. */
  readonly takesDeltas?: true;
  /** Subscribes and fetches for the first time. The reader keeps what it knows in `home`, an empty directory. */
  subscribe(url: string, home: string): Promise<Subscription>;
}

/** The formats that all of them read. None that Debian packages for a terminal reads JSON Feed. */
export const feedFiles = ["rss.xml", "atom.xml"] as const;

export type FeedFile = (typeof feedFiles)[number];

const execute = promisify(execFile);

/** Runs a program as a user whose home is `home`, and resolves with what it prints. */
export async function run(home: string, command: string, ...args: readonly string[]): Promise<string> {
  const env = { PATH: process.env["PATH"], HOME: home, LC_ALL: "C.UTF-8", TZ: "America/New_York" };
  const { stdout } = await execute(command, args, { cwd: home, env, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

export async function isInstalled({ probe: [command, ...args] }: InstalledProgram): Promise<boolean> {
  return execute(command, args).then(
    () => true,
    () => false,
  );
}
