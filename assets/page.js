// What scripts add to pages that are complete without them: copying, links to one's own server, one's own time.
"use strict";

// A second press must not take what the first one says for the label.
function sayDone(button) {
  const label = (button.dataset.label ??= button.textContent);
  button.textContent = button.dataset.done;
  setTimeout(() => (button.textContent = label), 2000);
}

function leadToServer(link, server, path) {
  link.hidden = !/^https?:\/\/[^\s/]/.test(server);
  if (!link.hidden) link.href = server.trim().replace(/\/+$/, "") + path;
}

// A picture that is there no more keeps its place, so that nothing moves, without the browser's sign of it.
const hideLost = (picture) => {
  if (picture instanceof HTMLImageElement && picture.alt === "") picture.style.visibility = "hidden";
};
document.addEventListener("error", ({ target }) => hideLost(target), true);
for (const picture of document.images) {
  if (picture.complete && picture.naturalWidth === 0) hideLost(picture);
}

for (const button of document.querySelectorAll("button.copy")) {
  const box = button.parentElement.querySelector("input");
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", () => {
    box.select();
    // Without https there is no clipboard to write to, but there is still the command.
    if (!document.execCommand("copy")) navigator.clipboard?.writeText(box.value).catch(() => undefined);
    sayDone(button);
  });
}

for (const box of document.querySelectorAll("input.address")) {
  box.addEventListener("focus", () => box.select());
}

for (const place of document.querySelectorAll(".own-server")) {
  const input = place.querySelector("input");
  const readers = [...place.querySelectorAll(".own-reader")];
  for (const pattern of place.querySelectorAll(".pattern, .pattern-note")) pattern.hidden = true;
  place.querySelector(".own-server-box").hidden = false;
  const compose = () => {
    for (const reader of readers) leadToServer(reader.querySelector("a"), input.value, reader.dataset.path);
  };
  try {
    input.value = localStorage.getItem("own-server") ?? "";
  } catch {
    // Storage can be forbidden; the box is then empty each time.
  }
  input.addEventListener("input", () => {
    compose();
    try {
      localStorage.setItem("own-server", input.value);
    } catch {
      // As above.
    }
  });
  compose();
}

const language = document.documentElement.lang;
const zone = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short", hourCycle: "h23" });
for (const time of document.querySelectorAll("time[datetime]")) {
  time.title = zone.format(new Date(time.dateTime));
}
for (const place of document.querySelectorAll(".local-time")) {
  const time = place.parentElement.querySelector("time");
  if (!time.textContent.startsWith(time.title)) place.textContent = `${place.dataset.label} ${time.title}`;
}

// How long ago the newest article is, by this clock: pages are the same for everyone and know none.
const age = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const spans = { year: 365, month: 30, day: 1 };
for (const place of document.querySelectorAll(".age")) {
  const days = Math.floor((Date.now() - Date.parse(place.dataset.since)) / 86_400_000);
  const unit = Object.keys(spans).find((each) => days >= spans[each]);
  if (unit !== undefined && days > 1) place.textContent = age.format(-Math.floor(days / spans[unit]), unit);
}

for (const tools of document.querySelectorAll(".reading-tools")) {
  const settings = readSettings();
  const wallabag = tools.querySelector('[data-tool="wallabag"]');
  const offerWallabag = () => leadToServer(wallabag, settings.wallabag ?? "", wallabag.dataset.path);
  for (const choice of tools.querySelectorAll("[data-setting]")) {
    const name = choice.dataset.setting;
    if (settings[name] !== undefined) choice.value = settings[name];
    choice.addEventListener("input", () => {
      settings[name] = choice.value;
      document.documentElement.dataset[name] = choice.value;
      offerWallabag();
      try {
        localStorage.setItem("reading", JSON.stringify(settings));
      } catch {
        // It then holds for this page.
      }
    });
  }
  offerWallabag();
  const act = {
    print: () => window.print(),
    share: ({ dataset: { title, url } }) => navigator.share({ title, url }).catch(() => undefined),
    copy: (button) => {
      navigator.clipboard.writeText(button.dataset.url).catch(() => undefined);
      sayDone(button);
    },
  };
  for (const button of tools.querySelectorAll("button[data-tool]")) {
    button.addEventListener("click", () => act[button.dataset.tool](button));
  }
}

function readSettings() {
  try {
    return JSON.parse(localStorage.getItem("reading") ?? "{}");
  } catch {
    return {};
  }
}

// What is wider than the page scrolls in a box of its own, which the keyboard can reach.
for (const box of document.querySelectorAll(".text pre, .text table")) {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
}

// j and k go through a list or to the next article, o opens, / searches.
const links = [...document.querySelectorAll(".entries :is(h2, h3) a, .results :is(h2, h3) a")];
let chosen = -1;
const choose = (step) => {
  if (links.length === 0) {
    document.querySelector(`.neighbors a[rel="${step > 0 ? "prev" : "next"}"]`)?.click();
    return;
  }
  chosen = Math.min(links.length - 1, Math.max(0, chosen + step));
  links[chosen].focus();
  links[chosen].scrollIntoView({ block: "center" });
};
const keys = {
  j: () => choose(1),
  k: () => choose(-1),
  o: () => (links[chosen] ?? document.querySelector(".read-on a"))?.click(),
  "/": () => {
    const box = document.querySelector("form.search input");
    if (box === null) document.querySelector("header.site nav a")?.click();
    else box.focus();
  },
  "?": () => {
    const help = document.querySelector("dialog.keys");
    if (help?.open) help.close();
    else help?.showModal();
  },
};
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select") !== null;
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
  event.preventDefault();
  keys[event.key]();
});

// Pages that were read can be read again without a network, where the site lets browsers keep them.
const worker = document.querySelector('meta[name="offline"]');
if (worker !== null && isSecureContext) navigator.serviceWorker?.register(worker.content).catch(() => undefined);

// A link to #subscribe opens what is folded there.
const openTarget = () => {
  const target = document.getElementById(location.hash.slice(1));
  if (target?.tagName === "DETAILS") target.open = true;
};
addEventListener("hashchange", openTarget);
openTarget();

// The language somebody's browser asks for is marked, and not chosen for them.
const offered = [...document.querySelectorAll(".languages a")].find((link) => isPreferred(link.hreflang));
if (offered !== undefined && !isPreferred(language)) offered.classList.add("offered");

function isPreferred(tag) {
  const [wanted] = navigator.languages;
  if (wanted === undefined) return false;
  return new Intl.Locale(wanted)
    .maximize()
    .baseName.startsWith(new Intl.Locale(tag).maximize().baseName.replace(/-[A-Z]{2}$/, ""));
}
