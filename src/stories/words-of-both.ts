import { beginningOf, signatureOf, termIn, weightIn, type Signable, type Signature } from "./signature.ts";
import { numberOf, termsOf } from "./terms.ts";

/**
 * What two articles were found to have in common, the most telling first, at most so much: terms of both, those joined that
 * follow one another. In folded characters.
 */
export function wordsOfBoth(one: Signable, other: Signable, max: number): readonly string[] {
  const [weights, others] = [weightsOf(signatureOf(one)), weightsOf(signatureOf(other))];
  const words = new Map<string, number>();
  let [word, weight] = ["", 0];
  const finish = (): void => {
    if (word !== "") words.set(word, Math.max(weight, words.get(word) ?? 0));
    [word, weight] = ["", 0];
  };
  for (const term of [...termsOf(one.title), "", ...termsOf(beginningOf(one.bodyHtml))]) {
    const [mine = 0, theirs = 0] = [weights.get(numberOf(term)), others.get(numberOf(term))];
    const isShared = term !== "" && mine * theirs > 0;
    const goesOn = isShared && word !== "" && term.length === 2 && word.endsWith(term.slice(0, 1));
    if (!goesOn) finish();
    if (!isShared) continue;
    word = goesOn ? word + term.slice(1) : term;
    weight += mine * theirs;
  }
  finish();
  const sorted = [...words].toSorted(([, a], [, b]) => b - a);
  return sorted.slice(0, max).map(([shared]) => shared);
}

function weightsOf(signature: Signature): ReadonlyMap<number, number> {
  return new Map(Array.from(signature, (entry) => [termIn(entry), weightIn(entry)]));
}
