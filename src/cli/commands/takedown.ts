import type { Effects, RulingCommand } from "../../daemon/commands.ts";
import { listTakedownsAlone, ruleAlone } from "../../daemon/without-daemon.ts";
import { printable } from "../../lib/text/printable.ts";
import { carryOut, type CarriedOut } from "../carry-out.ts";
import type { CommandContext } from "../commands.ts";
import { Failure, UsageError } from "../failure.ts";
import { requireOutlets } from "../installation.ts";
import { namedArticle } from "../named-article.ts";
import { formatTable, writeJson, writeText } from "../output.ts";

/** `feedmill takedown`: removes an article everywhere, or publishes it again. */
export async function run(context: CommandContext): Promise<number> {
  const { config, operands, flags } = context;
  if (flags["list"] === true) {
    const { effect } = await carryOut({ kind: "takedowns" }, context, listTakedownsAlone);
    return list(effect, flags["json"] === true);
  }
  const [words] = operands;
  if (words === undefined) throw new UsageError("Which article?", "its id, its URL or a file of it, or --list");
  const { id, isById } = namedArticle(words, requireOutlets(config, flags), config);
  return flags["undo"] === true ? restore(id, context) : takeDown(id, isById, context);
}

async function takeDown(id: string, isById: boolean, context: CommandContext): Promise<number> {
  const { reason } = context.flags;
  const command = { kind: "takedown", id, mustBeKnown: isById, ...(typeof reason === "string" && { reason }) } as const;
  const { effect, byDaemon } = await carryOutRuling(command, context);
  if (effect.kind === "nothing-to-do") throw new Failure(`The article ${id} is taken down already.`, listHint);
  if (effect.kind === "unknown") {
    throw new Failure(`No article has the id ${id}.`, "its URL or a file of it: both need not be published yet");
  }
  if (effect.title === undefined) {
    return writeText(`There is no such article. If it comes, as ${id}, it is not published.`);
  }
  return writeText(`“${printable(effect.title)}” (${id}) is taken down. ${showing(byDaemon, effect.isPublished)}`);
}

async function restore(id: string, context: CommandContext): Promise<number> {
  const { effect, byDaemon } = await carryOutRuling({ kind: "restore", id }, context);
  if (effect.kind !== "done") throw new Failure(`The article ${id} is not taken down.`, listHint);
  return writeText(`The article ${id} is published again. ${showing(byDaemon, effect.isPublished)}`);
}

function carryOutRuling(command: RulingCommand, context: CommandContext): Promise<CarriedOut<RulingCommand>> {
  return carryOut(command, context, (deps) => ruleAlone(command, deps));
}

const listHint = "feedmill takedown --list";

function showing(byDaemon: boolean, isPublished: boolean): string {
  if (isPublished) return "Feeds and pages show that now.";
  return byDaemon
    ? "Feeds and pages follow when the archive has been read."
    : "Feeds and pages follow when feedmill next serves or builds.";
}

function list(takedowns: Effects["takedowns"], asJson: boolean): number {
  if (asJson) return writeJson(takedowns);
  if (takedowns.length === 0) return writeText("No article is taken down.");
  const rows = takedowns.map(({ id, takenDownAt, outletId = "–", reason = "" }) => {
    return [takenDownAt.replace(".000", ""), outletId, id, reason];
  });
  return writeText(formatTable([["WHEN", "OUTLET", "ID", "REASON"], ...rows]));
}
