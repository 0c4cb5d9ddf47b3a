import { ask } from "../machine/ask.ts";

// Sends requests at a steady rate, whether or not earlier ones have been answered, until it is told to stop by a line
// on standard input. Arguments: the rate a second, then addresses, asked for in turn. Prints latencies in milliseconds,
// each from the moment the request was due.
const [rate = "1", ...urls] = process.argv.slice(2);
const intervalMs = 1000 / Number(rate);
const latencies: number[] = [];
const failures: string[] = [];
const started = performance.now();
let sent = 0;

const timer = setInterval(() => {
  while (started + sent * intervalMs <= performance.now()) send(started + sent * intervalMs, sent++);
}, 1);

function send(dueMs: number, number: number): void {
  const url = urls[number % urls.length] ?? "";
  const coding = ["br", "gzip", "identity"][Math.floor(number / urls.length) % 3] ?? "br";
  void measure(url, coding, dueMs);
}

async function measure(url: string, coding: string, dueMs: number): Promise<void> {
  try {
    const { status } = await ask(url, { "Accept-Encoding": coding });
    latencies.push(performance.now() - dueMs);
    if (status !== 200) failures.push(`${status} for ${url}`);
  } catch (error) {
    failures.push(String(error));
  }
}

// The process ends by itself once nothing is under way and all has been printed.
process.stdin.once("data", () => {
  clearInterval(timer);
  console.log(JSON.stringify({ latencies, failures: failures.slice(0, 10) }));
  process.stdin.destroy();
});
