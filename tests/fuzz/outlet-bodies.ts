import fc from "fast-check";
import type { BodyRules, Outlet } from "../../src/model/outlet.ts";
import { alternativesOf, markupFor } from "./markup-for-selector.ts";

/** Stands for a word that stands nowhere else in the body. */
const WORD = "\ue000";

/** All selectors of some rules. */
export function selectorsOf({ select, remove }: BodyRules): readonly string[] {
  const { time, byline, ...others } = select;
  const removed = remove.flatMap((removal) => ("css" in removal ? [removal.css] : []));
  return [...[...time, ...byline].map(({ css }) => css), ...Object.values(others).flat(), ...removed];
}

const someNames = fc.constantFrom("李某某", "JANE DOE", "张三、李四", "Q某（综合报道）", "");
const times = fc.constantFrom(
  "2023-02-23 12:24:36",
  "Wed, 22 Feb 2023 17:22:43 GMT",
  "2023-09-21T10:55:35.311Z",
  "2022年6月6日",
  "20/07/2020 - 17:50",
  "15 分钟前",
  "2023年13月45日 25:99",
  "更新 2022-06-07",
);
const sentence = fc.constantFrom(`他说，${WORD}的事。`, WORD, `“${WORD}。”`, `${WORD}：${WORD}`, "，", "");
const picture = fc.constantFrom(
  '<img src="https://images.weserv.nl/?url=cdn.example/a.jpg" width="600">',
  '<img src="/b.png" alt="图">',
  '<img data-src="/c.jpg"><noscript><img src="/c.jpg"></noscript>',
  `<figure><img src="/d.jpg"><figcaption>${WORD} <cite>${WORD}</cite></figcaption></figure>`,
  `<img src="/e.jpg" width="100%"><div><small>${WORD}</small></div>`,
);
const inline = fc.oneof(
  { weight: 4, arbitrary: sentence },
  fc
    .tuple(fc.constantFrom("b", "i", "em", "strong", "small", "cite", "span", "a", "time", "sup"), sentence)
    .map(([tag, text]) => `<${tag}>${text}</${tag}>`),
  fc.constantFrom("<br>", "<br><br>", "<hr>", " ", "\n", "\u3000", `<a href="/x">${WORD}</a>`),
  times,
  someNames,
  picture,
);
const content = fc.array(inline, { maxLength: 4 }).map((parts) => parts.join(""));
const fact = fc.oneof(times, someNames);
const block = fc
  .tuple(fc.constantFrom("p", "p", "p", "div", "li", "ul", "blockquote", "h2", "td", "figcaption", "footer"), content)
  .map(([tag, text]) => `<${tag}>${text}</${tag}>`);
/** Tags that stand open, or close what is not open. */
const damage = fc.constantFrom("<div>", "</div>", "<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<ul><li>", "</small>");
const frontLine = fc
  .tuple(
    fc.constantFrom(["<div><i>", "</i></div>"], ["<div>", "</div>"], ["<p>", "</p>"]),
    someNames,
    fc.constantFrom("<br>", ""),
    times,
  )
  .map(([[open, close], name, line, time]) => `${open}${name}${line}${time}${close}`);

/**
 * Bodies such as an outlet's, made of its profile: markup for every selector, of one era or of none, the words that
 * removals and names are told by, in any order and in one another, and among them plain blocks. Each word stands once.
 */
export function outletBodies(outlet: Outlet): fc.Arbitrary<string> {
  const eras = [undefined, ...outlet.eras];
  return fc.constantFrom(...eras).chain((era) => {
    const rules = era ?? outlet;
    const part = fc.oneof({ weight: 3, arbitrary: markupOf(rules) }, { weight: 2, arbitrary: block });
    const parts = fc.array(fc.oneof({ weight: 12, arbitrary: part }, { weight: 1, arbitrary: damage }), {
      minLength: 1,
      maxLength: 10,
    });
    const facts = [...rules.select.time, ...rules.select.byline].map(({ css }) => within(css, fact));
    const opening = fc.oneof(fc.constant(""), frontLine, ...(facts.length > 0 ? [fc.oneof(...facts)] : []));
    const bodies = fc.tuple(opening, parts).map(([first, rest]) => first + rest.join("\n"));
    return (era === undefined ? bodies : within(era.when, bodies)).map(withWords);
  });
}

function withWords(body: string): string {
  let count = 0;
  return body.replaceAll(WORD, () => `词${++count}语`);
}

function within(css: string, inner: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(...alternativesOf(css)), inner).map(([selector, html]) => markupFor(selector, html));
}

/** What the rules speak of, with something in it: text, a fact alone, or what another rule speaks of. */
function markupOf(rules: BodyRules): fc.Arbitrary<string> {
  const found = [...new Set(selectorsOf(rules))].map((css) => within(css, fc.oneof(content, fact)));
  const one = fc.oneof(...found, ...toldByWords(rules));
  const around = fc.constantFrom(...new Set(selectorsOf(rules))).chain((css) => within(css, one));
  return fc.oneof({ weight: 4, arbitrary: one }, around);
}

/** A template's words, with some in its places, and more after it. */
function said(template: string): fc.Arbitrary<string> {
  return content.map((rest) => template.replaceAll("{names}", "王某 赵某").replaceAll("{*}", WORD) + rest);
}

function saidAlone(template: string): fc.Arbitrary<string> {
  return said(template).map((text) => `<p>${text}</p>`);
}

/** What rules are told by words: in their elements, lines of their own, and sentences. */
function toldByWords({ select, remove, dateline }: BodyRules): readonly fc.Arbitrary<string>[] {
  const names = select.byline.flatMap(({ css, names: template }) => (template ? [within(css, said(template))] : []));
  const removed = remove.flatMap((removal) => {
    if (!("css" in removal)) return [saidAlone("line" in removal ? removal.line : removal.text)];
    return removal.begins === undefined ? [] : [within(removal.css, said(removal.begins))];
  });
  return [...names, ...removed, ...dateline.map(saidAlone)];
}
