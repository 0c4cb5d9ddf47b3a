import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isAbsence } from "../lib/fs/error-code.ts";
import { writeIfChanged } from "../lib/fs/write-atomically.ts";

/** Lists the files a build wrote, as paths below the directory: only these may a later build remove. */
const manifestName = ".feedmill-build.json";

/** Empty where nothing was built yet. Throws where the manifest is not one, and it is not known what may go. */
export async function readManifest(outDir: string): Promise<readonly string[]> {
  const path = join(outDir, manifestName);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (isAbsence(error)) return [];
    throw error;
  }
  const paths = parsePaths(text);
  if (paths !== undefined) return paths;
  throw new Error(`${path} is not what feedmill wrote. Delete it; files of earlier builds then stay.`);
}

/** In order of the alphabet, so that equal builds have equal bytes. */
export async function writeManifest(outDir: string, paths: Iterable<string>): Promise<void> {
  const text = `${JSON.stringify({ files: [...paths].sort() }, null, 2)}\n`;
  await writeIfChanged(join(outDir, manifestName), Buffer.from(text));
}

function parsePaths(text: string): readonly string[] | undefined {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof manifest !== "object" || manifest === null || !("files" in manifest)) return undefined;
  const { files } = manifest;
  return Array.isArray(files) && files.every((path) => typeof path === "string") ? files : undefined;
}
