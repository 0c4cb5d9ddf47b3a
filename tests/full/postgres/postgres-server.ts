import { execFile, execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { freePort } from "../../free-port.ts";

const DEBIAN = "/usr/lib/postgresql";
const LEAST_VERSION = 15;
/** Of the user that `initdb` makes. */
export const PASSWORD = "fish & 'chips'";

/** The programs of the newest PostgreSQL that Debian's package installed; undefined where there is none. */
function programs(): string | undefined {
  if (!existsSync(DEBIAN)) return undefined;
  const versions = readdirSync(DEBIAN)
    .map(Number)
    .filter((version) => version >= LEAST_VERSION);
  return versions.length === 0 ? undefined : join(DEBIAN, String(Math.max(...versions)), "bin");
}

export function isPostgresInstalled(): boolean {
  return programs() !== undefined;
}

/** For `describe.skipIf`: CI must not go without. */
export const isWithoutPostgres = !isPostgresInstalled() && process.env["FEEDMILL_FULL_TESTS"] !== "1";

/** One feedmill of several, as it leads. */
export interface Lead {
  /** Its machine and its data directory. */
  readonly node: string;
  readonly epoch: number;
  readonly port: number;
}

interface PsqlOptions {
  readonly encoding: "utf8";
  readonly env: NodeJS.ProcessEnv;
}

/** A PostgreSQL of the test's own, in a temporary directory. It ends with the test's process at the latest. */
export class PostgresServer {
  readonly port: number;
  readonly #bin: string;
  readonly #directory: string;
  readonly #user: { readonly uid: number; readonly gid: number } | undefined;
  #process: ChildProcess | undefined;

  private constructor(bin: string, port: number) {
    this.#bin = bin;
    this.port = port;
    this.#user = process.getuid?.() === 0 ? userNamed("postgres") : undefined;
    this.#directory = mkdtempSync(join(tmpdir(), "postgres-"));
    process.once("exit", () => this.#process?.kill("SIGKILL"));
    if (this.#user !== undefined) {
      // PostgreSQL refuses to run as root; its user has to reach its directory.
      chownSync(this.#directory, this.#user.uid, this.#user.gid);
      chmodSync(tmpdir(), 0o711);
    }
  }

  /** @param settings Of postgresql.conf. */
  static async start(settings: readonly string[] = []): Promise<PostgresServer> {
    const bin = programs();
    if (bin === undefined) throw new Error("the Debian package postgresql is not installed");
    const server = new PostgresServer(bin, await freePort());
    server.#initialize(settings);
    await server.run();
    return server;
  }

  /** The address of a database for the user `feedmill`, without a password. */
  address(database = "postgres"): string {
    return `postgres://feedmill@127.0.0.1:${this.port}/${database}`;
  }

  /**
   * The flags of a feedmill with its catalog in a schema here.
   *
   * @param port Of a way that leads here.
   */
  flags(schema: string, port = this.port): readonly string[] {
    const address = this.address().replace(`:${this.port}/`, `:${port}/`);
    return ["--catalog", address, "--catalog-schema", schema, "--catalog-password-file", this.passwordFile];
  }

  /** Another server, which has all of this one and follows it. Resolves once it can be read. */
  async standby(): Promise<PostgresServer> {
    const standby = new PostgresServer(this.#bin, await freePort());
    const data = join(standby.#directory, "data");
    const from = ["-h", this.#directory, "-p", String(this.port), "-U", "feedmill"];
    await promisify(execFile)(join(this.#bin, "pg_basebackup"), ["-D", data, "-R", "-c", "fast", ...from], {
      ...this.#user,
      env: { PGPASSWORD: PASSWORD, PATH: process.env["PATH"] },
    });
    appendFileSync(join(data, "postgresql.auto.conf"), standby.#placeSettings());
    standby.#writePassword();
    await standby.run();
    return standby;
  }

  /** Has a standby take over. */
  promote(): void {
    this.runSql("SELECT pg_promote()");
  }

  /** A file with the user's password. */
  get passwordFile(): string {
    return join(this.#directory, "password");
  }

  /** Who leads a catalog, since when, and which port its lock's connection comes from; undefined while nobody does, or has said so. */
  async lead(schema: string): Promise<Lead | undefined> {
    const sql = `SELECT node, epoch, client_port FROM ${schema}.leader, pg_locks JOIN pg_stat_activity USING (pid)
      WHERE locktype = 'advisory' AND granted AND node IS NOT NULL`;
    const { stdout } = await promisify(execFile)(...this.#psql(sql, "postgres"));
    const [node, epoch, port] = stdout.trim().split("|");
    return node === undefined || port === undefined ? undefined : { node, epoch: Number(epoch), port: Number(port) };
  }

  /** Runs SQL as the administrator. Returns what it prints. */
  runSql(sql: string, database = "postgres"): string {
    const [program, args, options] = this.#psql(sql, database);
    return execFileSync(program, args, options).trim();
  }

  #psql(sql: string, database: string): [program: string, args: string[], options: PsqlOptions] {
    const args = [
      "-X",
      "-q",
      "-A",
      "-t",
      "-v",
      "ON_ERROR_STOP=1",
      "-h",
      this.#directory,
      "-p",
      String(this.port),
      "-c",
      sql,
    ];
    const env = { PGPASSWORD: PASSWORD, PGOPTIONS: "-c client_min_messages=warning", PATH: process.env["PATH"] };
    return [join(this.#bin, "psql"), [...args, "-U", "feedmill", database], { encoding: "utf8", env }];
  }

  /** Starts it, or starts it again after `kill` or `stop`. Resolves once it takes connections. */
  async run(): Promise<void> {
    const child = spawn(join(this.#bin, "postgres"), ["-D", join(this.#directory, "data")], {
      ...this.#user,
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.#process = child;
    const lines: string[] = [];
    for await (const line of createInterface(child.stderr)) {
      lines.push(line);
      if (/database system is ready to accept (?:read-only )?connections/.test(line)) {
        child.stderr.resume();
        return;
      }
    }
    throw new Error(`PostgreSQL did not start:\n${lines.join("\n")}`);
  }

  /** @param signal SIGINT ends it in order, SIGQUIT at once, as after a fall of power. */
  async stop(signal: "SIGINT" | "SIGQUIT" = "SIGINT"): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null) return;
    const exited = once(child, "exit");
    child.kill(signal);
    await exited;
    this.#process = undefined;
  }

  /** Kills it with all its processes, as when its machine loses power. */
  async kill(): Promise<void> {
    const { pid } = this.#process ?? {};
    if (this.#process === undefined || pid === undefined) throw new Error("PostgreSQL does not run");
    // It is held while its children end, so that it starts no others; those that have ended stay for it, as zombies.
    const exited = once(this.#process, "exit");
    this.#process.kill("SIGSTOP");
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
    for (const child of children) process.kill(Number(child), "SIGKILL");
    while (!children.every(isZombie)) await new Promise(setImmediate);
    this.#process.kill("SIGKILL");
    await exited;
    this.#process = undefined;
  }

  async remove(): Promise<void> {
    await this.stop("SIGQUIT");
    rmSync(this.#directory, { recursive: true });
  }

  #initialize(settings: readonly string[]): void {
    const data = join(this.#directory, "data");
    this.#writePassword();
    const args = ["-D", data, "-U", "feedmill", "-E", "UTF8", "--no-locale", "-A", "scram-sha-256"];
    execFileSync(join(this.#bin, "initdb"), [...args, `--pwfile=${this.passwordFile}`], {
      ...this.#user,
      stdio: "ignore",
    });
    const lines = ["listen_addresses = '127.0.0.1'", "logging_collector = off", "shared_buffers = 32MB", ...settings];
    writeFileSync(join(data, "postgresql.auto.conf"), `${lines.join("\n")}\n${this.#placeSettings()}`);
  }

  #writePassword(): void {
    writeFileSync(this.passwordFile, `${PASSWORD}\n`);
    chmodSync(this.passwordFile, 0o644);
  }

  #placeSettings(): string {
    return `port = ${this.port}\nunix_socket_directories = '${this.#directory}'\n`;
  }
}

function isZombie(pid: string): boolean {
  return /^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
}

function userNamed(name: string): { readonly uid: number; readonly gid: number } {
  const id = (option: string): number => Number(execFileSync("id", [option, name], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}
