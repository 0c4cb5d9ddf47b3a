/**
 * Runs the W3C feed validator on every RSS, Atom and OPML document of a running server or a built site.
 *
 *     npm run validate -- CHECKOUT [URL | DIRECTORY]
 *
 * CHECKOUT is a clone of github.com/w3c/feedvalidator; its Python needs lxml, html5lib and rdflib. PYTHON names the
 * interpreter (default `python3`). Exits 1 if the validator says anything that `justified` does not list.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseOpml } from "feedsmith";
import { everyFeedPath } from "../src/model/addresses.ts";
import { formatFacts } from "../src/model/feed.ts";

/** What the validator may say, by the name of its rule, and why that is right all the same. */
const justified: Readonly<Record<string, string>> = {};

const xmlFiles = [formatFacts.rss.fileName, formatFacts.atom.fileName];

interface Finding {
  readonly rule: string;
  readonly message: string;
}

interface Served {
  readonly publicUrl: string;
  readonly contentType: string;
  readonly body: Buffer;
}

const askValidator = `
import sys, io, json, feedvalidator
from feedvalidator import compatibility
from feedvalidator.formatter.text_plain import Formatter
try:
    document = io.BytesIO(sys.stdin.buffer.read())
    said = feedvalidator.validateStream(document, 1, sys.argv[1], sys.argv[2])["loggedEvents"]
except feedvalidator.logging.ValidationFailure as failure:
    said = [failure.event]
said = compatibility.AA(said)
print(json.dumps([{"rule": type(e).__name__, "message": m} for e, m in zip(said, Formatter(said))]))
`;

const [checkout, site = "http://localhost:8080"] = process.argv.slice(2);
if (checkout === undefined) {
  console.error("Usage: npm run validate -- CHECKOUT [URL | DIRECTORY]");
  process.exit(2);
}

let unjustified = 0;
for (const document of await findDocuments(site)) {
  const findings = validate(document, checkout);
  console.log(`${findings.length === 0 ? "valid" : "     "} ${document.publicUrl}`);
  for (const { rule, message } of findings) {
    const reason = justified[rule];
    if (reason === undefined) unjustified += 1;
    console.log(`      ${rule}: ${message}${reason === undefined ? "" : ` (justified: ${reason})`}`);
  }
}
process.exitCode = unjustified === 0 ? 0 : 1;

/** The list of feeds and, for each, the two formats the validator knows. */
async function findDocuments(from: string): Promise<readonly Served[]> {
  const opml = await read(from, everyFeedPath);
  const outlines = parseOpml(opml.body.toString()).body?.outlines ?? [];
  const listed = outlines.flatMap(({ outlines: nested = [] }) => nested).map(({ xmlUrl = "" }) => xmlUrl);
  const feeds = listed.filter((url) => !/\/zh-han[st]\//.test(url));
  const prefix = feeds[0]?.slice(0, feeds[0].indexOf("/feeds/")) ?? "";
  const documents = [{ ...opml, publicUrl: prefix + everyFeedPath }];
  const paths = URL.canParse(from) ? servedPaths(feeds.map((url) => url.slice(prefix.length))) : builtPaths(from);
  for (const path of paths) documents.push({ ...(await read(from, path)), publicUrl: prefix + path });
  return documents;
}

/** Of each feed: the feed itself, in both scripts, and a choice from it. */
function servedPaths(feeds: readonly string[]): readonly string[] {
  const places = feeds.flatMap((path) => {
    const feed = path.slice(0, -formatFacts.rss.fileName.length);
    return [feed, `${feed}zh-hant/`, `${feed}zh-hans/`];
  });
  return places.flatMap((place) =>
    xmlFiles.flatMap((file) => [place + file, `${place + file}?q=-zzz&limit=5&entries=summary`]),
  );
}

/** Every feed below a directory, its history among them. */
function builtPaths(directory: string): readonly string[] {
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => xmlFiles.some((name) => file.endsWith(`/${name}`)))
    .map((file) => `/${file}`)
    .sort();
}

async function read(from: string, path: string): Promise<Omit<Served, "publicUrl">> {
  if (!URL.canParse(from)) return { contentType: contentTypeOf(path), body: readFileSync(join(resolve(from), path)) };
  const response = await fetch(from + path);
  if (!response.ok) throw new Error(`${from}${path} answers ${response.status}`);
  return { contentType: response.headers.get("content-type") ?? "", body: Buffer.from(await response.arrayBuffer()) };
}

function contentTypeOf(path: string): string {
  const facts = Object.values(formatFacts).find(({ fileName }) => path.endsWith(`/${fileName}`));
  return `${facts?.mediaType ?? "text/x-opml"}; charset=utf-8`;
}

function validate({ body, contentType, publicUrl }: Served, checkoutPath: string): readonly Finding[] {
  const output = execFileSync(process.env["PYTHON"] ?? "python3", ["-c", askValidator, contentType, publicUrl], {
    cwd: join(checkoutPath, "src"),
    input: body,
    encoding: "utf8",
  });
  return JSON.parse(output);
}
