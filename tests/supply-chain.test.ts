import { globSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./root.ts";

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

type Versions = Readonly<Record<string, string>>;

const manifest: Readonly<Record<"dependencies" | "devDependencies" | "optionalDependencies", Versions>> =
  readJson("package.json");
const { packages }: { readonly packages: Readonly<Record<string, LockedPackage>> } = readJson("package-lock.json");
const production = Object.entries(packages).filter(([path, { dev }]) => path !== "" && dev !== true);

/** Licences that ask for no more than to be named. */
const allowed = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "ISC", "MIT", "Unlicense"];

function readJson(path: string) {
  return JSON.parse(readFileSync(join(root, path), "utf8"));
}

test.each(["dependencies", "devDependencies", "optionalDependencies"] as const)(
  "%s are pinned to one version each",
  (kind) => {
    const loose = Object.entries(manifest[kind]).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    expect(loose).toEqual([]);
  },
);

test("every package that the program imports is installed with it", () => {
  const files = globSync("src/**/*.ts", { cwd: root }).filter(
    (file) => !/\.(?:test|fixture|contract|d)\.ts$/.test(file),
  );
  const imported = files.flatMap((file) => {
    const text = readFileSync(join(root, file), "utf8").replaceAll(/^(?:import|export) type [^;]*;/gm, "");
    const specifiers = text.matchAll(/(?:\bfrom |\bimport\(|\bload\(|\bimport\.meta\.url\)\()"([\w@][^"\s]*)"/g);
    return Array.from(specifiers, ([, specifier = ""]) => ({ file, specifier }));
  });
  const missing = imported.filter(({ specifier }) => {
    const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
    return !isBuiltin(specifier) && manifest.dependencies[name] === undefined;
  });
  expect(imported.length).toBeGreaterThan(100);
  expect(missing).toEqual([]);
});

test("every package is locked by its content, and none runs a script when it is installed for use", () => {
  const unlocked = Object.entries(packages).filter(([path, { integrity }]) => path !== "" && integrity === undefined);
  expect(unlocked.map(([path]) => path)).toEqual([]);
  expect(production.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => path)).toEqual([]);
});

/** The licences in an SPDX expression: whichever of them applies has to be one we allow. */
function terms(license: string): readonly string[] {
  return license.split(/[() ]+|AND|OR/).filter((term) => term !== "");
}

test("every package that is installed for use has a licence that allows it, and SECURITY.md names it", () => {
  const document = readFileSync(join(root, "SECURITY.md"), "utf8");
  const licences = production.map(([path, { license }]) => [path, license ?? "none"] as const);
  expect(licences.length).toBeGreaterThan(Object.keys(manifest.dependencies).length);
  expect(licences.filter(([, license]) => !terms(license).every((term) => allowed.includes(term)))).toEqual([]);
  for (const term of new Set(licences.flatMap(([, license]) => terms(license)))) expect(document).toContain(term);
});
