import { stylesheetPath } from "../model/addresses.ts";
import type { Document } from "../model/document.ts";

/** Short, so that pages and their looks change together after an upgrade. */
const maxAgeSeconds = 300;

/** The one stylesheet of all pages. Chinese text first: its fonts, its line length, its line height. */
export function renderStylesheet(): Document {
  return {
    path: stylesheetPath,
    contentType: "text/css; charset=utf-8",
    body: new TextEncoder().encode(css),
    links: [],
    maxAgeSeconds,
  };
}

const css = `:root {
  color-scheme: light dark;
  --paper: #faf8f4;
  --card: #fffefb;
  --ink: #1f2226;
  --muted: #62656b;
  --line: #e4dfd5;
  --accent: #a83218;
  --notice: #fdf1dc;
  --sans: -apple-system, "PingFang SC", "Hiragino Sans GB", "Noto Sans CJK SC", "Noto Sans SC",
    "Microsoft YaHei", sans-serif;
  --serif: "Songti SC", "Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", STSong, SimSun, serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16171a;
    --card: #1e2024;
    --ink: #e6e3dc;
    --muted: #a3a19b;
    --line: #33363c;
    --accent: #f2937a;
    --notice: #332a1a;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto;
  max-width: 44rem;
  padding: 0 max(1.25rem, env(safe-area-inset-right)) 3rem max(1.25rem, env(safe-area-inset-left));
  background: var(--paper);
  color: var(--ink);
  font: 1rem/1.75 var(--sans);
  overflow-wrap: anywhere;
  text-spacing-trim: trim-start;
}
a {
  color: inherit;
  text-decoration-color: var(--muted);
  text-decoration-thickness: 1px;
  text-underline-offset: .25em;
}
a:hover { color: var(--accent); text-decoration-color: currentcolor; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
h1, h2, h3 { font-family: var(--serif); line-height: 1.4; text-wrap: pretty; }
h1 { font-size: 1.9rem; margin: 2rem 0 .5rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .5rem; }
h1 [lang="en"], h2 [lang="en"] {
  font: 400 .8125rem/1 var(--sans);
  color: var(--muted);
  margin-inline-start: .4em;
  white-space: nowrap;
}
h2 a, h3 a { text-decoration: none; }
.feeds h2 a { color: var(--accent); }
time, span.facts { white-space: nowrap; }
p { margin: .5rem 0; }
code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .875em; }
header.site { border-bottom: 1px solid var(--line); padding: 1rem 0 .75rem; }
header.site a { font: 700 1.0625rem/1.4 var(--serif); text-decoration: none; color: var(--accent); }
footer.site {
  border-top: 1px solid var(--line);
  margin-top: 3rem;
  padding-top: .75rem;
  color: var(--muted);
  font-size: .8125rem;
}
.lead { color: var(--muted); text-wrap: pretty; }
.facts, .formats { color: var(--muted); font-size: .8125rem; }
.notice {
  background: var(--notice);
  border-radius: .75rem;
  margin: 1.25rem 0;
  padding: .75rem 1.25rem;
  font-size: .9375rem;
}
.notice [lang="en"] { display: block; color: var(--muted); font-size: .8125rem; }
.feeds, .entries { list-style: none; margin: 1.25rem 0 0; padding: 0; }
.feeds > li, .subscribe {
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: .75rem;
  padding: 1.25rem;
  margin: 1.25rem 0;
}
.feeds h2, .subscribe h2 { margin: 0; }
.feeds p { margin: .25rem 0; }
.feeds .newest { border-inline-start: 3px solid var(--accent); margin: .875rem 0; padding-inline-start: .75rem; }
.newest a { display: block; line-height: 1.5; }
.addresses { margin: .75rem 0 0; }
.addresses > div {
  display: grid;
  grid-template-columns: 7rem 1fr;
  align-items: center;
  gap: .25rem .75rem;
  margin: .5rem 0;
}
.addresses dt { font-size: .8125rem; }
.addresses dd { margin: 0; }
.address {
  display: block;
  background: var(--paper);
  border: 1px solid var(--line);
  border-radius: .375rem;
  padding: .5rem .75rem;
  line-height: 1.4;
  -webkit-user-select: all;
  user-select: all;
}
.formats a { margin-inline-end: .5em; }
.entries > li {
  display: flex;
  gap: 1.25rem;
  justify-content: space-between;
  border-top: 1px solid var(--line);
  padding: 1.25rem 0;
}
.entries article { min-width: 0; }
.entries h3 { font-size: 1.1875rem; margin: 0; }
.entries p { margin: .25rem 0 0; }
.excerpt {
  font-size: .9375rem;
  display: -webkit-box;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 3;
  overflow: hidden;
}
.entries img {
  flex: none;
  width: 11rem;
  aspect-ratio: 3 / 2;
  height: auto;
  align-self: flex-start;
  object-fit: cover;
  border-radius: .375rem;
  background: var(--line);
}
@media (max-width: 36rem) {
  h1 { font-size: 1.6rem; margin-top: 1.5rem; }
  .feeds > li, .subscribe { padding: 1rem; }
  .addresses > div { grid-template-columns: 1fr; }
  .address { font-size: .8125rem; }
  .entries > li { gap: .875rem; }
  .entries img { width: 6.5rem; aspect-ratio: 1; }
  .entries h3 { font-size: 1.0625rem; }
}
@media print {
  .subscribe, footer.site { display: none; }
}
`;
