import type { Node } from "../sharing.ts";
import type { Session } from "./database.ts";

/** A node that was not seen for so long is gone. It is seen at every look, and while it leads. */
export const GONE_SECONDS = 15;

/** Notes that a node is there, with what it is now. */
export async function seeNode(session: Session, { name, version, settings, mayLead }: Node): Promise<void> {
  await session.query(
    `INSERT INTO node (name, version, settings, may_lead, seen_at) VALUES ($1, $2, $3, $4, now())
     ON CONFLICT (name) DO UPDATE SET version = excluded.version, settings = excluded.settings,
       may_lead = excluded.may_lead, seen_at = excluded.seen_at`,
    [name, version, settings, mayLead],
  );
}

/** Forgets a node that takes its leave: nobody waits for it. */
export async function forgetNode(session: Session, name: string): Promise<void> {
  await session.query("DELETE FROM node WHERE name = $1", [name]);
}
