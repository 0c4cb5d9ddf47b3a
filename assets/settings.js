// Applies what a reader has set before the page is drawn, so that nothing moves. Kept in this browser alone.
"use strict";

try {
  const settings = JSON.parse(localStorage.getItem("reading") ?? "{}");
  for (const [name, value] of Object.entries(settings)) document.documentElement.dataset[name] = value;
} catch {
  // Storage can be forbidden or damaged; pages then look as they are.
}
