import { html, type Html } from "../lib/html/template.ts";
import { formatRfc3339 } from "../lib/time/rfc3339.ts";

const dayAndTime = new Intl.DateTimeFormat("zh-Hans-CN", {
  timeZone: "UTC",
  dateStyle: "long",
  timeStyle: "short",
  hourCycle: "h23",
});

/** An instant for people, in UTC and saying so: the page is the same for readers in every zone. */
export function renderTime(instant: Date): Html {
  return html`<time datetime="${formatRfc3339(instant)}">${dayAndTime.format(instant)} UTC</time>`;
}
