import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { between, pick, type Random } from "../../bench/random.ts";

const LASTING = 10;
const MOST = 400;
const FIRST_MS = Date.UTC(2025, 0, 1);

interface ChurnedFile {
  name: string;
  isSpoilt: boolean;
}

/** Articles that change all the time, and a few beside them that never do and are always the newest. */
export class ChurnedArchive {
  /** Addresses of the articles that every answer of their feed has to have. */
  readonly lasting: readonly string[];
  readonly #directory: string;
  readonly #random: Random;
  /** By article number. */
  readonly #files = new Map<number, ChurnedFile>();
  #written = 0;

  constructor(directory: string, random: Random) {
    this.#directory = directory;
    this.#random = random;
    const numbers = Array.from({ length: LASTING }, (_, index) => 1_000_000 + index);
    for (const number of numbers) {
      const text = articleText(number, `常在${number}`, Date.UTC(2026, 0, 1) + number);
      writeFileSync(join(directory, `lasting-${number}.txt`), text);
    }
    this.lasting = numbers.map(addressOf);
  }

  /** Does one thing to one file; returns what. */
  change(): string {
    if (this.#files.size < MOST / 2 || (this.#files.size < MOST && this.#random() < 0.5)) return this.#add();
    const [number, file] = pick(this.#random, [...this.#files]);
    const actions = [
      () => this.#revise(number, file),
      () => this.#rename(file),
      () => this.#remove(number, file),
      () => this.#spoil(file),
    ];
    return pick(this.#random, actions)();
  }

  /** How many articles its files have at present. */
  articles(): number {
    return LASTING + this.#files.values().reduce((sum, { isSpoilt }) => sum + Number(!isSpoilt), 0);
  }

  #add(): string {
    const number = this.#written + 1;
    const name = `churned-${number}.txt`;
    this.#files.set(number, { name, isSpoilt: false });
    this.#write(name, number);
    return "added";
  }

  #revise(number: number, file: ChurnedFile): string {
    this.#write(file.name, number);
    const before = file.isSpoilt;
    file.isSpoilt = false;
    return before ? "mended" : "changed";
  }

  #rename(file: ChurnedFile): string {
    const name = `moved-${Math.floor(this.#random() * 1e12)}.txt`;
    renameSync(join(this.#directory, file.name), join(this.#directory, name));
    file.name = name;
    return "renamed";
  }

  #remove(number: number, file: ChurnedFile): string {
    rmSync(join(this.#directory, file.name));
    this.#files.delete(number);
    return "removed";
  }

  #spoil(file: ChurnedFile): string {
    const bytes = Buffer.from([0, 1, 2, 255, 254, Math.floor(this.#random() * 256)]);
    writeFileSync(join(this.#directory, file.name), bytes);
    file.isSpoilt = true;
    return "spoilt";
  }

  /** Every version is captured a second after the one before, and long before the lasting ones. */
  #write(name: string, number: number): void {
    this.#written += 1;
    const text = articleText(number, `第${number}篇，第${this.#written}稿`, FIRST_MS + this.#written * 1000);
    writeFileSync(join(this.#directory, name), text);
  }
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
