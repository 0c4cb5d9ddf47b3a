import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { between, pick, type Random } from "../../bench/random.ts";

/** Articles that change all the time, and a few beside them that never do and are always the newest. */
export interface ChurnedArchive {
  /** Addresses of the articles that every answer of their feed has to have. */
  readonly lasting: readonly string[];
  /** Does one thing to one file; returns what. */
  change(): string;
  /** How many articles its files have at present. */
  articles(): number;
}

const LASTING = 10;
const MOST = 400;
const FIRST_MS = Date.UTC(2025, 0, 1);

interface ChurnedFile {
  name: string;
  isSpoilt: boolean;
}

export function createChurnedArchive(directory: string, random: Random): ChurnedArchive {
  /** By article number. */
  const files = new Map<number, ChurnedFile>();
  let written = 0;

  /** Every version is captured a second after the one before, and long before the lasting ones. */
  function write(name: string, number: number): void {
    written += 1;
    writeFileSync(
      join(directory, name),
      articleText(number, `第${number}篇，第${written}稿`, FIRST_MS + written * 1000),
    );
  }

  function add(): string {
    const number = written + 1;
    const name = `churned-${number}.txt`;
    files.set(number, { name, isSpoilt: false });
    write(name, number);
    return "added";
  }

  const actions: readonly ((number: number, file: ChurnedFile) => string)[] = [
    (number, file) => {
      write(file.name, number);
      const before = file.isSpoilt;
      file.isSpoilt = false;
      return before ? "mended" : "changed";
    },
    (_number, file) => {
      const name = `moved-${Math.floor(random() * 1e12)}.txt`;
      renameSync(join(directory, file.name), join(directory, name));
      file.name = name;
      return "renamed";
    },
    (number, file) => {
      rmSync(join(directory, file.name));
      files.delete(number);
      return "removed";
    },
    (_number, file) => {
      writeFileSync(join(directory, file.name), Buffer.from([0, 1, 2, 255, 254, Math.floor(random() * 256)]));
      file.isSpoilt = true;
      return "spoilt";
    },
  ];

  const lasting = Array.from({ length: LASTING }, (_, index) => 1_000_000 + index);
  for (const number of lasting) {
    const text = articleText(number, `常在${number}`, Date.UTC(2026, 0, 1) + number);
    writeFileSync(join(directory, `lasting-${number}.txt`), text);
  }
  return {
    lasting: lasting.map(addressOf),
    change() {
      if (files.size < MOST / 2 || (files.size < MOST && random() < 0.5)) return add();
      const [number, file] = pick(random, [...files]);
      return pick(random, actions)(number, file);
    },
    articles: () => LASTING + files.values().reduce((sum, { isSpoilt }) => sum + Number(!isSpoilt), 0),
  };
}

function addressOf(number: number): string {
  return `https://www.voachinese.com/a/soak/${7_000_000 + number}.html`;
}

function articleText(number: number, title: string, capturedAt: number): string {
  return `<!--${capturedAt}-->\n[${title}](${addressOf(number)})\n------\n\n<p>河边的图书馆今天开门，${title}。</p>`;
}

/** A burst of changes, as a crawler makes them. */
export function burst(random: Random): number {
  return random() < 0.9 ? between(random, 1, 5) : between(random, 20, 60);
}
