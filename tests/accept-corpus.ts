import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { corpusCases, outcomeOf, pinOf, pinPath, projectOutlets, readPin, written } from "./corpus-cases.ts";

/**
 * `npm run corpus -- --accept CASE` writes what comes of a case's input today as its expectation, to be reviewed.
 * `npm run corpus -- --pin` notes what comes of all cases by this version of the normalizer.
 */
const { values } = parseArgs({
  options: {
    accept: { type: "string", multiple: true, default: [] },
    pin: { type: "boolean", default: false },
  },
});

const cases = new Map(corpusCases().map((one) => [one.name, one]));
for (const name of values.accept) {
  const one = cases.get(name);
  if (one) accept(name, one.bytes, one.expectationPath);
  else {
    console.error(`There is no case "${name}". Cases are named <outlet id>/<case>, as their folders in tests/corpus.`);
    process.exitCode = 1;
  }
}
if (values.pin) pin();
else if (values.accept.length === 0) {
  const missing = [...cases.values()].filter((one) => !one.expected).map((one) => one.name);
  console.log(["Cases without an expectation:", ...(missing.length > 0 ? missing : ["none"])].join("\n"));
}

function accept(name: string, bytes: Uint8Array, expectationPath: string): void {
  const outcome = outcomeOf(bytes, projectOutlets());
  const path = join(dirname(expectationPath), outcome.ok ? "article.json" : "problem.json");
  if (path !== expectationPath && cases.get(name)?.expected) {
    console.error(`${name}: ${expectationPath} expects the opposite. Delete it first.`);
    process.exitCode = 1;
    return;
  }
  const { sameIdAs, twin } = cases.get(name)?.expected ?? {};
  // What a case has in common with others is told by people, and stays.
  const common = { ...(twin && { twin }), ...(sameIdAs !== undefined && { sameIdAs }) };
  writeFileSync(path, `${JSON.stringify({ ...written(outcome), ...common }, undefined, 2)}\n`);
  console.log(`${name}: wrote ${path}. Review it: it says what the code does, not what is right.`);
}

function pin(): void {
  const [before, now] = [readPin(), pinOf([...cases.values()], projectOutlets())];
  const altered = Object.entries(now.digests).flatMap(([name, digest]) =>
    (before.digests[name] ?? digest) === digest ? [] : [name],
  );
  if (altered.length > 0 && before.version === now.version) {
    console.error(`Raise NORMALIZER_VERSION first: something else comes of ${altered.join(", ")}.`);
    process.exitCode = 1;
    return;
  }
  writeFileSync(pinPath, `${JSON.stringify(now, undefined, 2)}\n`);
  console.log(`Wrote ${pinPath}.`);
}
