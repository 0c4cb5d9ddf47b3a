import { text } from "node:stream/consumers";
import { PostgresSharing } from "../../../src/catalog/postgres/sharing.ts";
import type { Node } from "../../../src/catalog/sharing.ts";

// Leases a batch, says so, and hands it back when its input ends.
// Arguments: where the catalog is and who reads, as JSON; after how many milliseconds a silent node is taken for one that hangs.
const [location = "", node = "", hangingMs] = process.argv.slice(2);
const sharing = new PostgresSharing(JSON.parse(location), Number(hangingMs));
const itself: Node = JSON.parse(node);

const lease = sharing.readLeased(itself, async (batch) => {
  console.log("leased");
  await text(process.stdin);
  return Buffer.concat([batch, Buffer.from(", read late")]);
});
console.log(await lease.then(String, (error: Error) => error.message));
await sharing.close();
