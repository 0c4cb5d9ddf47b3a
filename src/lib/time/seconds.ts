/** Whole seconds since 1970: what catalogs keep of instants. */
export function toSeconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}

export function fromSeconds(seconds: number): Date {
  return new Date(seconds * 1000);
}
