import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

/** What PostgreSQL answers to a COMMIT that it has carried out: the tag of CommandComplete (its manual, §55.7). */
const COMMITTED = Buffer.from("COMMIT\0");

/** One connection of a daemon: the daemon's end, and the one at the database. */
interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

/**
 * A way from a daemon to a database on this machine. When it is cut, nothing comes through any more and the daemon is told
 * nothing, as when a cable is pulled. The database lets go at once of what it would let go of after seconds, when its own
 * tries of the connection stay without an answer.
 */
export class Way implements AsyncDisposable {
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  /** Ends of daemons on which nothing comes any more. */
  readonly #silent = new Set<Socket>();
  #port: number;
  #isCut = false;
  #commitsUntilLoss = Number.POSITIVE_INFINITY;

  private constructor(port: number) {
    this.#port = port;
    this.#server = createServer((near) => this.#take(near));
  }

  /** @param port Of the database. */
  static async to(port: number): Promise<Way> {
    const way = new Way(port);
    way.#server.listen(0, "127.0.0.1");
    await once(way.#server, "listening");
    return way;
  }

  get port(): number {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- It listens on a port, not on a path.
    return (this.#server.address() as AddressInfo).port;
  }

  cut(): void {
    this.#isCut = true;
    for (const pair of this.#pairs) this.#silence(pair);
  }

  /** Connections from before are refused as those are of which the other end knows nothing. */
  mend(): void {
    this.#isCut = false;
    for (const near of this.#silent) near.resetAndDestroy();
    this.#silent.clear();
  }

  /** Takes nothing more from the database: what it sends stays without an acknowledgement once its way is full. */
  clog(): void {
    for (const { far } of this.#pairs) far.pause();
  }

  /** Leads to another database from now on. */
  leadTo(port: number): void {
    this.#port = port;
    for (const { near } of this.#pairs) near.destroy();
  }

  /** Cuts one connection alone: the one that the database knows under this port. */
  cutConnection(farPort: number): void {
    for (const pair of this.#pairs) if (pair.far.localPort === farPort) this.#silence(pair);
  }

  /** Breaks when the database has committed, before the daemon hears of it; so many commits are told of before. */
  loseCommitAfter(commits: number): void {
    this.#commitsUntilLoss = commits;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const { near, far } of this.#pairs) for (const end of [near, far]) end.destroy();
    for (const near of this.#silent) near.destroy();
    await closed;
  }

  #take(near: Socket): void {
    near.on("error", () => undefined);
    if (this.#isCut) {
      this.#silent.add(near);
      return;
    }
    const far = connect(this.#port, "127.0.0.1");
    const pair = { near, far };
    this.#pairs.add(pair);
    far.on("error", () => undefined);
    near.on("data", (chunk: Buffer) => far.write(chunk));
    far.on("data", (chunk: Buffer) => this.#answer(pair, chunk));
    near.on("close", () => (this.#pairs.delete(pair), this.#silent.delete(near), far.destroy()));
    far.on("close", () => this.#silent.has(near) || near.destroy());
  }

  #answer({ near }: Pair, chunk: Buffer): void {
    if (chunk.includes(COMMITTED) && this.#commitsUntilLoss-- === 0) {
      this.#commitsUntilLoss = Number.POSITIVE_INFINITY;
      near.destroy();
    } else near.write(chunk);
  }

  #silence(pair: Pair): void {
    this.#pairs.delete(pair);
    this.#silent.add(pair.near);
    pair.near.removeAllListeners("data").pause();
    pair.far.destroy();
  }
}
