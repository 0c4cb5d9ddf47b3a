import { isText, type Element } from "domhandler";
import { textOf } from "../lib/html/text-of.ts";
import { TreeEdit } from "../lib/html/tree-edit.ts";
import { elementsOf, isElement, walk } from "../lib/html/walk.ts";
import { isBlank } from "../lib/text/fold-space.ts";
import { subject, type Body } from "./body.ts";

const step = "hidden";

/** Classes whose one meaning, in the frameworks that have them, is text for screen readers alone. */
const visuallyHidden: ReadonlySet<string> = new Set(
  (
    "a11y-hidden a11y-only accessibility-hidden accessibly-hidden assistive-text element-invisible hidden-visually " +
    "hide-visually is-sr-only is-visually-hidden off-screen offscreen screen-reader screen-reader-only screen-reader-text " +
    "screenreader screenreader-only screenreader-text show-for-sr sr-only sr-only-focusable sr-text u-hidden-visually " +
    "u-screen-reader-text u-visually-hidden visually-hidden visually-hidden-focusable visuallyhidden vh-only vjs-hidden"
  ).split(" "),
);
/** Classes that hide, and that pages also use for what a script unfolds: believed of a few words alone. */
const hidingClasses: ReadonlySet<string> = new Set(
  "d-none display-none hidden hide is-hidden none print-only u-hidden visible-print".split(" "),
);
const longestLabel = 200;
/** `hidden md:block`, `d-none d-md-inline`: shown on a screen that is wide enough. */
const shownWhenWide = /(?:^|\s)(?:(?:sm|md|lg|xl|2xl|xxl|tablet|desktop|print):\S|d-(?:sm|md|lg|xl|xxl)-(?!none))/;
/** `visuallyHidden-sc-1x2`, `VisuallyHiddenText-abc`: what programs make of the name of a component. */
const hiddenComponent = /(?:^|[\s_-])visually-?hidden(?:text)?(?:$|[\s_-])/i;

/** Elements that only ever do something, or show what another has in store. */
const machinery: ReadonlySet<string> = new Set(
  (
    "amp-ad amp-ad-exit amp-analytics amp-auto-ads amp-consent amp-geo amp-install-serviceworker amp-lightbox amp-next-page " +
    "amp-pixel amp-sidebar amp-social-share amp-state amp-sticky-ad amp-user-notification amp-web-push " +
    "amp-web-push-widget template"
  ).split(" "),
);

const styleRules: readonly (readonly [rule: string, pattern: RegExp])[] = [
  ["display: none", /(?:^|;)\s*display\s*:\s*none/i],
  ["visibility: hidden", /(?:^|;)\s*visibility\s*:\s*(?:hidden|collapse)/i],
  ["mso-hide", /(?:^|;)\s*mso-hide\s*:\s*all/i],
  ["clip", /(?:^|;)\s*clip(?:-path)?\s*:\s*(?:rect\(\s*[01](?:px)?[\s,]+[01](?:px)?|inset\(\s*(?:50|100)%)/i],
  ["off screen", /(?:^|;)\s*(?:left|right|top|text-indent|margin-left)\s*:\s*-\d{3,}(?:\.\d+)?(?:px|em|rem|%)/i],
];
const fontOfNothing = /(?:^|;)\s*font-size\s*:\s*0(?:\.0+)?(?:px|em|rem|pt|%)?\s*(?:;|!|$)/i;
const boxOfNothing = /(?:^|;)\s*(?:max-)?(?:height|width)\s*:\s*[01](?:px)?\s*(?:;|!|$)/i;
const clipped = /(?:^|;)\s*overflow\s*:\s*hidden/i;
const padded = /(?:^|;)\s*padding(?:-top|-bottom)?\s*:\s*(?!0(?:px)?\s*(?:;|$))/i;

/** A link to the heading it stands in: `#`, `¶`, a chain. */
const permalink = /^[#¶§\u{1f517}\ue000-\uf8ff\s]*$/u;
const permalinkClass =
  /(?:^|\s)(?:headerlink|header-?anchor|heading-?anchor|anchor-?link|anchorjs-link|permalink|anchor)(?:\s|$)/i;
const privateUse = /^[\s\ue000-\uf8ff]+$/;
const seenTags: ReadonlySet<string> = new Set("img picture iframe video audio object embed canvas svg".split(" "));

/**
 * Removes what a browser does not show: hidden elements, text for screen readers alone, closed dialogs, pop-ups, and
 * machinery. It comes before anything is read. What a page opens when asked, as `details`, stays. A body in which
 * everything is hidden was meant to be shown by a script, and stays too.
 */
export function removeHidden(body: Body): void {
  const found: { readonly element: Element; readonly rule: string }[] = [];
  let isAnythingLeft = false;
  walk(body.root, (node) => {
    if (isText(node)) isAnythingLeft ||= !isBlank(node.data);
    if (!isElement(node)) return false;
    const rule = hidingRule(node);
    if (rule !== undefined) found.push({ element: node, rule });
    else isAnythingLeft ||= seenTags.has(node.name);
    return rule === undefined;
  });
  const edit = new TreeEdit();
  for (const { element, rule } of found) {
    if (!isAnythingLeft && !machinery.has(element.name)) continue;
    edit.remove(element);
    body.trace?.({ step, change: "removed", rule, subject: subject(element) });
  }
  edit.apply();
}

/** What hides the element; undefined where nothing does. */
function hidingRule(element: Element): string | undefined {
  const { name, attribs } = element;
  if (machinery.has(name)) return `<${name}>`;
  if (!hasAttributes(attribs)) return name === "dialog" ? "<dialog>" : undefined;
  if (name === "dialog" && attribs["open"] === undefined) return "<dialog>";
  if (attribs["hidden"] !== undefined && attribs["hidden"] !== "until-found") return "[hidden]";
  if (attribs["popover"] !== undefined) return "[popover]";
  if (attribs["role"] === "dialog" || attribs["role"] === "alertdialog") return "[role=dialog]";
  return (
    hidingClass(element, attribs["class"]) ??
    hidingStyle(element, attribs["style"]) ??
    (name === "a" ? permalinkRule(element) : undefined) ??
    iconRule(element)
  );
}

function hasAttributes(attribs: Readonly<Record<string, string>>): boolean {
  for (const _name in attribs) return true;
  return false;
}

function hidingClass(element: Element, classes: string | undefined): string | undefined {
  if (classes === undefined) return undefined;
  const tokens = classes.split(/\s+/);
  const certain = tokens.find((token) => visuallyHidden.has(token.toLowerCase()));
  if (certain !== undefined || hiddenComponent.test(classes))
    return certain === undefined ? "visually hidden" : `.${certain}`;
  const hiding = tokens.find((token) => hidingClasses.has(token));
  if (hiding === undefined || shownWhenWide.test(classes) || holdsPicture(element)) return undefined;
  return textOf(element).length <= longestLabel ? `.${hiding}` : undefined;
}

function hidingStyle(element: Element, style: string | undefined): string | undefined {
  if (style === undefined || style === "") return undefined;
  const rule = styleRules.find(([, pattern]) => pattern.test(style))?.[0];
  if (rule !== undefined) return isLatePicture(element) ? undefined : rule;
  // White space between pictures or columns is taken out with fonts of no size, and players keep their shape in boxes of
  // no height.
  if (fontOfNothing.test(style)) return holdsPicture(element) || setsFont(element) ? undefined : "font-size: 0";
  const isBoxOfNothing = boxOfNothing.test(style) && clipped.test(style) && !padded.test(style);
  return isBoxOfNothing && !holdsPicture(element) ? "box of no size" : undefined;
}

/** A picture that is hidden until a script has loaded it. */
function isLatePicture({ name, attribs }: Element): boolean {
  return name === "img" && Object.keys(attribs).some((attribute) => attribute.startsWith("data-"));
}

function holdsPicture(element: Element): boolean {
  return seenTags.has(element.name) || elementsOf(element).some(({ name }) => seenTags.has(name));
}

function setsFont(element: Element): boolean {
  return elementsOf(element).some(
    ({ attribs }) => /font/i.test(attribs["style"] ?? "") || attribs["class"] !== undefined,
  );
}

function permalinkRule(link: Element): string | undefined {
  const { attribs } = link;
  const isOwn = attribs["href"]?.includes("#") === true && permalinkClass.test(attribs["class"] ?? "");
  const isMute = attribs["aria-hidden"] === "true" && attribs["href"]?.startsWith("#") === true;
  return (isOwn || isMute) && permalink.test(textOf(link)) && !holdsPicture(link) ? "permalink" : undefined;
}

/** Letters of an icon font, which no other font has. */
function iconRule({ children }: Element): string | undefined {
  const [only] = children;
  return only && children.length === 1 && isText(only) && privateUse.test(only.data) && !isBlank(only.data)
    ? "icon font"
    : undefined;
}
