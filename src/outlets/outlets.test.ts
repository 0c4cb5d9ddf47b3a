import { describe, expect, test } from "vitest";
import type { Outlet } from "../model/outlet.ts";
import { outletDefaults } from "./generic-outlet.ts";
import { createOutlets, type Outlets } from "./outlets.ts";

function outlet(id: string, ...hosts: readonly string[]): Outlet {
  return { ...outletDefaults, id, name: id.toUpperCase(), hosts };
}

function created(...list: readonly Outlet[]): Outlets {
  const outlets = createOutlets(list);
  if (!outlets.ok) throw new Error(JSON.stringify(outlets.mistakes));
  return outlets.value;
}

describe("an article's outlet", () => {
  test.each([
    "https://www.a.example/1",
    "https://a.example/1",
    "http://m.a.example:80/1",
    "https://amp.A.example./1",
    "https://b.example/1",
  ])("%s is claimed", (url) => {
    expect(created(outlet("a", "www.a.example", "b.example")).identify(url).id).toBe("a");
  });

  test.each([
    "https://news.a.example/1",
    "https://a.example.org/1",
    "https://xa.example/1",
    "https://a.example:8443/1",
  ])("%s is not", (url) => {
    expect(created(outlet("a", "www.a.example")).identify(url).id).toBe("other");
  });

  test("is a generic one, with its host's name, where nobody claims the host", () => {
    expect(created().identify("http://www.c.example:8080/1")).toEqual({
      ...outletDefaults,
      id: "other",
      name: "c.example:8080",
      hosts: [],
      homepage: "https://www.c.example:8080/",
    });
  });

  test("has the rules of the generic outlet that is given", () => {
    const outlets = createOutlets([outlet("a", "a.example")], { ...outlet("other"), images: "original" });
    expect(outlets.ok && outlets.value.identify("https://c.example/").images).toBe("original");
    expect(outlets.ok && outlets.value.identify("https://a.example/").images).toBe("as-captured");
  });
});

describe("outlets that do not go together", () => {
  test("two that claim one host are named, and the host", () => {
    expect(createOutlets([outlet("a", "www.a.example"), outlet("b", "b.example", "m.a.example")])).toEqual({
      ok: false,
      mistakes: [{ where: "outlet b: hosts", message: "The outlets a and b both claim the host a.example." }],
    });
  });

  test("two that have one id are named", () => {
    expect(createOutlets([outlet("a", "a.example"), { ...outlet("a", "b.example"), name: "B" }])).toEqual({
      ok: false,
      mistakes: [{ where: "outlet a: id", message: "The outlets A and B have one id. Rename one of them." }],
    });
  });

  test("one may list a host with and without www.", () => {
    expect(createOutlets([outlet("a", "www.a.example", "a.example")]).ok).toBe(true);
  });
});
