/** One feedmill of several that share a catalog. */
export interface Node {
  /** For people, and to tell it from the others: its machine and its data directory. */
  readonly name: string;
  /** The version of feedmill. */
  readonly version: string;
  /** A fingerprint of the settings that decide what is published. */
  readonly settings: string;
  /** False where it only ever serves: it reads nothing for others, either. */
  readonly mayLead: boolean;
}

/** The state of the other nodes, and the latest publication, as one node sees them. */
export interface Look {
  /** The one that leads, or that did last; absent before the first. */
  readonly leader?: Pick<Node, "name" | "version" | "settings">;
  /** Nobody leads, and this node may: it is of the version and the settings of the last leader, or no such node is left. */
  readonly canLead: boolean;
  /** Absent where nothing was published yet. */
  readonly published?: {
    /** Whole seconds. */
    readonly changedAt: Date;
    /** Documents that were written or removed since the look before; all of them where it `isAnew`. */
    readonly paths: readonly string[];
    /** The first look, or the first at what another leader publishes: that need not have what the one before told of. */
    readonly isAnew: boolean;
  };
  /** The one that leads offers batches that this node may read. */
  readonly hasOffers: boolean;
}

/** A node's view of a catalog that another one writes. */
export interface Sharing {
  /** Rejects with `CatalogAwayError` where the database does not answer: the next look tries again. */
  look(node: Node): Promise<Look>;
  /** Resolves when something is published or offered, and after a second at the latest. */
  wait(signal: AbortSignal): Promise<void>;
  /**
   * Leases a batch, has it read, and hands back what came of it; false where none is offered to this node. The lease ends
   * with `read`, should that fail too, with this process, and with a connection that is silent for long: the batch is open
   * again then. Rejects as `look` does, and as `read` does.
   */
  readLeased(node: Node, read: (batch: Uint8Array) => Promise<Uint8Array>): Promise<boolean>;
  close(): Promise<void>;
}

/** The lead of the one feedmill that writes, among those that share the catalog. */
export interface Lead {
  /** Resolves with the reason, for the operator, once another one leads; it is noticed within seconds, without a write. */
  readonly takenOver: Promise<Error>;
  /**
   * Has the others know what this one is from now on: those with other settings do not lead while it is there, and read no
   * batches for it. Rejects with `CatalogInUseError` where another one leads.
   */
  announce(node: Node): Promise<void>;
}

/**
 * Batches of files that the one that leads offers to the other nodes, to be read. Each is leased to one of them at a time.
 * The catalog does not read batches and outcomes: it keeps them as bytes.
 */
export interface Offers {
  /** True where a node that may read was seen lately. */
  haveTakers(): Promise<boolean>;
  /** Returns a number for each batch. Once another node leads, what was offered is of no use to anyone. */
  offer(batches: readonly Uint8Array[]): Promise<readonly number[]>;
  /** Takes some of what was handed back; it is not told again. */
  collect(): Promise<readonly HandedBack[]>;
  /** Takes back the batch offered last of those that nobody has leased; undefined where there is none. */
  withdraw(): Promise<number | undefined>;
  /** Ends all offers. What is leased then will be handed back for nothing. */
  end(): Promise<void>;
}

export interface HandedBack {
  readonly number: number;
  readonly outcome: Uint8Array;
}
