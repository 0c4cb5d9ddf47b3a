import { expect, test } from "vitest";
import { textOfSanitized } from "../lib/html/text-of.ts";
import type { Capture } from "../model/article.ts";
import { normalizeArticle } from "./normalize-article.ts";
import { genericOutlet } from "./outlets.fixture.ts";

const url = "https://blog.example/a/";

/** What a body becomes by the generic rules; pictures are written `<img NAME>` in what is compared. */
function normalize(bodyHtml: string): Capture {
  const outcome = normalizeArticle({ title: "t", url, bodyHtml, capturedAt: new Date(0) }, genericOutlet);
  if (!outcome.ok) throw new Error(outcome.problem.code);
  const shortened = outcome.value.bodyHtml.replaceAll(
    /<img src="https:\/\/blog\.example\/(?:a\/)?([^"]*)"[^>]*>/g,
    "<img $1>",
  );
  return { ...outcome.value, bodyHtml: shortened };
}

type Table = readonly (readonly [body: string, expected: string])[];

/** The table as it comes out. Words before and after each body keep its edges, and a picture from being the lead one. */
function become(table: Table): Table {
  return table.map(([body]) => [body, normalize(`<p>t</p>${body}<p>u</p>`).bodyHtml.slice(8, -8)]);
}

function link(href: string, words = href.replace(/^https:\/\/(?:www\.)?/, "")): string {
  return `<p><a href="${href}">${words}</a></p>`;
}

function code(text: string): string {
  return `<pre><code>${text}</code></pre>`;
}

test("what a browser does not show goes", () => {
  const gone = [
    "<p hidden>x</p>",
    '<div style="display:none;max-height:0">x</div>',
    "<div style='visibility: hidden'><p>x</p></div>",
    '<span class="sr-only" style="position:absolute;left:-9999px">x</span>',
    '<span class="Link visually-hidden">x</span>',
    '<span class="off-screen">x</span>',
    '<span class="VisuallyHidden-sc-1x2 a">x</span>',
    '<p style="color:#fff;font-size:0">x</p>',
    '<span style="position:absolute;clip:rect(1px, 1px, 1px, 1px)">x</span>',
    '<div style="height:0;overflow:hidden">x</div>',
    "<dialog><p>x</p></dialog>",
    '<div role="dialog"><p>x</p></div>',
    "<div popover>x</div>",
    '<p class="hidden">x</p>',
    '<span class="d-none">x</span>',
    "<amp-ad width=1>x</amp-ad><amp-sidebar>x</amp-sidebar>",
    "<template><p>x</p></template>",
    '<i class="icon">\ue123</i>',
    "<noscript>Let scripts run.</noscript>",
  ];
  expect(become(gone.map((body) => [body, ""]))).toEqual(gone.map((body) => [body, ""]));
});

test("what a browser shows stays, whatever hides elsewhere", () => {
  const table: Table = [
    ["<p>a<a class=headerlink href=#a>¶</a></p>", "<p>a</p>"],
    ['<h2>a <a class="anchor" aria-hidden="true" href="#a">#</a></h2>', "<h2>a </h2>"],
    ['<p class="hidden md:block">x</p>', "<p>x</p>"],
    [`<p class="hidden">${"x".repeat(300)}</p>`, `<p>${"x".repeat(300)}</p>`],
    ['<div style="font-size:0"><p style="font-size:16px">x</p></div>', "<p>x</p>"],
    ['<div style="height:0;overflow:hidden;padding-bottom:56%"><p>x</p></div>', "<p>x</p>"],
    ["<dialog open><p>x</p></dialog>", "<p>x</p>"],
    ["<details><summary>a</summary><p>b</p></details>", "<p>a</p><p>b</p>"],
    ['<p><span aria-hidden="true">x</span></p>', "<p>x</p>"],
    ['<p hidden="until-found">x</p>', "<p>x</p>"],
  ];
  expect(become(table)).toEqual(table);
});

test("a body in which everything is hidden is shown", () => {
  expect(normalize('<div style="display:none"><p>x</p></div>').bodyHtml).toBe("<p>x</p>");
});

test("what another page shows is linked to, by its title or address", () => {
  const youtube = "https://www.youtube.com/watch?v=AbCdEfGhIjk";
  const table: Table = [
    [
      '<p><iframe src="https://www.youtube.com/embed/AbCdEfGhIjk?feature=oembed" title="YouTube video player"></iframe></p>',
      link(youtube),
    ],
    [
      '<iframe title="那些年" data-src="//www.youtube-nocookie.com/embed/AbCdEfGhIjk" src="about:blank"></iframe>',
      link(youtube, "那些年"),
    ],
    [
      "<p>see<iframe src=https://player.vimeo.com/video/1></iframe>now</p>",
      '<p>see <a href="https://vimeo.com/1">vimeo.com/1</a> now</p>',
    ],
    [
      "<figure><iframe src=https://datawrapper.dwcdn.net/aB1/3></iframe><figcaption>c</figcaption></figure>",
      `<figure>${link("https://datawrapper.dwcdn.net/aB1/3")}<figcaption>c</figcaption></figure>`,
    ],
    [
      '<object width="4" data="https://x.example/a.pdf" type="application/pdf"><p>No reader.</p></object>',
      link("https://x.example/a.pdf"),
    ],
    [
      '<object><param name="movie" value="https://www.youtube.com/v/AbCdEfGhIjk"><embed src="https://www.youtube.com/v/AbCdEfGhIjk"></object>',
      link(youtube),
    ],
    ["<object><p>fallback <b>words</b></p></object>", "<p>fallback <b>words</b></p>"],
    ['<embed src="https://x.example/a.pdf">', link("https://x.example/a.pdf")],
    ["<object data=/1 type=image/png>a kite</object>", "<img 1>"],
    ["<amp-youtube data-videoid=AbCdEfGhIjk></amp-youtube>", link(youtube)],
    ["<amp-twitter data-tweetid=12><div placeholder>…</div></amp-twitter>", link("https://twitter.com/i/status/12")],
    ["<lite-youtube videoid=AbCdEfGhIjk></lite-youtube>", link(youtube)],
    [`<figure><oembed url="${youtube}"></oembed></figure>`, `<figure>${link(youtube)}</figure>`],
    [
      '<div class="fb-post" data-href="https://www.facebook.com/a/posts/1"></div>',
      link("https://www.facebook.com/a/posts/1"),
    ],
    [
      '<div data-e2e="twitter-embed-https://twitter.com/a/status/1"><div><div></div></div></div>',
      link("https://twitter.com/a/status/1"),
    ],
    [
      '<div data-iframe="&lt;iframe src=&quot;https://www.youtube.com/embed/AbCdEfGhIjk&quot;&gt;"><p>warning</p></div>',
      `<p>warning</p>${link(youtube)}`,
    ],
    ["<script src=https://gist.github.com/a/1.js></script>", link("https://gist.github.com/a/1")],
    [
      '<blockquote class="wp-embedded-content"><p><a href="https://x.example/b/">b</a></p></blockquote><p><iframe src="https://x.example/b/embed/#?secret=1"></iframe></p>',
      '<blockquote><p><a href="https://x.example/b/">b</a></p></blockquote>',
    ],
    ["<iframe width=1 height=1 src=https://x.example/></iframe>", ""],
    ["<iframe src=https://www.googletagmanager.com/ns.html></iframe>", ""],
    ["<iframe srcdoc='<p>in <b>it</b></p>'></iframe>", "<p>in <b>it</b></p>"],
    ["<canvas><p>a chart</p></canvas>", "<p>a chart</p>"],
    [
      "<figure><canvas></canvas><figcaption>c</figcaption></figure>",
      `<figure>${link(url, "blog.example/a")}<figcaption>c</figcaption></figure>`,
    ],
  ];
  expect(become(table)).toEqual(table);
});

test("an article that is a video alone is published, and its excerpt is no address", () => {
  expect(normalize("<iframe src=https://www.youtube.com/embed/AbCdEfGhIjk></iframe>")).toMatchObject({
    bodyHtml: '<p><a href="https://www.youtube.com/watch?v=AbCdEfGhIjk">youtube.com/watch?v=AbCdEfGhIjk</a></p>',
    excerpt: "",
  });
});

test("drawings are put into words", () => {
  const table: Table = [
    [
      "<figure><svg viewBox='0 0 99 9'><title>Levels</title><text>Monday <tspan>3.2 m</tspan></text></svg></figure>",
      "<figure><p>Levels: Monday 3.2 m</p></figure>",
    ],
    ["<p>a <svg width=16 height=16><title>Share</title></svg></p>", "<p>a </p>"],
    ["<svg width=300 height=200><image href=/1></svg>", "<img 1>"],
    [
      "<figure><svg viewBox='0 0 9 9'><rect/></svg></figure>",
      '<figure><p><a href="https://blog.example/a/">blog.example/a</a></p></figure>',
    ],
  ];
  expect(become(table)).toEqual(table);
});

test("formulas stay, once each", () => {
  const math = '<math alttext="x^2"><msup><mi>x</mi><mn>2</mn></msup></math>';
  const plain = "<math><msup><mi>x</mi><mn>2</mn></msup></math>";
  const table: Table = [
    [`<p>${plain}</p>`, `<p>${math}</p>`],
    [
      `<p><span class="katex"><span class="katex-mathml">${plain}</span><span class="katex-html" aria-hidden="true">x2</span></span></p>`,
      `<p>${math}</p>`,
    ],
    [
      `<p><span class="mwe-math-element"><span style="display: none">${plain}</span><img src="/x.svg" alt="x^2"></span></p>`,
      `<p>${math}</p>`,
    ],
    [
      `<p><mjx-container><svg></svg><mjx-assistive-mml>${plain}</mjx-assistive-mml></mjx-container></p>`,
      `<p>${math}</p>`,
    ],
    ['<p><span class="MathJax_Preview">x2</span><script type="math/tex">x^2</script></p>', "<p><code>x^2</code></p>"],
    ["<p><math><annotation encoding=tex>x^2</annotation></math></p>", "<p><code>x^2</code></p>"],
    ['<p><amp-mathml data-formula="\\[x^2\\]"></amp-mathml></p>', "<p><code>x^2</code></p>"],
  ];
  expect(become(table)).toEqual(table);
  const bodyHtml = '<p>t <img class="latex" src="/f.png" alt="x^2"> u</p>';
  const outcome = normalizeArticle({ title: "t", url, bodyHtml, capturedAt: new Date(0) }, genericOutlet);
  const html = (outcome.ok && outcome.value.bodyHtml) || "";
  expect([normalize(bodyHtml).excerpt, textOfSanitized(html).trim()]).toEqual(["t x^2 u", "t x^2 u"]);
});

test("a picture is loaded from where a browser would load it on a wide page, never from a placeholder", () => {
  const late =
    "data-src data-original data-lazy-src data-lazyload data-actualsrc data-echo data-hi-res-src data-img lazy-src data-anything.jpg".split(
      " ",
    );
  const table: Table = [
    ...late.map((name): [string, string] => [
      `<img src="data:image/gif;base64,AA" ${name.replace(".jpg", "")}="/1.jpg">`,
      "<img 1.jpg>",
    ]),
    ['<img src="/s.jpg" srcset="/400.jpg 400w, /800.jpg 800w, /1200.jpg 1200w, /2400.jpg 2400w">', "<img 1200.jpg>"],
    [
      '<img src="/s.jpg" srcset="/400.jpg 400w, /800.jpg 800w, /1600.jpg 1600w" sizes="(max-width: 600px) 100vw, 700px">',
      "<img 800.jpg>",
    ],
    ['<img src="/s.jpg" srcset="/b.jpg 2x">', "<img s.jpg>"],
    ['<img src="/blank.gif" data-srcset="/a,1.jpg 300w, /b,1.jpg 900w" data-sizes="auto">', "<img b,1.jpg>"],
    ['<picture><source media="(min-width: 900px)" srcset="/wide.jpg"><img src="/1.jpg"></picture>', "<img wide.jpg>"],
    ['<picture><source media="(max-width: 900px)" srcset="/n.jpg"><img src="/1.jpg"></picture>', "<img 1.jpg>"],
    ['<picture><source type="image/webp" srcset="/1.webp"><img src="/1.jpg"></picture>', "<img 1.jpg>"],
    ['<picture><source type="image/webp" srcset="/1.webp"><img alt="x"></picture>', "<img 1.webp>"],
    [
      '<noscript><img src="/1.jpg"></noscript><img class="lazyload" src="data:image/svg+xml,x" data-src="/1.jpg">',
      "<img 1.jpg>",
    ],
    ['<img src="data:image/gif;base64,AA"><noscript><img src="/1.jpg"></noscript>', "<img 1.jpg>"],
    ['<div><div></div></div><noscript><picture><img src="/1.jpg"></picture></noscript>', "<img 1.jpg>"],
    ['<img src="/1.jpg?w=20&blur=50"><noscript><img src="/1.jpg"></noscript>', "<img 1.jpg>"],
    ['<img src="/1_20x.jpg" data-src="/1_{width}x.jpg" data-widths="[180, 1080, 1296, 1512]">', "<img 1_1296x.jpg>"],
    ['<img src="/img/bbc_placeholder.png"><img src="/a/{{src}}"><img src="/spacer.gif">', ""],
    ['<amp-img src="/1.jpg" width=9 height=9><noscript><img src="/1.jpg"></noscript></amp-img>', "<img 1.jpg>"],
    ['<div class="js-delayed-image-load" data-src="/1.jpg" data-alt="x"></div>', "<img 1.jpg>"],
    ["<div role=img aria-label=x style=\"background-image: url('/1.jpg')\"></div>", "<img 1.jpg>"],
  ];
  expect(become(table)).toEqual(table);
});

test("a picture that stands for a character is one", () => {
  const table: Table = [
    [
      '<p><img class="wp-smiley" src="https://s.w.org/images/core/emoji/14.0.0/72x72/1f389.png" alt="🎉"> a</p>',
      "<p>🎉 a</p>",
    ],
    ['<p><img class="emoji" src="/e/1f1e8-1f1f3.svg">!</p>', "<p>🇨🇳!</p>"],
    ['<p><img alt="😀" width=20 height=20 src="/x.png">!</p>', "<p>😀!</p>"],
    ['<p><img class="wp-smiley" alt=":)" src="/icon_smile.gif"></p>', "<p>:)</p>"],
    ['<p><img alt="😀" src="/x.png"></p>', "<p><img x.png></p>"],
  ];
  expect(become(table)).toEqual(table);
});

test("a picture is not described twice", () => {
  expect(
    normalize("<p>t</p><figure><img src=/1 alt='A kite'><figcaption>A kite.<cite>x</cite></figcaption></figure>")
      .bodyHtml,
  ).toContain("<img 1>");
  const html = '<p>t</p><figure><img src="/1" alt="Kites"><figcaption>A kite</figcaption></figure>';
  expect(normalizeArticle({ title: "t", url, bodyHtml: html, capturedAt: new Date(0) }, genericOutlet)).toMatchObject({
    value: { bodyHtml: expect.stringContaining('alt="Kites"') },
  });
});

test("text parted by line breaks is paragraphs", () => {
  const table: Table = [
    ["<p>a<br><br>b<br /> <br/>c</p>", "<p>a</p><p>b</p><p>c</p>"],
    ["<div>a<br>b<br>\n<br>c</div>", "<p>a<br>b</p><p>c</p>"],
    ["<p><b>a<br><br>b</b> c</p>", "<p><b>a</b></p><p><b>b</b> c</p>"],
    ["<p><span>a<br></span><br>b</p>", "<p>a</p><p>b</p>"],
    ["<p>a<br><b> </b><br>b</p>", "<p>a</p><p>b</p>"],
    [
      "<p><a href=/x>a<br><br>b</a></p>",
      '<p><a href="https://blog.example/x">a</a></p><p><a href="https://blog.example/x">b</a></p>',
    ],
    ["<p>a<br>\u3000\u3000b</p>", "<p>a</p><p>b</p>"],
    ["<p>a<br><br><strong>h</strong><br>b</p>", "<p>a</p><p><strong>h</strong></p><p>b</p>"],
    ["<p>a<br><br><strong>Why?</strong><br>b</p>", "<p>a</p><p><strong>Why?</strong><br>b</p>"],
    ["<p><br>a<br></p><br><br>", "<p>a</p>"],
    [
      "<div>a<br><br><img src=/1><br><br><ul><li>b<br><br>c</li></ul></div>",
      "<p>a</p><p><img 1></p><ul><li><p>b</p><p>c</p></li></ul>",
    ],
    ["<h2>a<br><br>b</h2>", "<h2>a<br>b</h2>"],
    ["<pre>a<br><br>b</pre>", "<pre>a<br><br>b</pre>"],
    ["<table><tr><td>a<br><br>b</td></tr></table>", "<table><tbody><tr><td><p>a</p><p>b</p></td></tr></tbody></table>"],
  ];
  expect(become(table)).toEqual(table);
});

test("lines of code stay lines", () => {
  const table: Table = [
    ["<pre><code><div class=line>a</div><div class=line>  b</div></code></pre>", code("a\n  b")],
    ["<pre><span style='display:block'>a</span><span style='display:block'>b</span></pre>", code("a\nb")],
    ["<pre><code>a</code><code>b</code></pre>", code("a\nb")],
    ["<pre><code>a\n  b</code></pre>", code("a\n  b")],
    ["<pre><span class=lineno>1</span>a\n<span class=lineno>2</span>b</pre>", code("a\nb")],
    [
      "<table class=highlight><tr><td class=gutter><pre>1\n2</pre></td><td class=code><pre>a\nb</pre></td></tr></table>",
      code("a\nb"),
    ],
    [
      "<table><tr><td class=blob-num>1</td><td class=blob-code>a</td></tr><tr><td class=blob-num>2</td><td class=blob-code> b</td></tr></table>",
      code("a\n b"),
    ],
    ["<xmp><b>a</b></xmp>", "<pre>&lt;b&gt;a&lt;/b&gt;</pre>"],
    [
      "<ul><li><input type=checkbox checked> a</li><li><input type=checkbox>b</li></ul>",
      "<ul><li>☑ a</li><li>☐ b</li></ul>",
    ],
    ["<p><button><img src=/1></button><button>Share</button></p>", "<p><img 1></p>"],
  ];
  expect(become(table)).toEqual(table);
});

test("links within the article stay within its entry", () => {
  const { bodyHtml, excerpt } = normalize(
    '<p>a<sup id="r1"><a href="#f1">1</a></sup> b<a href="#_ftn2" name="_r2">[2]</a></p><p><a href="#gone">c</a></p>' +
      '<div class="footnotes"><ol><li id="f1"><p>d <a href="#r1">↩</a></p></li></ol></div><p><a name="_ftn2" href="#_r2">[2]</a> e</p>',
  );
  const shortened = bodyHtml.replaceAll(/n[0-9a-f]{8}-/g, "n");
  expect(shortened).toBe(
    '<p>a<sup id="n3"><a href="#n1">1</a></sup> b<a href="#n2" id="n4">[2]</a></p>' +
      '<p><a href="https://blog.example/a/#gone">c</a></p>' +
      '<ol><li id="n1"><p>d <a href="#n3">↩</a></p></li></ol><p><a href="#n4" id="n2">[2]</a> e</p>',
  );
  expect(excerpt).toBe("a b c e");
});

test("recordings stay, and are listed", () => {
  const { bodyHtml, recordings } = normalize(
    "<p>t</p><audio data-src=/a.mp3></audio><figure><video poster=/p.jpg width=640><source src=/v.m3u8><source src=/v.mp4>no</video>" +
      "<figcaption>c</figcaption></figure><video><a href=/v2>get it</a></video><video>cannot play</video>",
  );
  expect(bodyHtml).toBe(
    '<p>t</p><audio src="https://blog.example/a.mp3" controls="" preload="none"></audio>' +
      '<figure><video poster="https://blog.example/p.jpg" width="640" controls="" preload="none">' +
      '<source src="https://blog.example/v.m3u8"><source src="https://blog.example/v.mp4"></video><figcaption>c</figcaption></figure>' +
      '<a href="https://blog.example/v2">get it</a>',
  );
  expect(recordings).toEqual([
    { url: "https://blog.example/a.mp3", type: "audio/mpeg" },
    { url: "https://blog.example/v.mp4", type: "video/mp4", title: "c", width: 640 },
  ]);
});
