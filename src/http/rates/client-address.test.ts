import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { expect, test } from "vitest";
import { ClientFinder } from "./client-address.ts";

/** A request from a peer, or from a Unix socket, with this `X-Forwarded-For`. */
function from(peer: string | undefined, forwardedFor?: string): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, "remoteAddress", { value: peer });
  const request = new IncomingMessage(socket);
  if (forwardedFor !== undefined) request.headers["x-forwarded-for"] = forwardedFor;
  return request;
}

const finder = new ClientFinder(["loopback", "10.0.0.0/8", "2001:db8:ffff::/48"]);

test.each<[string | undefined, string | undefined, string | undefined]>([
  ["192.0.2.1", undefined, "192.0.2.1"],
  ["192.0.2.1", "198.51.100.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", undefined, "192.0.2.1"],
  ["127.0.0.1", "198.51.100.1", "198.51.100.1"],
  ["::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"],
  ["127.0.0.1", "6.6.6.6, 198.51.100.1, 10.1.2.3", "198.51.100.1"],
  ["127.0.0.1", "198.51.100.1,10.1.2.3", "198.51.100.1"],
  ["127.0.0.1", "198.51.100.1:4711", "198.51.100.1"],
  ["127.0.0.1", "[2001:db8:1:2:3::4]:4711", "2001:db8:1:2::/64"],
  ["127.0.0.1", "2001:DB8:0001:2:ffff::4", "2001:db8:1:2::/64"],
  ["::1", "2001:db8::4, 2001:db8:ffff::1", "2001:db8:0:0::/64"],
  ["2001:db8:1:2:3:4:5:6", undefined, "2001:db8:1:2::/64"],
  [undefined, "198.51.100.1", "198.51.100.1"],
])("a request from %s, forwarded for %j, is by %s", (peer, forwardedFor, client) => {
  expect(finder.find(from(peer, forwardedFor))).toBe(client);
  expect(finder.find(from(peer, forwardedFor))).toBe(client);
});

test.each<[string | undefined, string | undefined]>([
  ["127.0.0.1", undefined],
  ["127.0.0.1", ""],
  ["127.0.0.1", "10.1.2.3, 127.0.0.1"],
  ["127.0.0.1", "198.51.100.1, unknown"],
  ["127.0.0.1", `198.51.100.1, ${"x".repeat(10_000)}`],
  [undefined, undefined],
])("who is behind %s, forwarded for %j, is not known", (peer, forwardedFor) => {
  expect(finder.find(from(peer, forwardedFor))).toBeUndefined();
});

test("peers are told that say for whom they ask and are not believed, those of the internet as one", () => {
  const told: string[] = [];
  const watched = new ClientFinder(["loopback"], (peer) => told.push(peer));
  for (const [peer, forwardedFor] of [
    ["127.0.0.1", "198.51.100.1"],
    ["172.17.0.1", undefined],
    ["::ffff:172.17.0.1", "198.51.100.1"],
    ["172.17.0.1", "198.51.100.2"],
    ["203.0.113.1", "198.51.100.2"],
    ["203.0.113.2", "198.51.100.2"],
    ["192.168.0.9", "198.51.100.2"],
  ] as const) {
    watched.find(from(peer, forwardedFor));
  }
  expect(told).toEqual(["172.17.0.1", "203.0.113.1", "192.168.0.9"]);
});
