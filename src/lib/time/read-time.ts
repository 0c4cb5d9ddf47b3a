import { monthOfName } from "./month-names.ts";

/**
 * What a text says of a time. A `day` has no hour and is written `2023-02-23`. A `relative` time (`15 分钟前`) depends on
 * when it is read. An `implausible` one is outside the years 1990 to 2099: a zero of some program's calendar.
 */
export type TimeClaim =
  | { readonly kind: "instant"; readonly instant: Date }
  | { readonly kind: "day"; readonly day: string }
  | { readonly kind: "relative" }
  | { readonly kind: "implausible" };

const [earliestYear, latestYear] = [1990, 2099];
/** Longer text is no time. */
const maxLength = 100;

const letter = "[a-zà-žа-яё]";
/** Dates, one form each. Two numbers before a year are day and month, as everywhere but in America. */
const dateForms = [
  String.raw`(?<year>\d{4})(?<mark>[-/.])(?<month>\d{1,2})\k<mark>(?<day>\d{1,2})`,
  String.raw`(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})`,
  String.raw`(?<year>\d{4}) ?年 ?(?<month>\d{1,2}) ?月 ?(?<day>\d{1,2}) ?[日号號]`,
  String.raw`(?<day>\d{1,2})(?<mark>[-/.])(?<month>\d{1,2})\k<mark>(?<year>\d{4})`,
  String.raw`(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{2})`,
  String.raw`(?<day>\d{1,2})(?:\.|er|º|st|nd|rd|th)?(?: of| de)?[ -](?<name>${letter}{3,12})\.?,?(?: de)?[ -](?<year>\d{4}|\d{2})`,
  String.raw`(?<name>${letter}{3,12})\.? (?<day>\d{1,2})(?:st|nd|rd|th)?,? (?<year>\d{4})`,
];
const clock =
  String.raw`(?<half>[ap]\.?m\.?|上午|下午|中午|早上|清晨|凌晨|傍晚|晚上|夜间|夜間|午夜)? ?(?<hour>\d{1,2})` +
  String.raw`(?:(?::|\.| ?[时時点點h] ?)(?<minute>\d{2})(?:(?::|\.| ?分 ?)(?<second>\d{2}) ?秒?| ?分)?|(?= ?[ap]\.?m)| ?[时時点點]整?)` +
  String.raw`(?:[.,]\d{1,9})?(?: ?(?:Uhr|Hrs?|o'clock))?(?: ?(?<halfAfter>[ap]\.?m\.?)(?!${letter}))?`;
const zone = String.raw`(?<zone>z|(?:utc?|gmt)? ?[+\-−](?:\d{4}|\d{1,2}(?::?\d{2})?)|utc?|gmt|[a-z]{3,4}|(?:北京|台北|香港)[时時][间間])`;
const zoneAfter = String.raw`(?: ?\(?${zone}\)?)?(?: ?\[(?<place>[A-Za-z_/+-]{3,40})\])?`;
const chineseWeekday = String.raw`\(?(?:星期|[周週]|[礼禮]拜)[一二三四五六日天]\)?`;
const weekday = String.raw`(?:${chineseWeekday}|${letter}{2,10}\.?)`;
const weekdayAfter = String.raw`(?:${chineseWeekday}|(?:mon|tues|wednes|thurs|fri|satur|sun)day)`;
const between = String.raw`(?:T|, ?| (?:[-–—|·•] |at |à |um |a las |às |alle |om |в )?|(?= ?\D))?`;

/** Each form with a part that stands in every text of it, and that is looked for first: a form takes long to compile. */
const forms = [
  ...dateForms.map((date) => ({
    part: date,
    whole: `(?:${weekday},? )?${date}(?:,? ?${weekdayAfter},?)?(?:${between} ?${clock}${zoneAfter})?`,
  })),
  // ISO 8601 without separators.
  {
    part: String.raw`\d{8}T`,
    whole: String.raw`(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})T(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2})?${zoneAfter}`,
  },
  // asctime, Unix `date`, and what JavaScript writes.
  {
    part: String.raw`${letter} {1,2}\d{1,2} .* \d{4}$`,
    whole: String.raw`${weekday},? (?<name>${letter}{3,9}) {1,2}(?<day>\d{1,2}) ${clock}(?: ${zone})? (?<year>\d{4})`,
  },
  {
    part: String.raw`${letter} \d{1,2} \d{4} `,
    whole: String.raw`${weekday},? (?<name>${letter}{3,9}) (?<day>\d{1,2}) (?<year>\d{4}) ${clock}${zoneAfter}`,
  },
  // The time of day first.
  ...dateForms.map((date) => ({
    part: String.raw`\d.* ${date}$`,
    whole: `${clock}${zoneAfter},? (?:[-–—|·•] |on )?(?:${weekday},? )?${date}`,
  })),
].map(({ part, whole }) => ({ part: new RegExp(part, "i"), whole: new RegExp(`^${whole}$`, "i") }));

const epoch = /^\d{10}(?:\d{3})?$/;
/** Every form has a year of four digits, or one of two between other numbers. */
const couldBeTime = /\d{4}|\d[.-].{1,12}[.-]\d\d/;
const spaces = /\s+/g;
const fullWidth = /[\uff01-\uff5e]/g;
const label =
  /^(?:(?:发布|發布|发表|發表|刊登|出版|更新|最后更新|最後更新|修改|更改|最后更改|最後更改|时间|時間|日期|published|posted|updated|last updated|date|publié|mis à jour|modifié|veröffentlicht|aktualisiert|stand|publicado|actualizado)(?:时间|時間|日期|于|於|on|le|am|el|at)? ?[:：]? ?)+(?!前)/iu;
const tail = / ?(?:发布|發布|发表|發表|更新|刊登)$/;
const wrapped = /^[([（【](.*)[)\]）】]$/;
const nameOfZone = / \([^()]{2,50}\)$/;
const chineseDate =
  /^[〇零一二三四五六七八九十]{4} ?年[〇零一二三四五六七八九十]{1,3}月[〇零一二三四五六七八九十]{1,3}[日号號]/;
const chineseNumber = /[〇零一二三四五六七八九十]+/g;
const chineseDigits = "零一二三四五六七八九";

const relative = new RegExp(
  "^(?:" +
    [
      String.raw`(?:大?约|大?約)?(?:\d{1,4}|[一二两兩三四五六七八九十半几幾数數]{1,3}) ?个?個?(?:秒|分|小时|小時|钟头|鐘頭|天|日|周|週|星期|月|年)[钟鐘]?(?:以|之)?前`,
      String.raw`刚刚|剛剛|刚才|剛才|(?:今|昨|前)[天日]`,
      String.raw`(?:about |over |almost )?(?:\d{1,4}|an?|one|a few|several) ?(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|mos?|months?|y|yrs?|years?) ago`,
      String.raw`just now|today|yesterday`,
      String.raw`il y a .{1,20}|hier|vor \S{1,8} (?:Sekunden?|Minuten?|Stunden?|Tag(?:en)?|Wochen?|Monat(?:en)?)|gestern|heute|hace .{1,20}|ayer|hoy`,
    ].join("|") +
    String.raw`)(?:[ ,]*(?:at |um |à )?(?:上午|下午|晚上|凌晨|早上)?\d{1,2}[:：时時点點h]\d{0,2}分?(?: ?[ap]m)?)?$`,
  "iu",
);

/**
 * Reads what sites write as the time of an article: ISO 8601, RFC 822, RFC 850 and asctime, Chinese and European dates
 * with months in numbers or by name, a day alone, epoch seconds and milliseconds, and relative times. A time of day
 * without a zone of its own is local in `timeZone`, an IANA name; one that the clocks skipped or repeated is read as
 * RFC 5545 §3.3.5 does. Without `timeZone`, such a time is not read. Whole seconds: fractions are cut. Undefined for what
 * is no time, or none that can be read with certainty.
 */
export function readTime(text: string, timeZone?: string): TimeClaim | undefined {
  if (text.length > maxLength) return undefined;
  const claim = unlabelled(text);
  return (couldBeTime.test(claim) ? readDate(claim, timeZone) : undefined) ?? readRelative(claim);
}

function readRelative(claim: string): TimeClaim | undefined {
  return relative.test(claim) ? { kind: "relative" } : undefined;
}

function readDate(claim: string, timeZone: string | undefined): TimeClaim | undefined {
  if (epoch.test(claim)) return plausible(new Date(Math.floor(Number(claim.slice(0, 10))) * 1000));
  for (const { part, whole } of forms) {
    const groups = part.test(claim) ? whole.exec(claim)?.groups : undefined;
    if (groups === undefined) continue;
    const read = fromGroups(groups, timeZone);
    if (read !== undefined) return read;
  }
  return undefined;
}

/**
 * The instant nearest to `instant` within a day (`2023-02-23`) of a zone: what is known of an article that says a day
 * and no hour, where the instant is its capture.
 */
export function clampIntoDay(instant: Date, day: string, timeZone: string): Date {
  const start = Temporal.PlainDate.from(day).toZonedDateTime(timeZone);
  const first = start.epochMilliseconds;
  const last = start.add({ days: 1 }).epochMilliseconds - 1000;
  return new Date(Math.min(Math.max(instant.getTime(), first), last));
}

/** The text without what says that it is a time, in the characters that the forms are written in. */
function unlabelled(text: string): string {
  const narrow = text
    .replace(fullWidth, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(spaces, " ")
    .trim();
  const bare = narrow.replace(wrapped, "$1").replace(label, "").replace(tail, "").replace(nameOfZone, "").trim();
  return chineseDate.test(bare) ? bare.replace(chineseNumber, fromChineseNumber) : bare;
}

/** `二〇二三` is 2023, digit by digit; `二十三` is 23. */
function fromChineseNumber(number: string): string {
  const digits = number.replaceAll("〇", "零");
  if (!digits.includes("十")) return digits.replace(/./g, (digit) => String(chineseDigits.indexOf(digit)));
  const [tens = "", ones = ""] = digits.split("十");
  return String((tens === "" ? 1 : chineseDigits.indexOf(tens)) * 10 + (ones === "" ? 0 : chineseDigits.indexOf(ones)));
}

type Groups = Readonly<Record<string, string | undefined>>;

function fromGroups(groups: Groups, timeZone: string | undefined): TimeClaim | undefined {
  const date = dateOf(groups);
  if (date === undefined) return undefined;
  if (date.year < earliestYear || date.year > latestYear) return { kind: "implausible" };
  const day = plainDate(date);
  if (day === undefined) return undefined;
  if (groups["hour"] === undefined) return { kind: "day", day: day.toString() };
  const time = timeOf(groups);
  const inZone = zoneOf(groups) ?? timeZone;
  if (time === undefined || inZone === undefined || inZone === "unknown") return undefined;
  const dayOfTime = time.isNextDay ? day.add({ days: 1 }) : day;
  const local = dayOfTime.toZonedDateTime({ timeZone: inZone, plainTime: time.clock });
  return plausible(new Date(local.epochMilliseconds));
}

function plausible(instant: Date): TimeClaim {
  const year = instant.getUTCFullYear();
  return year >= earliestYear - 1 && year <= latestYear + 1 ? { kind: "instant", instant } : { kind: "implausible" };
}

function dateOf({
  year = "",
  month,
  name,
  day = "",
}: Groups): { year: number; month: number; day: number } | undefined {
  const monthNumber = name === undefined ? Number(month) : monthOfName(name);
  if (monthNumber === undefined) return undefined;
  const date = { year: Number(year), month: monthNumber, day: Number(day) };
  if (year.length === 2) date.year += date.year < 70 ? 2000 : 1900;
  // `02/23/2023` can only be American.
  return date.month > 12 && date.day <= 12 ? { ...date, month: date.day, day: date.month } : date;
}

function plainDate(date: { year: number; month: number; day: number }): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from(date, { overflow: "reject" });
  } catch {
    return undefined;
  }
}

/** Hours after noon that a word for a part of the day adds to one to eleven. */
const afternoon = /^(?:p|下午|傍晚|晚上|夜)/i;
const morning = /^(?:a|上午|早上|清晨|凌晨|午夜)/i;
const night = /^(?:晚上|夜|午夜)/;

function timeOf({ half, halfAfter, hour: hours = "", minute = "0", second = "0" }: Groups): ReadClock | undefined {
  const part = half ?? halfAfter ?? "";
  let hour = Number(hours);
  if (hour === 12 && (morning.test(part) || night.test(part))) hour = night.test(part) && part !== "午夜" ? 24 : 0;
  else if (hour < 12 && (afternoon.test(part) || (part === "中午" && hour < 4))) hour += 12;
  const [minutes, seconds] = [Number(minute), Number(second)];
  const isMidnight = hour === 24 && minutes === 0 && seconds === 0;
  if ((hour > 23 && !isMidnight && !night.test(part)) || hour > 24 || minutes > 59 || seconds > 60) return undefined;
  return { clock: { hour: hour % 24, minute: minutes, second: Math.min(seconds, 59) }, isNextDay: hour === 24 };
}

interface ReadClock {
  readonly clock: { readonly hour: number; readonly minute: number; readonly second: number };
  readonly isNextDay: boolean;
}

/** Names of zones that mean one thing. `CST`, `IST` and `BST` mean several, and are not among them. */
const offsetsByName = new Map(
  (
    "z=UTC ut=UTC utc=UTC gmt=UTC wet=UTC west=+01:00 cet=+01:00 cest=+02:00 mez=+01:00 mesz=+02:00 eet=+02:00 " +
    "eest=+03:00 msk=+03:00 hkt=+08:00 jst=+09:00 est=-05:00 edt=-04:00 cdt=-05:00 mst=-07:00 mdt=-06:00 pst=-08:00 " +
    "pdt=-07:00"
  )
    .split(" ")
    .map((pair) => [pair.replace(/=.*/, ""), pair.replace(/.*=/, "")] as const),
);
const offset = /^(?:utc?|gmt)? ?([+\-−])(\d{1,2}):?(\d{2})?$/i;
const chineseZone = /^(?:北京|台北|香港)/;

/** The zone a time names, as Temporal takes it; `unknown` for a name that could mean several. */
function zoneOf({ zone: name, place }: Groups): string | undefined {
  if (name === undefined) return place === undefined || isZone(place) ? place : "unknown";
  if (chineseZone.test(name)) return "+08:00";
  const [, sign, hours = "", minutes = "00"] = offset.exec(name) ?? [];
  if (sign === undefined) return offsetsByName.get(name.toLowerCase()) ?? "unknown";
  if (Number(hours) > 14 || Number(minutes) > 59) return "unknown";
  return `${sign === "+" ? "+" : "-"}${hours.padStart(2, "0")}:${minutes}`;
}

function isZone(name: string): boolean {
  try {
    return Temporal.Instant.from("2000-01-01T00:00Z").toZonedDateTimeISO(name) !== undefined;
  } catch {
    return false;
  }
}
