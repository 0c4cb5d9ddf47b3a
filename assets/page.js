// What scripts add to pages that are complete without them: copying, links to one's own server, one's own time.
"use strict";

for (const button of document.querySelectorAll("button.copy")) {
  const box = button.parentElement.querySelector("input");
  const label = button.textContent;
  const say = (words) => (button.textContent = words);
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", () => {
    box.select();
    // Without https there is no clipboard to write to, but there is still the command.
    if (!document.execCommand("copy")) navigator.clipboard?.writeText(box.value).catch(() => undefined);
    say(button.dataset.done);
    setTimeout(say, 2000, label);
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
    const isServer = /^https?:\/\/[^\s/]/.test(input.value);
    for (const reader of readers) {
      const link = reader.querySelector("a");
      link.hidden = !isServer;
      if (isServer) link.href = input.value.trim().replace(/\/+$/, "") + reader.dataset.path;
    }
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
  if (time.textContent.startsWith(time.title)) continue;
  place.textContent = `${place.dataset.label} ${time.title}`;
  place.hidden = false;
}

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
