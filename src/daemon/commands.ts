import { z } from "zod";
import type { CatalogReader, Ruling } from "../catalog/catalog.ts";
import type { AcceptedDeletions, RulingOutcome } from "../ingest/rulings.ts";
import type { Mistake } from "../model/mistake.ts";
import type { Takedown } from "../model/takedown.ts";
import type { Status } from "./status.ts";

const articleId = z.string().startsWith("urn:uuid:");

/** The commands of an operator as they go through the control door, by `kind`. */
export const commandSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("takedown"),
    id: articleId,
    reason: z.exactOptional(z.string()),
    /** True where the operator copied the id from somewhere: one that no article has is refused. */
    mustBeKnown: z.boolean(),
  }),
  z.object({ kind: z.literal("restore"), id: articleId }),
  z.object({ kind: z.literal("takedowns") }),
  z.object({ kind: z.literal("accept-deletions") }),
  z.object({ kind: z.literal("accept-ids") }),
  z.object({ kind: z.literal("reload") }),
  z.object({ kind: z.literal("status") }),
]);

export type Command = z.infer<typeof commandSchema>;

export type RulingCommand = Extract<Command, { kind: "takedown" | "restore" }>;

/** The commands that the ingest thread carries out. */
export type ArchiveCommand = Exclude<Command, { kind: "status" }>;

/** The effect of each command, as JSON: instants are in RFC 3339. */
export interface Effects {
  readonly takedown: RulingEffect;
  readonly restore: RulingEffect;
  /** The latest first. */
  readonly takedowns: readonly (Omit<Takedown, "takenDownAt"> & { readonly takenDownAt: string })[];
  readonly "accept-deletions": AcceptedDeletions;
  readonly "accept-ids": ReloadEffect;
  readonly reload: ReloadEffect;
  readonly status: Status<string>;
}

/** `isPublished` is false while a lost catalog is filled: feeds follow when that is done. */
export type RulingEffect =
  | { readonly kind: "done"; readonly title?: string; readonly isPublished: boolean }
  | Exclude<RulingOutcome, { kind: "done" }>;

export type ReloadEffect =
  /** The settings are in force, and what follows from them is published. */
  | { readonly kind: "done"; readonly changedIds: number }
  /** They are the ones in force. */
  | { readonly kind: "nothing-to-do" }
  /** They have mistakes; the ones before stay in force. */
  | { readonly kind: "mistakes"; readonly mistakes: readonly Mistake[] }
  /** They would change the ids of published articles; the ones before stay in force. */
  | { readonly kind: "refused"; readonly changedIds: number };

/** The effect of a command, or why it failed, in a sentence. */
export type Answer<C extends Command = Command> =
  | { readonly effect: Effects[C["kind"]] }
  | { readonly failure: string };

export function rulingOf(command: RulingCommand, when: Date): Ruling {
  if (command.kind === "restore") return { type: "restoration", id: command.id, when };
  const { id, reason } = command;
  return { type: "takedown", id, when, ...(reason !== undefined && { reason }) };
}

export function rulingEffect(outcome: RulingOutcome, isPublished: boolean): RulingEffect {
  if (outcome.kind !== "done") return outcome;
  return { kind: "done", isPublished, ...(outcome.title !== undefined && { title: outcome.title }) };
}

export async function listTakedowns(catalog: CatalogReader): Promise<Effects["takedowns"]> {
  const takedowns = await catalog.state.takedowns();
  return takedowns.map((takedown) => ({ ...takedown, takenDownAt: takedown.takenDownAt.toISOString() }));
}
