import { between, createRandom, pick, type Random } from "./random.ts";

/** The commonest characters of news prose, commonest first. */
const characters = Array.from(
  "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得" +
    "经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事" +
    "平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题" +
    "党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被" +
    "干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更" +
    "单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研" +
    "界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消" +
    "构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁" +
    "价严",
);

const VOCABULARY = 12_000;
const EVENT_WORDS = 40;
const OF_EVENT = 0.7;
/** Characters of a lead. */
const LEAD = 300;
const vocabulary = buildVocabulary();

function buildVocabulary(): readonly string[] {
  const random = createRandom(7);
  const common = (): string => characters[Math.floor(characters.length * random() ** 1.6)] ?? "的";
  const words = new Set<string>();
  while (words.size < VOCABULARY) {
    const length = pick(random, [1, 2, 2, 2, 2, 2, 3, 3, 4]);
    words.add(Array.from({ length }, common).join(""));
  }
  return [...words];
}

/** A word, by Zipf's law: the n-th commonest comes an n-th as often as the first. */
function word(random: Random): string {
  return vocabulary[Math.floor(VOCABULARY ** random()) - 1] ?? "的";
}

/** The words of an event, which hardly any other event has: real articles are told apart by such words. */
export function eventWords(random: Random): readonly string[] {
  const character = (): string => pick(random, characters);
  return Array.from({ length: EVENT_WORDS }, () => Array.from({ length: between(random, 2, 3) }, character).join(""));
}

/** Tells of an event: most of it in its words, of which the first ones come most often. */
export function telling(random: Random, event: readonly string[], least: number, most: number): string {
  const length = between(random, least, most);
  let text = "";
  while (text.length < length) {
    const ofEvent = event[Math.floor(event.length * random() ** 2)];
    text += ofEvent !== undefined && random() < OF_EVENT ? ofEvent : word(random);
  }
  return text;
}

export function phrase(random: Random, least: number, most: number): string {
  const length = between(random, least, most);
  let text = "";
  while (text.length < length) text += word(random);
  return text;
}

export function sentence(random: Random): string {
  const clauses = Array.from({ length: between(random, 1, 4) }, () => phrase(random, 6, 22));
  const body = random() < 0.06 ? `“${clauses.join("，")}。”${phrase(random, 2, 4)}说` : clauses.join("，");
  const year = random() < 0.08 ? `${between(random, 1990, 2025)}年` : "";
  return `${year}${body}。`;
}

/** Paragraphs of about this many characters altogether, of which the first ones tell what happened. */
export function paragraphs(random: Random, length: number, event: readonly string[]): string[] {
  const result: string[] = [];
  for (let written = 0; written < length;) {
    const next = (): string => (written < LEAD ? `${telling(random, event, 20, 50)}。` : sentence(random));
    const text = Array.from({ length: between(random, 1, 4) }, next).join("");
    result.push(text);
    written += text.length;
  }
  return result;
}
