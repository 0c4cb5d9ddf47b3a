// Applies what a reader has set, and what this browser can do, before the page is drawn, so that nothing moves.
// Settings are kept in this browser alone.
"use strict";

const page = document.documentElement;
page.classList.add("scripts");
page.classList.toggle("can-share", navigator.share !== undefined);
page.classList.toggle("can-copy", isSecureContext);

try {
  const settings = JSON.parse(localStorage.getItem("reading") ?? "{}");
  for (const [name, value] of Object.entries(settings)) page.dataset[name] = value;
} catch {
  // Storage can be forbidden or damaged; pages then look as they are.
}
