/** What an article's markup may count, as `MarkupLimits`: a file beyond it is a problem. */
export const bodyLimits = { elements: 200_000, depth: 256, attributes: 100, nesting: 20_000_000 } as const;
