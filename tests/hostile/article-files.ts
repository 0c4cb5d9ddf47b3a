/** Places in a body that a parser reads by different rules. */
const contexts: readonly (readonly [before: string, after: string])[] = [
  ["", ""],
  ["<p>", "</p>"],
  ["<table><tr><td>", "</table>"],
  ["<ul><li><b>", "</ul>"],
  ["<figure><img src=/a.jpg><figcaption>", "</figcaption></figure>"],
];

/** One article file for each place in a body where a vector can stand as markup. */
export function filesWithMarkup(vector: string): readonly string[] {
  return contexts.map(([before, after]) => articleFile({ body: `<p>正文。</p>${before}${vector}${after}<p>完。</p>` }));
}

/** An article file in which every field there is holds the vector as text, as far as a crawler could write it. */
export function fileWithVectorInEveryField(vector: string): string {
  const text = escaped(vector);
  return articleFile({
    title: oneLine(vector),
    path: `/${encodeURIComponent(oneLine(vector).toWellFormed())}/20240610/hostile/`,
    body: `<address>${text}</address><time datetime="${text}">${text}</time>
<figure><img src="/a.jpg?${text}" alt="${text}" width="${text}"><figcaption>${text} <cite>${text}</cite></figcaption></figure>
<p title="${text}">${text}</p><p><img src="/b.jpg" alt="${text}"><small>${text}</small></p>
<ins cite="/x?${text}" datetime="${text}">${text}</ins><p><a href="/x?${text}#${text}" title="${text}">${text}</a></p>
<footer><p>${text}</p><p><a href="https://www.nytimes.com/x?${text}">英文版</a></p></footer>`,
  });
}

interface FileParts {
  readonly title?: string;
  readonly path?: string;
  readonly body: string;
}

export function articleFile({ title = "标题", path = "/world/20240610/hostile/", body }: FileParts): string {
  return `<!--1718000400000-->\n[${title}](https://cn.nytimes.com${path})\n------\n\n${body}\n`;
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]/g, " ");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
