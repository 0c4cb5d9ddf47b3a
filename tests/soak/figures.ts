import { appendFileSync } from "node:fs";
import { cpus } from "node:os";

/** Counts of what happened, and what went wrong. */
export interface Figures {
  count(group: Group, what: string): void;
  /** Writes an event into the journal, with the time, to see afterwards what led to a failure. */
  note(event: string): void;
  /** Notes what should not have happened, and prints it at once. */
  fail(message: string): void;
  readonly failures: readonly string[];
  /** A table for docs/reliability.md. */
  table(facts: Readonly<Record<string, string>>): string;
}

type Group = "Answers" | "Changes of the archive" | "Faults survived";

/** `journal` is the path of a file. */
export function createFigures(journal: string): Figures {
  const groups = new Map<Group, Map<string, number>>();
  const failures: string[] = [];
  const note = (event: string): void => appendFileSync(journal, `${new Date().toISOString()} ${event}\n`);
  return {
    note,
    count(group, what) {
      const counts = groups.get(group) ?? new Map<string, number>();
      groups.set(group, counts.set(what, (counts.get(what) ?? 0) + 1));
    },
    fail(message) {
      failures.push(message);
      note(`WRONG: ${message}`);
      console.log(`WRONG: ${message}`);
    },
    failures,
    table(facts) {
      const counted = [...groups].map(([group, counts]): [string, string] => {
        const total = counts.values().reduce((sum, count) => sum + count, 0);
        const parts = [...counts].toSorted(([a], [b]) => a.localeCompare(b)).map(([what, count]) => `${what} ${count}`);
        return [group, `${total}: ${parts.join(", ")}`];
      });
      const rows = [
        ...Object.entries(facts),
        ...counted,
        ["Went wrong", failures.length === 0 ? "nothing" : failures.join("; ")],
      ];
      return ["| | |", "|---|---|", ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join("\n");
    },
  };
}

export function describeMachine(): string {
  const [cpu] = cpus();
  return `${cpus().length} cores (${cpu?.model.trim() ?? "unknown"}), Node ${process.versions.node}`;
}
