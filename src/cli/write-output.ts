/** Writes a command's answer, and returns the exit code of success. */
export function writeText(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

export function writeJson(value: unknown): number {
  return writeText(JSON.stringify(value, null, 2));
}
