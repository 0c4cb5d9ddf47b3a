import { expect, test } from "vitest";
import { checkCallback } from "./check-callback.ts";

const rules = { ownUrls: ["https://f.example/mill", "https://former.example"], isAllowed: () => false };

function verdict(callback: string): string {
  try {
    checkCallback(callback, rules);
    return "taken";
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
}

test("a callback is an address of the public web, and none of this server's own", () => {
  const expected: Readonly<Record<string, RegExp>> = {
    "https://reader.example/call?k=1": /^taken$/,
    "http://reader.example:8080/": /^taken$/,
    "http://reader.example:443/": /^taken$/,
    "https://93.184.216.34/": /^taken$/,
    "https://f.example/reader/call": /^taken$/,
    "https://f.example/milling": /^taken$/,
    "https://f.example/mill": /this server/,
    "https://f.example./mill/hub": /this server/,
    "http://F.example:8080/mill/hub": /this server/,
    "https://former.example/anything": /this server/,
    "ftp://reader.example/": /http or https/,
    "/call": /http or https/,
    "https://user:word@reader.example/": /credentials/,
    "https://reader.example/#part": /fragment/,
    "http://reader.example:22/": /below 1024/,
    "http://reader.example:25/": /below 1024/,
    "http://127.0.0.1/": /public internet/,
    "http://[::1]/": /public internet/,
    "http://169.254.169.254/latest/meta-data/": /public internet/,
    "http://[::ffff:10.0.0.1]/": /public internet/,
    "http://[::ffff:a00:1]/": /public internet/,
    "http://0x7f.1/": /public internet/,
    "http://2130706433/": /public internet/,
    "http://127.1/": /public internet/,
    "http://192.168.1.1:8080/": /public internet/,
  };
  const wrong = Object.entries(expected).filter(([callback, message]) => !message.test(verdict(callback)));
  expect(wrong.map(([callback]) => [callback, verdict(callback)])).toEqual([]);
});

test("the operator may allow a private address", () => {
  const allowed = { ...rules, isAllowed: (address: string) => address === "192.168.1.1" };
  expect(checkCallback("http://192.168.1.1:8080/", allowed).port).toBe("8080");
});
