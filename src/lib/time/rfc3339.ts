/** An instant as Atom, JSON Feed and HTML write it: RFC 3339 §5.6 in UTC and whole seconds, `2023-02-23T04:24:36Z`. */
export function formatRfc3339(instant: Date): string {
  return `${instant.toISOString().slice(0, -".000Z".length)}Z`;
}
