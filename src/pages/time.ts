import { html, type Html } from "../lib/html/template.ts";

const dayAndTime = new Intl.DateTimeFormat("zh-Hans-CN", {
  timeZone: "UTC",
  dateStyle: "long",
  timeStyle: "short",
  hourCycle: "h23",
});

/** An instant for people, in UTC and saying so: the page is the same for readers in every zone. */
export function renderTime(instant: Date): Html {
  return html`<time datetime="${instant.toISOString().replace(".000Z", "Z")}">${dayAndTime.format(instant)} UTC</time>`;
}
