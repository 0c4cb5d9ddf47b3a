import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { freePort } from "../free-port.ts";
import { shiftableClock, type ShiftableClock } from "../full/faults/shiftable-clock.ts";
import { PostgresServer, type Lead } from "../full/postgres/postgres-server.ts";
import { Way } from "../full/postgres/way.ts";
import { root } from "../root.ts";
import { KeptDaemon } from "./kept-daemon.ts";

const SCHEMA = "soak";

/** A daemon that shares a catalog with others. */
export interface ClusterNode {
  readonly daemon: KeptDaemon;
  readonly url: string;
  readonly data: string;
  readonly way: Way;
  readonly clock: ShiftableClock;
}

/** Daemons on one archive with one PostgreSQL, each with a way of its own there. */
export class Cluster {
  readonly nodes: readonly ClusterNode[];
  #server: PostgresServer;
  readonly #servers: PostgresServer[];

  private constructor(server: PostgresServer, nodes: readonly ClusterNode[]) {
    this.#server = server;
    this.#servers = [server];
    this.nodes = nodes;
  }

  /** @param args Of every daemon. `onEnd` is told of one that ends by itself. */
  static async start(
    directory: string,
    count: number,
    args: readonly string[],
    onEnd: (lastWords: string) => void,
  ): Promise<Cluster> {
    const server = await PostgresServer.start();
    const nodes = await Promise.all(
      Array.from({ length: count }, async (_, index): Promise<ClusterNode> => {
        const [way, clock, port] = [await Way.to(server.port), shiftableClock(), await freePort()];
        const data = join(directory, `data-${index + 1}`);
        const own = ["--data", data, "--port", String(port), ...server.flags(SCHEMA, way.port)];
        return {
          daemon: new KeptDaemon([...args, ...own], onEnd, clock.env),
          url: `http://localhost:${port}`,
          data,
          way,
          clock,
        };
      }),
    );
    for (const { daemon } of nodes) await daemon.start(1);
    return new Cluster(server, nodes);
  }

  get server(): PostgresServer {
    return this.#server;
  }

  lead(): Promise<Lead | undefined> {
    return this.#server.lead(SCHEMA);
  }

  async leader(): Promise<ClusterNode> {
    for (;;) {
      const leading = (await this.lead())?.node;
      const node = this.nodes.find(({ data }) => leading?.endsWith(`:${data}`));
      if (node !== undefined) return node;
      await pause(50);
    }
  }

  /** Has a standby take over from the database, which is killed. */
  async failOver(): Promise<void> {
    const standby = await this.#server.standby();
    this.#servers.push(standby);
    await this.#server.kill();
    for (const { way } of this.nodes) way.leadTo(standby.port);
    standby.promote();
    this.#server = standby;
  }

  /** Lines of the ledger. */
  async ledger(): Promise<string> {
    const [node] = this.nodes;
    const args = ["ledger", "export", "--data", node?.data ?? "", ...this.#server.flags(SCHEMA)];
    const { stdout } = await promisify(execFile)(process.execPath, [join(root, "src/main.ts"), ...args]);
    return stdout;
  }

  async remove(): Promise<void> {
    for (const { daemon, way } of this.nodes) {
      await daemon.end("SIGTERM");
      await way[Symbol.asyncDispose]();
    }
    for (const server of this.#servers) await server.remove();
  }
}
