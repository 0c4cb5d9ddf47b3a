import { readFileSync, statSync } from "node:fs";
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit, type Document } from "yaml";
import type { Checked, Mistake } from "../model/mistake.ts";
import { messageOf } from "../lib/message-of.ts";

/** One YAML file: its value, and where in it a key stands. */
export interface YamlFile {
  readonly value: unknown;
  /** `FILE:LINE` of a key path, or of the deepest part of it that is there; the file alone for an empty path. */
  placeOf(keyPath: readonly (string | number)[]): string;
}

const maxBytes = 256 * 1024;
const maxAliases = 50;
const maxKeys = 1_000;

/**
 * Reads one YAML 1.2 document of at most 256 kB. Duplicate keys and alias bombs are mistakes. `name` is what
 * messages call the file.
 */
export function readYaml(path: string, name: string = path): Checked<YamlFile> {
  let text: string;
  try {
    const stats = statSync(path);
    const { size } = stats;
    if (!stats.isFile()) return mistake(name, "is not a regular file.");
    if (size > maxBytes) return mistake(name, `has ${size} bytes; at most ${maxBytes} are read.`);
    text = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    return mistake(name, `cannot be read: ${messageOf(error)}.`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const mistakes = [
    ...document.errors.map(({ pos: [at], message }) => ({ at, message: `This is not valid YAML: ${message}.` })),
    ...keyMistakes(document),
  ].map(({ at, message }): Mistake => ({ where: `${name}:${lines.linePos(at).line}`, message }));
  if (mistakes.length > 0) return { ok: false, mistakes };
  try {
    const value: unknown = document.toJS({ maxAliasCount: maxAliases });
    return { ok: true, value: { value, placeOf: (keyPath) => locate(name, document, lines, keyPath) } };
  } catch (error) {
    return mistake(name, `cannot be used: ${messageOf(error)}.`);
  }
}

/** The parser's own check for repeated keys takes time quadratic in their number. */
function keyMistakes(document: Document.Parsed): readonly { readonly at: number; readonly message: string }[] {
  const mistakes: { at: number; message: string }[] = [];
  visit(document, {
    Map(_key, { items, range }) {
      if (items.length > maxKeys) {
        mistakes.push({ at: range?.[0] ?? 0, message: `This mapping has more than ${maxKeys} keys.` });
        return visit.SKIP;
      }
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value))
          mistakes.push({ at: key.range?.[0] ?? 0, message: "This key is said twice. Keep one of the two." });
        seen.add(key.value);
      }
      return undefined;
    },
  });
  return mistakes;
}

function locate(name: string, document: Document, lines: LineCounter, keyPath: readonly (string | number)[]): string {
  let node: unknown = document.contents;
  let offset: number | undefined;
  for (const key of keyPath) {
    if (isSeq(node) && typeof key === "number") {
      node = node.items[key];
      if (!isNode(node)) break;
      offset = node.range?.[0] ?? offset;
      continue;
    }
    if (!isMap(node)) break;
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
    if (!pair || !isScalar(pair.key)) break;
    offset = pair.key.range?.[0] ?? offset;
    node = pair.value;
  }
  return offset === undefined ? name : `${name}:${lines.linePos(offset).line}`;
}

function mistake(name: string, message: string): Checked<never> {
  return { ok: false, mistakes: [{ where: name, message: `The file ${message}` }] };
}
