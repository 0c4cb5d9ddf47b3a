import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { isSeq, parseDocument } from "yaml";
import { writeAtomically } from "../lib/fs/write-atomically.ts";

/** A source as it is added to the file: what is left out has its default. */
export interface NewSource {
  readonly url: string;
  readonly into: string;
}

const firstLine =
  "# yaml-language-server: $schema=./sources.schema.json\n# Feeds that feedmill fetch polls: url, into, and what README.md says.\n";

/**
 * Adds sources to the file, which is made where it is not there. Comments and all that stands in it stay. Returns those
 * that were added: an address that is listed already is not. Throws where the file holds no list of sources.
 */
export async function addSources(path: string, added: readonly NewSource[]): Promise<readonly NewSource[]> {
  const text = existsSync(path) ? readFileSync(path, "utf8") : `${firstLine}sources: []\n`;
  const document = parseDocument(text);
  const list = document.get("sources");
  if (document.errors.length > 0 || !isSeq(list)) throw new Error(`${path} holds no list of sources. Mend it first.`);
  const known = new Set(list.items.map((_item, index) => document.getIn(["sources", index, "url"])));
  const fresh: NewSource[] = [];
  for (const source of added) {
    if (known.has(source.url)) continue;
    known.add(source.url);
    fresh.push(source);
  }
  if (fresh.length === 0) return fresh;
  list.flow = false;
  for (const { url, into } of fresh) list.add(document.createNode({ url, into }));
  mkdirSync(dirname(path), { recursive: true });
  await writeAtomically(path, Buffer.from(document.toString({ lineWidth: 0 })));
  return fresh;
}
