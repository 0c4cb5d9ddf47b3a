const capitals = /\p{Lu}.*\p{Lu}/u;
const capital = /\p{Lu}/u;
const word = /\p{L}[\p{L}\p{M}]*/gu;
const romanNumeral = /^(?:II|III|IV|VI|VII|VIII)$/;
const special = /[.*+?^${}()|[\]\\/]/g;
const maxLength = 100;

/** Whether a name is printed in capitals, as bylines are. Initials alone, and scripts without case, are not. */
export function isInCapitals(name: string): boolean {
  return capitals.test(name) && name === name.toUpperCase();
}

/** The first spelling of a name in `texts` that is not in capitals, else the first capital of each of its words. */
export function spellName(name: string, texts: readonly string[]): string {
  if (name.length > maxLength) return capitalize(name);
  const words = name.split(" ").map((part) => part.replace(special, String.raw`\$&`));
  const pattern = new RegExp(
    String.raw`(?<![\p{L}--\p{Script=Han}])${words.join(" ")}(?![\p{L}--\p{Script=Han}])`,
    "giv",
  );
  for (const text of texts) {
    for (const [spelling] of text.matchAll(pattern))
      if (spelling !== spelling.toUpperCase() && capital.test(spelling)) return spelling;
  }
  return capitalize(name);
}

function capitalize(name: string): string {
  return name.replace(word, (part) => {
    if (romanNumeral.test(part)) return part;
    const [first = "", ...rest] = part;
    return first + rest.join("").toLowerCase();
  });
}
