import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRandom, pick, type Random } from "../../../bench/random.ts";
import type { Catalog, Ruling } from "../../../src/catalog/catalog.ts";
import { openCatalog, type CatalogLocation } from "../../../src/catalog/open-catalog.ts";
import { loadOutlets } from "../../../src/config/load-outlets.ts";
import { Ingester } from "../../../src/ingest/ingester.ts";
import { readArticles } from "../../../src/ingest/readers/reader-pool.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import type { Outlets } from "../../../src/outlets/outlets.ts";
import { defineEdition } from "../../../src/publish/edition.ts";
import { entryRenderer } from "../../../src/publish/make-feed.ts";
import { Publisher } from "../../../src/publish/publisher.ts";
import { readPageAssets } from "../../../src/publish/ready-documents.ts";
import { staticDocuments } from "../../../src/publish/static-documents.ts";
import { arbitraryQuery } from "../../../src/search/query.fixture.ts";
import { site } from "../../render-cases.ts";
import { root } from "../../root.ts";
import { isWithoutPostgres, PostgresServer } from "./postgres-server.ts";

const STEPS = 30;
/** Between two comparisons. */
const STEPS_AT_A_TIME = 5;
const HOUR_MS = 3_600_000;
const FIRST_MS = Date.UTC(2026, 0, 1);

const seeds = join(root, "seeds");
const texts = readdirSync(seeds)
  .filter((name) => name.endsWith(".txt"))
  .map((name) => readFileSync(join(seeds, name), "utf8"));

/** The shipped profiles, or those as an operator edited them: another name, another language. */
function outletsOf(directory: string, isEdited: boolean): Outlets {
  const profiles = join(directory, isEdited ? "edited" : "shipped");
  mkdirSync(profiles, { recursive: true });
  const shipped = join(root, "config/outlets");
  for (const name of readdirSync(shipped)) {
    const text = readFileSync(join(shipped, name), "utf8");
    writeFileSync(join(profiles, name), isEdited ? text.replace(/^name: (.*)$/m, "name: $1 II") : text);
  }
  const outlets = loadOutlets({ outlets: profiles, images: "as-captured" });
  if (!outlets.ok) throw new Error(JSON.stringify(outlets.mistakes));
  return outlets.value;
}

/** What happens to an archive, the same for every catalog. */
interface World {
  readonly archive: string;
  outlets: Outlets;
  now: Date;
}

/** A catalog of an engine, and what follows the archive and publishes with it. */
class Side {
  readonly #location: CatalogLocation;
  readonly #world: World;
  catalog: Catalog;
  #publisher: Publisher;

  private constructor(location: CatalogLocation, world: World, catalog: Catalog) {
    this.#location = location;
    this.#world = world;
    this.catalog = catalog;
    this.#publisher = this.#newPublisher();
  }

  static async open(location: CatalogLocation, world: World): Promise<Side> {
    const { catalog } = await openCatalog(location).write({ siteId: site.siteId });
    return new Side(location, world, catalog);
  }

  async restart(): Promise<void> {
    await this.catalog.close();
    ({ catalog: this.catalog } = await openCatalog(this.#location).write());
    this.#publisher = this.#newPublisher();
  }

  async follow(): Promise<void> {
    const { archive, outlets, now } = this.#world;
    const ingester = new Ingester({
      catalog: this.catalog,
      roots: [archive],
      settings: () => ({ outlets, keepsPruned: false, ignore: [], corrections: { join: [], forbid: [] } }),
      read: (looks, settled) => readArticles(looks, outlets, () => now, 0, { settled }),
      now: () => now,
      pause: () => Promise.resolve(),
      shouldStop: () => false,
      onApplied: ({ change }) => this.#publisher.touch(change.outletIds),
    });
    await ingester.scan(1000);
    await this.#publisher.publish();
  }

  async rule(ruling: Ruling): Promise<void> {
    const { outletIds } = await this.catalog.files.apply({ ingested: [], removed: [], rulings: [ruling] });
    this.#publisher.touch(outletIds);
  }

  renew(): void {
    this.#publisher.renew({ outlets: this.#world.outlets, feeds: feedSettings, site, keepsVersions: true });
  }

  /** Everything that a server sends, and what the operator sees. */
  async documents(): Promise<ReadonlyMap<string, unknown>> {
    const { catalog } = this;
    const told = new Map<string, unknown>();
    for (const path of [...(await catalog.documents.tags()).keys()].toSorted()) {
      told.set(`kept ${path}`, await catalog.documents.find(path));
    }
    const edition = await defineEdition(catalog, { outlets: this.#world.outlets, feeds: feedSettings, site });
    const deps = { catalog, edition, renderEntry: entryRenderer(site, 1_000_000), assets: readPageAssets() };
    const made = await staticDocuments({ ...deps, hasSearch: false });
    for await (const { path, body } of made.documents) told.set(`made ${path}`, Buffer.from(body).toString("base64"));
    told.set("edition", await catalog.documents.edition());
    told.set("problems", [await catalog.files.problems(), await catalog.files.flaws(), await catalog.files.counts()]);
    told.set("takedowns", await catalog.state.takedowns());
    told.set("extent", await catalog.articles.extent());
    return told;
  }

  async close(): Promise<void> {
    await this.catalog.close();
  }

  #newPublisher(): Publisher {
    return new Publisher({
      catalog: this.catalog,
      settings: { outlets: this.#world.outlets, feeds: feedSettings, site, keepsVersions: true },
      version: "1",
      now: () => this.#world.now,
      monotonicMs: () => 0,
      onPublished: () => undefined,
    });
  }
}

const feedSettings = {
  custom: [{ id: "tea", title: "茶", query: "中国 -茶", limit: 4, scripts: "both", isHidden: false, formerly: [] }],
  combined: { scripts: "main" },
} as const;

/** One thing that happens to one file of an archive. */
function alter(random: Random, archive: string, second: number): void {
  const names = readdirSync(archive);
  const captured = `<!--${FIRST_MS + second * 1000}-->`;
  const text = pick(random, texts).replace(/^<!--\d+-->/, captured);
  const edited = random() < 0.5 ? text : text.replace(/<\/p>/, `${second % 3}。</p>`);
  const name = names.length > 0 && random() < 0.4 ? pick(random, names) : `${second}.txt`;
  const kind = random();
  if (kind < 0.6 || names.length < 4) writeFileSync(join(archive, name), edited);
  else if (kind < 0.7) writeFileSync(join(archive, name), text.slice(0, text.length >> 1));
  else if (kind < 0.85) rmSync(join(archive, pick(random, names)));
  else renameSync(join(archive, pick(random, names)), join(archive, `${second}-moved.txt`));
}

async function step(random: Random, world: World, sides: readonly Side[], profiles: string): Promise<void> {
  const kind = random();
  if (kind < 0.12) {
    const addresses = (await Array.fromAsync(sides[0]?.catalog.articles.addresses() ?? [])).flat();
    const known = [...addresses.map(({ id }) => id).toSorted(), "urn:uuid:00000000-0000-5000-8000-000000000001"];
    const type = random() < 0.6 ? "takedown" : "restoration";
    const taken = (await sides[0]?.catalog.state.takedowns())?.map(({ id }) => id) ?? [];
    const id = pick(random, type === "restoration" && taken.length > 0 ? taken : known);
    for (const side of sides) await side.rule({ type, id, when: world.now });
  } else if (kind < 0.17) {
    world.outlets = outletsOf(profiles, random() < 0.5);
    for (const side of sides) side.renew();
  } else if (kind < 0.25) for (const side of sides) await side.restart();
  else alter(random, world.archive, (world.now.getTime() - FIRST_MS) / HOUR_MS);
}

function newTemporary(): { world: World; profiles: string; data: string } {
  const directory = temporaryDirectory();
  const archive = join(directory, "archive");
  mkdirSync(archive);
  const profiles = join(directory, "profiles");
  const world = { archive, outlets: outletsOf(profiles, false), now: new Date(FIRST_MS + HOUR_MS) };
  return { world, profiles, data: join(directory, "data") };
}

describe.skipIf(isWithoutPostgres)("whatever happens to an archive", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start(["fsync = off"]);
  });
  afterAll(() => server.remove());

  test.each([1, 2, 3, 4])(
    "PostgreSQL gives the documents of SQLite, byte for byte, and the same answers (history %i)",
    async (seed) => {
      const random = createRandom(seed);
      const { world, profiles, data } = newTemporary();
      const catalog = { catalog: server.address(), catalogPasswordFile: server.passwordFile };
      const sides = [
        await Side.open({ data }, world),
        await Side.open({ data: join(data, "none"), ...catalog, catalogSchema: `history_${seed}` }, world),
      ];
      for (let done = 0; done < STEPS; done++) {
        world.now = new Date(world.now.getTime() + HOUR_MS);
        await step(random, world, sides, profiles);
        if (done % STEPS_AT_A_TIME !== STEPS_AT_A_TIME - 1) continue;
        for (const side of sides) await side.follow();
        const [sqlite, postgres] = await Promise.all(sides.map((side) => side.documents()));
        expect([...(postgres ?? [])]).toEqual([...(sqlite ?? [])]);
      }
      const queries = fc.sample(arbitraryQuery, { seed, numRuns: 60 });
      for (const query of queries) {
        const [sqlite, postgres] = await Promise.all(
          sides.map(async ({ catalog: { articles } }) => ({
            ids: await Array.fromAsync(articles.newest({ query }), ({ id }) => id),
            count: await articles.count({ query }),
            days: await articles.days({ query }),
          })),
        );
        expect([query, postgres]).toEqual([query, sqlite]);
      }
      for (const side of sides) await side.close();
    },
  );
});
