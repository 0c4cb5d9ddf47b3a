import { html } from "../lib/html/template.ts";
import { opmlPath } from "../model/addresses.ts";
import type { Document } from "../model/document.ts";
import { announced } from "./feed-links.ts";
import { absolute, siteHref, type PageContext } from "./page-context.ts";
import { renderPage } from "./page.ts";

/** The page at `/policy/`: what readers' programs are asked to keep to. */
export function renderPolicyPage(context: PageContext): Document {
  const { words, edition } = context;
  const rules = words.policyRules({ maxAgeMinutes: Math.max(1, Math.round(edition.site.maxAgeSeconds / 60)) });
  const main = html`<h1>${words.policy}</h1>
<p class="lead">${words.policyLead}</p>
<ol class="rules">${rules.map((rule) => html`\n<li>${rule}</li>`)}
</ol>
<p>${words.policyLinks} <a href="${siteHref(context, opmlPath)}">${absolute(context, opmlPath)}</a></p>`;
  return renderPage(
    {
      kind: "plain",
      target: { kind: "policy-page" },
      title: words.policy,
      description: words.policyLead,
      alternates: announced([], context),
      main,
    },
    context,
  );
}
