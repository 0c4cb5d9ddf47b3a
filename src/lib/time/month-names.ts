/** Month names as sites write them, in full and short, January first. Accents are optional, and a final dot is cut before. */
const namesByLanguage: readonly (readonly [language: string, names: string])[] = [
  ["en", "january february march april may june july august september october november december"],
  ["en", "jan feb mar apr may jun jul aug sep oct nov dec"],
  ["en", "- - - - - - - - sept - - -"],
  ["de", "januar februar märz april mai juni juli august september oktober november dezember"],
  ["de", "jan feb mär apr mai jun jul aug sep okt nov dez"],
  ["de", "jänner feber mrz - - - - - sept - - -"],
  ["fr", "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"],
  ["fr", "janv févr mars avr mai juin juil août sept oct nov déc"],
  ["es", "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"],
  ["es", "ene feb mar abr may jun jul ago sep oct nov dic"],
  ["it", "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"],
  ["it", "gen feb mar apr mag giu lug ago set ott nov dic"],
  ["pt", "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"],
  ["pt", "jan fev mar abr mai jun jul ago set out nov dez"],
  ["nl", "januari februari maart april mei juni juli augustus september oktober november december"],
  ["nl", "jan feb mrt apr mei jun jul aug sep okt nov dec"],
  ["pl", "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia"],
  ["ru", "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"],
];

const accents = /\p{M}/gu;
const months = new Map(
  namesByLanguage.flatMap(([, names]) => names.split(" ").map((name, index) => [plain(name), index + 1] as const)),
);

/** The month a name stands for, 1 to 12, in any of the languages above. */
export function monthOfName(name: string): number | undefined {
  return months.get(plain(name));
}

function plain(name: string): string {
  return name.toLowerCase().normalize("NFD").replace(accents, "");
}
