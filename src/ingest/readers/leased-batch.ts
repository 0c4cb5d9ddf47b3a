import { relative, resolve } from "node:path";
import { deserialize, serialize } from "node:v8";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { lookAtFile } from "../../archive/look-at-file.ts";
import { readArticleFile } from "../../archive/read-article-file.ts";
import type { IngestedFile } from "../../catalog/catalog.ts";
import { isInside } from "../../lib/fs/paths.ts";
import { sha256Hex } from "../../lib/hash.ts";
import type { FileLook, ReadArticle } from "../read-article.ts";

/*
 * A batch of files on its way to another machine and back. There the archive may be the same one, mounted, or a copy of it,
 * at another path: a file is known by its path below its root, and a copy by its bytes.
 */

/** Files looked at by the machine that leads, and its time. */
export interface LeasedBatch {
  readonly looks: readonly FileLook[];
  readonly now: Date;
}

/** A look, below the root of that number. */
interface LeasedLook extends FileLook {
  readonly root: number;
}

/** The bytes of a batch; `roots` are the directories of the archive. */
export function packBatch({ looks, now }: LeasedBatch, roots: readonly string[]): Uint8Array {
  const tops = roots.map((root) => resolve(root));
  const leased = looks.map((look): LeasedLook => {
    const root = tops.findIndex((top) => isInside(look.path, top));
    return { ...look, root, path: relative(tops[root] ?? "", look.path) };
  });
  return pack({ looks: leased, now });
}

/**
 * The batch as this machine sees it: a look is undefined where the file is not here as it was there. Of a copy, the look has
 * this machine's own signature.
 */
export function unpackBatch(
  bytes: Uint8Array,
  roots: readonly string[],
): { readonly looks: readonly (FileLook | undefined)[]; readonly now: Date } {
  const { looks, now }: { readonly looks: readonly LeasedLook[]; readonly now: Date } = deserialize(
    zstdDecompressSync(bytes),
  );
  return { looks: looks.map((look) => lookHere(look, roots)), now };
}

/** A scan of the archive here would have found it, too. */
function lookHere({ root, path, ...look }: LeasedLook, roots: readonly string[]): FileLook | undefined {
  const top = roots[root];
  if (top === undefined) return undefined;
  const here = resolve(top, path);
  const seen = lookAtFile(here, roots);
  return seen?.size === look.size ? { ...look, path: here, signature: seen.signature } : undefined;
}

/** The bytes of what came of a batch: one for each of its looks. */
export function packOutcomes(results: readonly (ReadArticle | undefined)[]): Uint8Array {
  return pack(results);
}

/**
 * The files of a batch that another machine read, as if they had been read here, and those that are to be read here after
 * all: it did not see them, or not these bytes, or could not read them.
 */
export function unpackOutcomes(
  bytes: Uint8Array,
  looks: readonly FileLook[],
): { readonly results: readonly ReadArticle[]; readonly left: readonly FileLook[] } {
  const handedBack: readonly (ReadArticle | undefined)[] = deserialize(zstdDecompressSync(bytes));
  const results: ReadArticle[] = [];
  const left: FileLook[] = [];
  for (const [index, look] of looks.entries()) {
    const result = handedBack[index];
    if (result?.state === "ingested" && isOf(look, result.file)) {
      const { path, signature } = look;
      results.push({ state: "ingested", file: { ...result.file, path, signature } });
    } else left.push(look);
  }
  return { results, left };
}

/** True where a file read elsewhere is this one: the same, or one of the same bytes. */
function isOf({ path, signature }: FileLook, file: IngestedFile): boolean {
  if (file.sha256 === "") return false;
  if (file.signature === signature) return true;
  const read = readArticleFile(path, signature);
  return read.state === "settled" && sha256Hex(read.bytes) === file.sha256;
}

function pack(value: unknown): Uint8Array {
  return zstdCompressSync(serialize(value));
}
