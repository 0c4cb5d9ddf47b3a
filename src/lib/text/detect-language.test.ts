import { expect, test } from "vitest";
import { languageOfLetters, languageOfScript } from "./detect-language.ts";

test.each([
  ["この国の学生たちは、新しい制度を歓迎している", "ja"],
  ["이 나라의 학생들은 새 제도를 환영했다", "ko"],
  ["这个国家的学生欢迎新的制度", "zh"],
  ["这个国家的学生读《ドラえもん》长大，欢迎新的制度，也希望它能早一点开始实行，不要再等", "zh"],
  ["ھۆكۈمەت سەيشەنبە كۈنى يېڭى پروگرامما ئېلان قىلدى", "ug"],
  ["སྲིད་གཞུང་གིས་གཟའ་མིག་དམར་ཉིན་", "bo"],
  ["הממשלה הודיעה ביום שלישי", "he"],
  ["أعلنت الحكومة يوم الثلاثاء", undefined],
  ["The country, 中国, is large", undefined],
  ["", undefined],
])("the script of %s tells %s", (text, language) => {
  expect(languageOfScript(text)).toBe(language);
});

test.each([
  ["The government announced on Tuesday a new programme to help families with low incomes.", "en"],
  ["Die Regierung kündigte am Dienstag ein neues Programm für Familien mit geringem Einkommen an.", "de"],
  ["أعلنت الحكومة يوم الثلاثاء عن برنامج جديد لمساعدة الأسر ذات الدخل المحدود، يبدأ تطبيقه الشهر المقبل", "ar"],
  ["دولت روز سه‌شنبه اعلام کرد که برنامه جدیدی برای کمک به خانواده‌های کم‌درآمد در نظر گرفته است", "fa"],
  ["OK, iPhone 15 Pro Max", undefined],
])("the letters of %s are %s", (text, language) => {
  expect(languageOfLetters(text)).toBe(language);
});
