import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expectedDirectory, logName } from "./fetch/expected.ts";
import { fetchForHours } from "./fetch/fetch-for-hours.ts";

/** `npm run fetched` writes what is fetched of the hosts that misbehave as what is expected from now on, to be reviewed. */
const place = mkdtempSync(join(tmpdir(), "feedmill-fetched-"));
const { log, files } = await fetchForHours(place);
rmSync(place, { recursive: true });
rmSync(expectedDirectory, { recursive: true, force: true });
for (const [path, text] of Object.entries({ ...files, [logName]: log })) {
  const file = join(expectedDirectory, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
console.log(`Wrote ${expectedDirectory}. Review it: it says what the code does, not what is right.`);
