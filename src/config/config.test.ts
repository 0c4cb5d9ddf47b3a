import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import type { Mistake } from "../model/mistake.ts";
import { isSet, loadConfig, reloadConfig, type Config, type ConfigSources } from "./config.ts";
import { options } from "./options.ts";

const packageRoot = join(import.meta.dirname, "../..");
let cwd: string;

beforeEach(() => {
  cwd = temporaryDirectory();
});

type Spoken = Partial<Pick<ConfigSources, "flags" | "env">> & { file?: string };

function load({ flags = {}, env = {}, file }: Spoken): ReturnType<typeof loadConfig> {
  if (file !== undefined) {
    mkdirSync(join(cwd, "config"), { recursive: true });
    writeFileSync(join(cwd, "config/feedmill.yaml"), file);
  }
  return loadConfig({ flags, env, cwd, packageRoot });
}

function configOf(spoken: Spoken): Config {
  const config = load(spoken);
  if (!config.ok) throw new Error(JSON.stringify(config.mistakes));
  return config.value;
}

function mistakesOf(spoken: Spoken): readonly Mistake[] {
  const config = load(spoken);
  return config.ok ? [] : config.mistakes;
}

describe("who is heard", () => {
  const flags = { title: "of the flag" };
  const env = { FEEDMILL_TITLE: "of the environment" };
  const file = "title: of the file";

  test.each<[Spoken, string, string]>([
    [{ flags, env, file }, "of the flag", "flag --title"],
    [{ env, file }, "of the environment", "environment FEEDMILL_TITLE"],
    [{ env: { FEEDMILL_TITLE: "" }, file }, "of the file", "file config/feedmill.yaml:1"],
    [{}, "feedmill", "default"],
  ])("%j makes the title %j", (spoken, title, origin) => {
    const config = configOf(spoken);
    expect(config.title).toBe(title);
    expect(config.origins["title"]).toBe(origin);
  });

  test("without a word from anybody all defaults hold", () => {
    expect(configOf({})).toMatchObject({
      seeds: [join(cwd, "seeds")],
      data: join(cwd, "data"),
      listen: { host: "127.0.0.1", port: 8080 },
      publicUrl: "http://localhost:8080",
      language: "zh-Hans",
      outlets: join(packageRoot, "config/outlets"),
      scanEvery: "* * * * *",
      images: "as-captured",
      maxAgeSeconds: 300,
      archiveKeep: false,
      logLevel: "info",
      logFormat: "auto",
      configFile: join(packageRoot, "config/feedmill.yaml"),
    });
  });

  test("a configuration file in the working directory is found, and profiles beside it", () => {
    mkdirSync(join(cwd, "config/outlets"), { recursive: true });
    const config = configOf({ file: "" });
    expect(config.configFile).toBe(join(cwd, "config/feedmill.yaml"));
    expect(config.outlets).toBe(join(cwd, "config/outlets"));
  });
});

test("a setting that is no more is told of as such, with what to do", () => {
  const message = "This setting is no more: asking whether a feed has changed is free. Take it out.";
  expect(mistakesOf({ env: { FEEDMILL_RATE_POLL: "60" } })).toMatchObject([{ where: "FEEDMILL_RATE_POLL", message }]);
  expect(mistakesOf({ file: "rate:\n  poll: 60\n" })).toMatchObject([
    { where: "config/feedmill.yaml:2: rate.poll", message },
  ]);
});

describe("values", () => {
  test("relative paths start from the working directory, in the file from the file's own", () => {
    const config = configOf({ flags: { data: "d" }, file: "seeds: [../a, b]\noutlets: o" });
    expect(config.data).toBe(join(cwd, "d"));
    expect(config.seeds).toEqual([join(cwd, "a"), join(cwd, "config/b")]);
    expect(config.outlets).toBe(join(cwd, "config/o"));
  });

  test.each<[string, Spoken]>([
    ["flags", { flags: { seeds: ["a", "b", "./a"] } }],
    ["a variable", { env: { FEEDMILL_SEEDS: ["a", "b"].join(delimiter) } }],
  ])("several seed directories come from %s", (_, spoken) => {
    expect(configOf(spoken).seeds).toEqual([join(cwd, "a"), join(cwd, "b")]);
  });

  test.each([
    ["0.0.0.0:80", { host: "0.0.0.0", port: 80 }],
    ["[::1]:8080", { host: "::1", port: 8080 }],
    ["localhost:0", { host: "localhost", port: 0 }],
    ["unix:/run/feedmill.sock", { path: "/run/feedmill.sock" }],
  ])("the server can listen at %s", (text, address) => {
    expect(configOf({ flags: { listen: text } }).listen).toEqual(address);
  });

  test.each([
    ["https://news.example/", "https://news.example"],
    ["https://News.Example:443/feeds/", "https://news.example/feeds"],
    ["http://[::1]:8080", "http://[::1]:8080"],
  ])("the public address %s is kept as %s", (text, publicUrl) => {
    const config = configOf({ env: { FEEDMILL_PUBLIC_URL: text } });
    expect([config.publicUrl, isSet(config, "publicUrl")]).toEqual([publicUrl, true]);
    expect(isSet(configOf({}), "publicUrl")).toBe(false);
  });

  test.each<[string, Config["push"]]>([
    ["push: on", "on"],
    ["push: true", "on"],
    ["push: off", "off"],
    ["push: { hub: 'https://hub.example/?a=1' }", { hub: "https://hub.example/?a=1" }],
    ["", "off"],
  ])("who is told what is new: %s", (line, push) => {
    expect(configOf({ file: `public-url: https://f.example\n${line}` }).push).toEqual(push);
  });

  test("pushing takes a public address, and a hub is an address of the web", () => {
    expect(mistakesOf({ file: "title: x\npush: on" })).toEqual([
      { where: "config/feedmill.yaml:2: push", message: expect.stringContaining("Set public-url") },
    ]);
    expect(mistakesOf({ env: { FEEDMILL_PUSH: "https://hub.example/" } })).toMatchObject([{ where: "FEEDMILL_PUSH" }]);
    expect(mistakesOf({ file: "push: { hub: ftp://hub.example }" })).toHaveLength(1);
  });

  test.each<[Spoken, Config["images"]]>([
    [{ flags: { images: "original" } }, "original"],
    [{ flags: { images: "https://p.example/?u={url}" } }, { proxy: "https://p.example/?u={url}" }],
    [{ file: "images: { proxy: 'https://p.example/?u={url}' }" }, { proxy: "https://p.example/?u={url}" }],
  ])("pictures: %j", (spoken, images) => {
    expect(configOf(spoken).images).toEqual(images);
  });

  test.each<[Spoken, boolean]>([
    [{ flags: { "archive-keep": true } }, true],
    [{ flags: { "archive-keep": false }, file: "archive:\n  keep: true" }, false],
    [{ env: { FEEDMILL_ARCHIVE_KEEP: "yes" } }, true],
    [{ file: "archive.keep: true" }, true],
    [{ file: "archive:" }, false],
  ])("pruned articles: %j", (spoken, keep) => {
    expect(configOf(spoken).archiveKeep).toBe(keep);
  });
});

describe("the port", () => {
  test.each<[Spoken, Config["listen"], string]>([
    [{ flags: { port: "9" } }, { host: "127.0.0.1", port: 9 }, "flag --port"],
    [{ flags: { port: "9" }, file: "listen: 0.0.0.0:80" }, { host: "0.0.0.0", port: 9 }, "flag --port"],
    [{ flags: { port: "9" }, file: "listen: unix:s" }, { host: "127.0.0.1", port: 9 }, "flag --port"],
    [{ flags: { listen: "[::]:80" }, env: { FEEDMILL_PORT: "9" } }, { host: "::", port: 80 }, "flag --listen"],
  ])("%j", (spoken, listen, origin) => {
    const config = configOf(spoken);
    expect(config.listen).toEqual(listen);
    expect(config.origins["listen"]).toBe(origin);
  });

  test("the local address names the port", () => {
    expect(configOf({ flags: { port: "9" } }).publicUrl).toBe("http://localhost:9");
    expect(configOf({ flags: { port: "80" } }).publicUrl).toBe("http://localhost");
  });

  test("a socket and a port from one mouth contradict each other", () => {
    expect(mistakesOf({ flags: { listen: "unix:s", port: "9" } })).toMatchObject([{ where: "--port" }]);
  });
});

describe("the operator's listener", () => {
  test.each([
    [{}, { host: "127.0.0.1", port: 8081 }],
    [{ listen: "0.0.0.0:9000" }, { host: "127.0.0.1", port: 9001 }],
    [{ port: "65535" }, { host: "127.0.0.1", port: 65_534 }],
    [{ port: "0" }, { host: "127.0.0.1", port: 0 }],
    [{ listen: "unix:/run/feedmill" }, { path: "/run/feedmill.admin" }],
    [
      { port: "9000", "admin-listen": "[::1]:1" },
      { host: "::1", port: 1 },
    ],
    [{ "admin-listen": "off" }, "off"],
  ])("with %j is at %j", (flags, expected) => {
    expect(configOf({ flags }).adminListen).toEqual(expected);
  });
});

test.each([
  ["trusted-proxies: [10.0.0.0/8, 2001:db8::1]", ["10.0.0.0/8", "2001:db8::1"]],
  ["trusted-proxies: 192.0.2.1", ["192.0.2.1"]],
  ["trusted-proxies: []", []],
  ["", ["loopback"]],
])("%j trusts %j", (file, expected) => {
  expect(configOf({ file }).trustedProxies).toEqual(expected);
});

test("a variable lists proxies with commas; what is no range is a mistake", () => {
  expect(configOf({ env: { FEEDMILL_TRUSTED_PROXIES: "loopback, 10.0.0.0/8" } }).trustedProxies).toEqual([
    "loopback",
    "10.0.0.0/8",
  ]);
  expect(mistakesOf({ flags: { "trusted-proxies": ["proxy.example"] } })).toMatchObject([
    { where: "--trusted-proxies" },
  ]);
});

describe("mistakes", () => {
  test("all of them are reported at once, with their place and the nearest known key", () => {
    const file = "tittle: x\nlog:\n  levle: info\n  format: xml\nmax-age: [1]\n";
    const mistakes = mistakesOf({
      flags: { port: "99999" },
      env: { FEEDMILL_PROT: "1", FEEDMILL_REAL_SEEDS: "x" },
      file,
    });
    expect(mistakes.map(({ where, message }) => `${where}: ${message}`).toSorted()).toEqual([
      "--port: This must be a whole number from 0 to 65535, not 99999.",
      "FEEDMILL_PROT: There is no such variable. Did you mean FEEDMILL_PORT?",
      "config/feedmill.yaml:1: tittle: There is no such setting. Did you mean `title`?",
      "config/feedmill.yaml:3: log.levle: There is no such setting. Did you mean `log.level`?",
      'config/feedmill.yaml:4: log.format: This must be auto, human or json, not "xml".',
      "config/feedmill.yaml:5: max-age: This must be a whole number of seconds from 60 to 86400, not [1].",
    ]);
  });

  test("a wrong value is a mistake even where a flag overrides it", () => {
    expect(mistakesOf({ flags: { "max-age": "60" }, file: "max-age: soon" })).toHaveLength(1);
  });

  test.each([
    ["listen", "8080"],
    ["listen", "localhost"],
    ["listen", "::1:8080"],
    ["listen", "[::g]:80"],
    ["listen", "127.0.0.1:65536"],
    ["listen", "unix:"],
    ["port", "-1"],
    ["port", "8080.5"],
    ["port", "1e3"],
    ["public-url", "news.example"],
    ["public-url", "ftp://news.example/"],
    ["public-url", "https://news.example/?a=b"],
    ["public-url", "https://news.example/#top"],
    ["public-url", "https://user:secret@news.example/"],
    ["public-url", "https://"],
    ["language", "chinese language"],
    ["scan-every", "every minute"],
    ["scan-every", ""],
    ["images", "http://p.example/"],
    ["images", "ftp://p.example/{url}"],
    ["max-age", "59"],
    ["max-age", "86401"],
    ["log-level", "trace"],
    ["title", "  "],
    ["data", ""],
  ])("--%s %j is refused", (flag, value) => {
    expect(mistakesOf({ flags: { [flag]: value } })).toMatchObject([{ where: `--${flag}` }]);
  });

  test.each([
    ["title:", "config/feedmill.yaml:1: title"],
    ["title: a\ntitle: b", "config/feedmill.yaml:2"],
    ["archive: true", "config/feedmill.yaml:1: archive"],
    ["archive: { keep: true }\narchive.keep: true", "config/feedmill.yaml:2: archive.keep"],
    ["archive: { keep: 'true' }", "config/feedmill.yaml:1: archive.keep"],
    ["images: { proxy: 'https://p.example/{url}', size: 3 }", "config/feedmill.yaml:1: images"],
    ["seeds: []", "config/feedmill.yaml:1: seeds"],
    ["seeds: [3]", "config/feedmill.yaml:1: seeds"],
    ["config: x.yaml", "config/feedmill.yaml:1: config"],
    ["- title", "config/feedmill.yaml"],
    ["title: [", "config/feedmill.yaml:1"],
    [`a: &a [${"x,".repeat(9)}x]\nb: [${"*a,".repeat(60)}*a]`, "config/feedmill.yaml"],
    ["#".repeat(300_000), "config/feedmill.yaml"],
  ])("a file that says %.30j is refused", (file, where) => {
    expect(mistakesOf({ file })).toContainEqual({ where, message: expect.any(String) });
  });

  test("a file that was asked for must be there", () => {
    expect(mistakesOf({ env: { FEEDMILL_CONFIG: "missing.yaml" } })).toMatchObject([{ where: "missing.yaml" }]);
  });

  test.each<[Spoken, string]>([
    [{ flags: { data: "seeds/data" } }, "--data"],
    [{ file: "seeds: .." }, "config/feedmill.yaml:1: seeds"],
    [{ flags: { "publish-to": "seeds/www" } }, "--publish-to"],
  ])("a directory that is written to within the archive is refused: %j", (spoken, where) => {
    expect(mistakesOf(spoken)).toEqual([{ where, message: expect.stringContaining("must not lie inside each other") }]);
  });
});

test("a reload changes the options that reload, keeps the others, and says where each came from", () => {
  const file = [
    "seeds: a",
    "listen: 127.0.0.1:1",
    "log: { level: warn, format: json }",
    "feeds: { tea: { title: 茶 } }",
  ];
  const running = { ...configOf({ file: "seeds: [old]" }), publicUrl: "http://localhost:9" };
  configOf({ file: file.join("\n") });
  const edited = reloadConfig({ flags: {}, env: {}, cwd, packageRoot }, running);
  if (!edited.ok) throw new Error(JSON.stringify(edited.mistakes));
  const { feeds, origins, ...values } = edited.value;
  expect(feeds.map(({ id }) => id)).toEqual(["tea"]);
  expect(origins).toEqual({ ...running.origins, logLevel: "file config/feedmill.yaml:3" });
  const { feeds: _, origins: __, ...before } = running;
  expect(values).toEqual({ ...before, logLevel: "warn" });
  expect(options.logLevel.reloads).toBe(true);
});

describe("feeds of the operator's own", () => {
  test("come from the file, in its order", () => {
    const { feeds } = configOf({ file: "feeds:\n  tea: { title: 茶 }\n  cha: { title: 茶, hidden: true }" });
    expect(feeds.map(({ id, isHidden }) => [id, isHidden])).toEqual([
      ["tea", false],
      ["cha", true],
    ]);
    expect(configOf({ file: "feeds:" }).feeds).toEqual([]);
  });

  test("their mistakes are told with file, line and key, beside all others", () => {
    const file = "titel: x\nfeeds:\n  tea:\n    title: 茶\n    querry: x\n  Cha: { title: 茶 }";
    expect(mistakesOf({ file }).map(({ where }) => where)).toEqual([
      "config/feedmill.yaml:1: titel",
      "config/feedmill.yaml:5: feeds.tea.querry",
      "config/feedmill.yaml:6: feeds.Cha",
    ]);
  });

  test("a misspelled key for them is recognized", () => {
    expect(mistakesOf({ file: "feed: {}" })).toMatchObject([
      { message: "There is no such setting. Did you mean `feeds`?" },
    ]);
  });
});
