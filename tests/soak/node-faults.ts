import { setTimeout as pause } from "node:timers/promises";
import { between, pick, type Random } from "../../bench/random.ts";
import type { Cluster, ClusterNode } from "./cluster.ts";
import type { Fault } from "./faults.ts";

export interface NodeFaultDeps {
  readonly cluster: Cluster;
  readonly random: Random;
  /** Told how long it took until another led, in milliseconds. */
  readonly onLead: (tookMs: number) => void;
}

const HOUR_MS = 3_600_000;
/** In milliseconds. */
const LONGEST_CUT_MS = 12_000;
const LOOK_MS = 20;

/** What goes wrong with several daemons that share a catalog: see `Fault`. */
export function nodeFaultsOf(deps: NodeFaultDeps): readonly Fault[] {
  const { cluster, random } = deps;
  const any = (): ClusterNode => pick(random, cluster.nodes);
  const faults: readonly (readonly [string, () => Promise<unknown>])[] = [
    ["leader killed", () => killLeader(deps)],
    ["machine killed", () => restart(any(), "SIGKILL")],
    ["machine stopped and started", () => restart(any(), "SIGTERM")],
    ["two lead for a moment", () => cutLock(deps)],
    ["network cut", () => cutNetwork(deps)],
    ["answer to a commit lost", async () => (await cluster.leader()).way.loseCommitAfter(between(random, 0, 4))],
    ["database killed", () => restartDatabase(deps, () => cluster.server.kill())],
    ["database stopped and started", () => restartDatabase(deps, () => cluster.server.stop())],
    ["standby promoted", () => cluster.failOver()],
    ["clock hours wrong", async () => any().clock.set(between(random, -12, 12) * HOUR_MS)],
  ];
  return faults.map(([name, happen]) => [name, async () => (await happen(), true)]);
}

async function restart({ daemon }: ClusterNode, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  await daemon.end(signal);
  await daemon.start(1);
}

async function killLeader(deps: NodeFaultDeps): Promise<void> {
  const { daemon } = await deps.cluster.leader();
  await untilAnotherLeads(deps, () => daemon.end("SIGKILL"));
  await daemon.start(1);
}

async function cutLock(deps: NodeFaultDeps): Promise<void> {
  const { cluster } = deps;
  const { way } = await cluster.leader();
  const port = (await cluster.lead())?.port ?? 0;
  await untilAnotherLeads(deps, async () => way.cutConnection(port));
}

/** Of the leader, and of another one or none; of all but one at the most. */
async function cutNetwork(deps: NodeFaultDeps): Promise<void> {
  const { cluster, random } = deps;
  const leader = await cluster.leader();
  const others = cluster.nodes.filter((node) => node !== leader);
  const cut = [leader, ...others.slice(1).filter(() => random() < 0.5)];
  await untilAnotherLeads(deps, async () => {
    for (const { way } of cut) way.cut();
  });
  await pause(random() * LONGEST_CUT_MS);
  for (const { way } of cut) way.mend();
}

async function restartDatabase({ cluster, random }: NodeFaultDeps, end: () => Promise<void>): Promise<void> {
  await end();
  await pause(random() * 3000);
  await cluster.server.run();
}

async function untilAnotherLeads({ cluster, onLead }: NodeFaultDeps, lose: () => Promise<void>): Promise<void> {
  const before = (await cluster.lead())?.epoch;
  await lose();
  const lostMs = performance.now();
  for (;;) {
    const epoch = (await cluster.lead())?.epoch;
    if (epoch !== undefined && epoch !== before) break;
    await pause(LOOK_MS);
  }
  onLead(performance.now() - lostMs);
}
