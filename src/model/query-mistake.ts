/** What can be wrong with a query, or with a choice from a feed. */
export type QueryMistakeCode =
  | "too-long"
  | "too-long-spelled-out"
  | "too-many-terms"
  | "too-deep"
  | "nothing-open"
  | "empty-parentheses"
  | "not-closed"
  | "nothing-before"
  | "nothing-after"
  | "empty"
  | "no-letters"
  | "quotation-not-closed"
  | "empty-quotation"
  | "star-inside"
  | "star-alone"
  | "no-value"
  | "no-outlet"
  | "no-language"
  | "no-time"
  | "no-field"
  | "no-limit"
  | "no-entries"
  | "summaries-only";

/** What a sentence about a mistake names. */
export interface MistakenValue {
  /** What is mistaken, or the limit that it is beyond. */
  readonly value: string;
  /** What was meant, as far as one can guess. */
  readonly meant?: string | undefined;
}

/** A sentence for each mistake: what is wrong, and what would be right. */
export type QueryMistakeSentences = Readonly<Record<QueryMistakeCode, (mistaken: MistakenValue) => string>>;

/** The fields of a query, as they are written. */
export const queryFields: readonly string[] = [
  "title",
  "body",
  "author",
  "section",
  "outlet",
  "lang",
  "after",
  "before",
];

/** The sentences of commands, logs and the interface in English. */
export const englishMistakes: QueryMistakeSentences = {
  "too-long": ({ value }) => `A query can have ${value} characters.`,
  "too-long-spelled-out": ({ value }) => `A query can have ${value} characters; spelled out, this one has more.`,
  "too-many-terms": ({ value }) => `A query can have ${value} terms.`,
  "too-deep": ({ value }) => `Parentheses can be ${value} deep.`,
  "nothing-open": () => "No parenthesis is open here.",
  "empty-parentheses": () => "There is nothing to search for between these parentheses.",
  "not-closed": () => "This parenthesis is not closed.",
  "nothing-before": ({ value }) => `${value} needs a term before it.`,
  "nothing-after": ({ value }) => `${value} needs a term after it.`,
  empty: () => "The query is empty.",
  "no-letters": () => "There is no letter or digit to search for.",
  "quotation-not-closed": () => "This quotation mark is not closed.",
  "empty-quotation": () => "There is no letter or digit between these quotation marks.",
  "star-inside": () => "A * can stand only at the end of a word.",
  "star-alone": () => "A * stands for the rest of a word, and must follow its beginning.",
  "no-value": ({ value }) => `${value}: takes a word or a quoted phrase.`,
  "no-outlet": () => "outlet: takes the id of an outlet, such as nyt-zh, or a part of its name.",
  "no-language": () => "lang: takes a language tag, such as zh, zh-Hant or en.",
  "no-time": ({ value }) => `${value}: takes a date (2024, 2024-05, 2024-05-02) or a span (30d, 2w, 6m, 1y).`,
  "no-field": ({ value, meant }) => {
    const known = meant === undefined ? `The fields are ${queryFields.join(", ")}.` : `Did you mean ${meant}:?`;
    return `There is no field ${value}:. ${known} To search for it as text, put it between quotation marks.`;
  },
  "no-limit": ({ value }) => `limit takes a whole number from 1 to ${value}.`,
  "no-entries": () => "entries takes summary, or full.",
  "summaries-only": () => "This feed has summaries only.",
};
