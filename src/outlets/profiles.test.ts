import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { load } from "cheerio/slim";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Outlet, OutletSelectors } from "../model/outlet.ts";
import { createOutlets } from "./outlets.ts";
import { parseProfile } from "./parse-profile.ts";
import { profileJsonSchema } from "./profile-json-schema.ts";

const config = join(import.meta.dirname, "../../config");
const names = readdirSync(join(config, "outlets")).filter((name) => name.endsWith(".yaml"));

function readProfile(name: string): unknown {
  return parse(readFileSync(join(config, "outlets", name), "utf8"));
}

function outletOf(name: string): Outlet {
  const checked = parseProfile(readProfile(name), name);
  if (!checked.ok) throw new Error(JSON.stringify(checked.mistakes));
  return checked.value;
}

/** What a part's selectors find in a body, as text or else as tag names. */
function found(outlet: Outlet, part: keyof OutletSelectors, html: string): readonly string[] {
  const $ = load(html, null, false);
  const hits = outlet.select[part].map((css) => $.root().find(css).toArray()).find((elements) => elements.length > 0);
  return (hits ?? []).map((element) => $(element).text() || element.name);
}

const parts = ["time", "byline", "leadPicture", "caption", "credit", "footer", "original", "copyright"] as const;

function countsIn(outlet: Outlet, html: string): Partial<Record<keyof OutletSelectors, number>> {
  return Object.fromEntries(parts.map((part) => [part, found(outlet, part, html).length]));
}

describe("the published schema", () => {
  const schema = profileJsonSchema();
  const accepts = new Ajv2020().compile(schema);

  test("is what the code checks: else `feedmill outlets --schema > config/outlet.schema.json`", () => {
    expect(JSON.parse(readFileSync(join(config, "outlet.schema.json"), "utf8"))).toEqual(schema);
  });

  test.each(names)("accepts %s, which names it for editors", (name) => {
    expect(accepts(readProfile(name))).toBe(true);
    const [firstLine] = readFileSync(join(config, "outlets", name), "utf8").split("\n");
    expect(firstLine).toBe("# yaml-language-server: $schema=../outlet.schema.json");
  });

  test.each([
    { hosts: [] },
    { id: "A" },
    { remove: [{ css: "p", text: "x" }] },
    { select: { tmie: "time" } },
    { images: { url: "x" } },
  ])("refuses %j", (more) => {
    expect(accepts({ id: "a", name: "A", hosts: "a.example" })).toBe(true);
    expect(accepts({ id: "a", name: "A", hosts: "a.example", ...more })).toBe(false);
  });

  test("describes every key", () => {
    const undescribed = Object.entries(schema["properties"] ?? {}).filter(([, value]) => !("description" in value));
    expect(undescribed).toEqual([]);
  });
});

test("the shipped profiles go together, and are named for their ids", () => {
  expect(createOutlets(names.map(outletOf)).ok).toBe(true);
  expect(names.map((name) => `${outletOf(name).id}.yaml`)).toEqual(names);
});

describe("nyt-zh", () => {
  const outlet = outletOf("nyt-zh.yaml");
  const body =
    '<address>ANNA LEE</address><time pudate="2023-02-23 12:24:36" datetime="2023-02-23 12:24:36">2023年2月23日</time>' +
    "<figure><img src=a><figcaption>花 <cite>Ben/Agency</cite></figcaption></figure>" +
    "<section><p>文<a href=x>英文版</a></p><p><img src=b><small>树</small></p></section>" +
    "<footer><p>Anna Lee是记者。</p><p><a href=y>点击查看本文英文版。</a></p></footer>";

  test.each([
    ["time", ["2023年2月23日"]],
    ["byline", ["ANNA LEE"]],
    ["leadPicture", ["花 Ben/Agency"]],
    ["credit", ["Ben/Agency"]],
    ["footer", ["Anna Lee是记者。点击查看本文英文版。"]],
    ["original", ["点击查看本文英文版。"]],
  ] as const)("%s is found", (part, texts) => {
    expect(found(outlet, part, body)).toEqual(texts);
  });

  test("captions are found in figures and in paragraphs", () => {
    expect(found(outlet, "caption", body)).toEqual(["花 Ben/Agency"]);
    expect(found(outlet, "caption", "<p><img src=b><small>树</small></p>")).toEqual(["树"]);
  });

  test("times are local to Shanghai, and the first segment is the section", () => {
    expect(outlet).toMatchObject({ timeZone: "Asia/Shanghai", section: { pathSegment: 1 } });
  });
});

describe.each(["voa-zh.yaml", "dw-zh.yaml"])("%s", (name) => {
  const outlet = outletOf(name);

  test.each(["<div><i>Wed, 22 Feb 2023 17:22:43 GMT</i></div>", "<div><i><br>2023-09-21T10:55:35.311Z</i></div>"])(
    "the time is found in %s, at the beginning alone",
    (front) => {
      expect(found(outlet, "time", `${front}<p>文</p>`)).toHaveLength(1);
      expect(found(outlet, "time", `<p>文</p>${front}`)).toEqual([]);
    },
  );

  test("the lead picture and its caption are found, and no byline", () => {
    const body = '<div><i>…</i></div><img src="a" width="100%"><div><small style="color: #999;">花</small></div>';
    expect(found(outlet, "leadPicture", body)).toEqual(["img"]);
    expect(found(outlet, "caption", body)).toEqual(["花"]);
    expect(found(outlet, "byline", "<address>x</address>")).toEqual([]);
  });
});

describe("dw-zh", () => {
  const outlet = outletOf("dw-zh.yaml");
  const tail =
    "<p>（某社）</p><p><em>© 2023</em><em>年德国之声版权声明：……</em></p>" +
    '<br><hr><div>获取更多RSS：<br><a href="https://mirror.example">https://mirror.example</a><br></div>';

  test("the copyright line is found, split as it is, and no other paragraph", () => {
    expect(found(outlet, "copyright", tail)).toEqual(["© 2023年德国之声版权声明：……"]);
    expect(found(outlet, "copyright", "<p>她说© 2023是个好年份。</p>")).toEqual([]);
  });

  test("the mirror's promotion goes, and nothing that holds more", () => {
    const $ = load(`<div>${tail}</div>`, null, false);
    for (const removal of outlet.remove) if ("css" in removal) $.root().find(removal.css).remove();
    expect($.root().text()).toBe("（某社）© 2023年德国之声版权声明：……");
  });
});

const headerUrl = /\]\((https:.*)\)$/m;
const seeds = process.env["FEEDMILL_REAL_SEEDS"];

describe.skipIf(!seeds)("in the real files", () => {
  const outlets = createOutlets(names.map(outletOf));

  test.each(seeds ? readdirSync(seeds) : [])("%s: the outlet is known, and its parts are found", (file) => {
    const text = readFileSync(join(seeds ?? "", file), "utf8");
    const url = headerUrl.exec(text)?.[1] ?? "";
    const outlet = outlets.ok ? outlets.value.identify(url) : undefined;
    const expected: Readonly<Record<string, Partial<Record<keyof OutletSelectors, number>>>> = {
      "nyt-zh": { time: 1, byline: 1, leadPicture: 1, caption: 1, credit: 1, footer: 1, original: 1, copyright: 0 },
      "voa-zh": { time: 1, byline: 0, leadPicture: 3, caption: 3, credit: 0, footer: 0, original: 0, copyright: 0 },
      "dw-zh": { time: 1, byline: 0, leadPicture: 3, caption: 3, credit: 0, footer: 0, original: 0, copyright: 1 },
    };
    expect(outlet && countsIn(outlet, text)).toEqual(expected[outlet?.id ?? ""]);
  });
});
