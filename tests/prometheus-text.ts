/** One line of the text format: a metric, its labels and its value. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Exposition {
  readonly types: ReadonlyMap<string, string>;
  readonly samples: readonly Sample[];
}

const metricName = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const commentPattern = new RegExp(`^# (HELP|TYPE) (${metricName}) (.*)$`);
const samplePattern = new RegExp(`^(${metricName})(?:\\{(.*)\\})? (\\S+)$`);
const labelPattern = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/;
const valuePattern = /^(?:[+-]Inf|NaN|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/;
const suffixes: Readonly<Record<string, readonly string[]>> = {
  histogram: ["_bucket", "_sum", "_count"],
  counter: [""],
  gauge: [""],
};

/**
 * Reads the text format of Prometheus, version 0.0.4, more strictly than Prometheus does: every metric has its help and
 * type before its samples, once; no series comes twice; buckets are cumulative and end at `+Inf`. Throws at the first fault.
 */
export function parseExposition(text: string): Exposition {
  if (!text.endsWith("\n")) throw new Error("The last line does not end.");
  const types = new Map<string, string>();
  const helped = new Set<string>();
  const seen = new Set<string>();
  const samples: Sample[] = [];
  for (const line of text.slice(0, -1).split("\n")) {
    const [, keyword, name = "", rest = ""] = commentPattern.exec(line) ?? [];
    if (keyword === "HELP") {
      if (helped.has(name)) throw new Error(`Helped twice: ${line}`);
      helped.add(name);
    } else if (keyword === "TYPE") {
      if (!helped.has(name) || types.has(name) || suffixes[rest] === undefined) throw new Error(`Bad type: ${line}`);
      types.set(name, rest);
    } else if (line !== "") {
      const sample = parseSample(line);
      const series = seriesOf(sample.name, sample.labels);
      if (seen.has(series)) throw new Error(`Twice: ${line}`);
      if (!isDeclared(sample.name, types)) throw new Error(`No type: ${line}`);
      seen.add(series);
      samples.push(sample);
    }
  }
  checkBuckets(samples);
  return { types, samples };
}

/** The name and the labels, in whatever order they were written. */
function seriesOf(name: string, labels: Sample["labels"]): string {
  const pairs = Object.entries(labels).map((pair) => JSON.stringify(pair));
  return [name, ...pairs.toSorted()].join(" ");
}

function isDeclared(name: string, types: ReadonlyMap<string, string>): boolean {
  return types.entries().some(([declared, type]) => suffixes[type]?.some((suffix) => name === declared + suffix));
}

function parseSample(line: string): Sample {
  const [, name = "", inside = "", value = ""] = samplePattern.exec(line) ?? [];
  if (!valuePattern.test(value)) throw new Error(`No sample: ${line}`);
  const labels: Record<string, string> = {};
  for (let rest = inside; rest !== "";) {
    const [whole = "", label = "", quoted = ""] = labelPattern.exec(rest) ?? [];
    if (whole === "" || label in labels) throw new Error(`Bad labels: ${line}`);
    labels[label] = JSON.parse(`"${quoted}"`);
    rest = rest.slice(whole.length);
  }
  return { name, labels, value: Number(value.replace("Inf", "Infinity")) };
}

function checkBuckets(samples: readonly Sample[]): void {
  const buckets = samples.filter(({ name }) => name.endsWith("_bucket"));
  const series = Map.groupBy(buckets, ({ name, labels }) => seriesOf(name, { ...labels, le: "" }));
  for (const [key, members] of series) {
    const counts = members.map(({ value }) => value);
    if (members.at(-1)?.labels["le"] !== "+Inf") throw new Error(`No +Inf: ${key}`);
    if (counts.some((count, at) => count < (counts[at - 1] ?? 0))) throw new Error(`Not cumulative: ${key}`);
  }
}
