import { expect, test } from "vitest";
import { bytesOf, toLinked } from "./report-rows.ts";

test.each([0, 1, 4])("a signature is the same wherever its bytes lie: %d into those of others", (offset) => {
  const signature = Uint32Array.of(0x00_01_02_03, 0xff_fe_fd_fc);
  const among = new Uint8Array(16);
  among.set(bytesOf(signature), offset);
  const row = { article_id: "a", outlet_id: "one", published_at: 0, twin_id: null, parent_id: null, score: null };
  expect(toLinked({ ...row, signature: among.subarray(offset, offset + 8) }).signature).toEqual(signature);
});
