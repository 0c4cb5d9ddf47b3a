import { expect, test } from "vitest";
import { HubRefusal } from "./hub-refusal.ts";
import { readHubRequest } from "./read-request.ts";

const topic = "https://f.example/feeds/all/rss.xml";
const callback = "https://reader.example/call?k=1";
const fields = { "hub.mode": "subscribe", "hub.topic": topic, "hub.callback": callback };

function read(more: Readonly<Record<string, string>> = {}): unknown {
  return readHubRequest(new URLSearchParams({ ...fields, ...more }).toString());
}

test("a subscription has a lease of ten days, or of as many as it asks for, from one to ten", () => {
  const leases = ["", "1", "86400", "200000", "864000", "31536000"].map((asked) =>
    read({ "hub.lease_seconds": asked }),
  );
  expect(leases).toEqual(
    [864_000, 86_400, 86_400, 200_000, 864_000, 864_000].map((leaseSeconds) => {
      return { mode: "subscribe", topic, callback, leaseSeconds };
    }),
  );
  expect(read()).toEqual(leases[0]);
});

test("a secret is kept as it is, and fields that are none of ours change nothing", () => {
  const secret = "密".repeat(66);
  expect(read({ "hub.secret": secret, "hub.verify": "sync", "hub.verify_token": "t", other: "x" })).toMatchObject({
    secret,
  });
  expect(read({ "hub.secret": "" })).not.toHaveProperty("secret");
  expect(read({ "hub.mode": "unsubscribe" })).toMatchObject({ mode: "unsubscribe" });
});

test("what is wrong is refused with a sentence that names it", () => {
  const twice = `${new URLSearchParams(fields).toString()}&hub.topic=x`;
  const wrong: Readonly<Record<string, () => unknown>> = {
    "hub.mode must be": () => readHubRequest(""),
    "hub.mode must be subscribe or unsubscribe": () => read({ "hub.mode": "Subscribe" }),
    "knows by itself": () => read({ "hub.mode": "publish" }),
    "hub.topic is missing": () => read({ "hub.topic": "" }),
    "hub.topic is there more than once": () => readHubRequest(twice),
    "hub.callback is missing": () => read({ "hub.callback": "" }),
    "hub.callback may have 2048": () => read({ "hub.callback": `https://reader.example/${"x".repeat(2048)}` }),
    "hub.secret may have 200 bytes": () => read({ "hub.secret": "密".repeat(67) }),
    "hub.lease_seconds must be a whole number": () => read({ "hub.lease_seconds": "ten days" }),
    "a whole number of seconds": () => read({ "hub.lease_seconds": "-1" }),
  };
  for (const [message, reading] of Object.entries(wrong)) {
    expect(reading).toThrow(HubRefusal);
    expect(reading).toThrow(message);
  }
});
