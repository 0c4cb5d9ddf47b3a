import type { Element } from "domhandler";
import { readSrcset } from "../lib/html/srcset.ts";
import { isElement } from "../lib/html/walk.ts";

/** CSS pixels: the width of the page for which a browser's choice is made. */
const viewport = 1_200;
/** CSS pixels: a picture in a wider place fills the page. */
const largestThumbnail = 800;

/** Where scripts that load pictures late keep the address, in the order of belief. The real one is never in `src` then. */
const lateAddresses =
  "data-src data-original data-lazy-src data-lazyload data-lazy data-lazyload-src data-original-src data-actualsrc data-echo data-real-src data-normal data-full-src data-hi-res-src data-hires data-highres data-img-src data-image-src data-img data-image data-url data-backsrc data-croporisrc data-cfsrc data-ezsrc data-nitro-lazy-src data-pagespeed-lazy-src data-delayed-url data-defer-src data-native-src data-pin-media data-large-src data-src-large data-large_image data-flickity-lazyload lazy-src original file".split(
    " ",
  );
const lateSets = ["data-srcset", "data-lazy-srcset", "data-original-set", "data-nitro-lazy-srcset", "srcset"];
/** Where some plug-ins keep the address of the picture in full; worth something where there is no other. */
const otherAddresses = ["data-orig-file", "data-large-file", "data-medium-file", "data-fallback-src", "data-zoom-src"];

const pictureName = /\.(?:jpe?g|png|gif|webp|avif)(?:[?#]|$)/i;
const placeholderName =
  /(?:^|[/_.-])(?:placeholder|blank|spacer|transparent|pixel|1x1|lazy(?:[-_]?load(?:ing)?|[-_]?placeholder)?|loading|loader|grey|gray|clear|dummy|trans|no[-_]?image|default[-_]?(?:img|image|pic))(?:[-_]?\d+(?:x\d+)?)?\.(?:gif|png|svg|jpe?g|webp)(?:[?#]|$)/i;
const placeholderWord = /placeholder[^/]*$/i;
const template = /\{[^}]*\}|%7B|\[\[|<%/i;
const blurred = /[?&,/_-](?:blur|e_blur|t_blur)(?:[=:_/]|$)/i;
/** A preview of a few pixels: `?w=20`, `_20x`, `/w_30/`. */
const tiny =
  /[?&](?:w|width|resize|size)=(?:[1-4]?\d)(?:\D|$)|[/_-](?:w_?)?[1-4]?\dx(?:[1-4]?\d)?(?:[/_.@]|$)|[/,](?:w_)[1-4]?\d[,/]/i;

/**
 * The addresses a picture could be loaded from, the likeliest first: what a browser would load on a page 1,200 pixels
 * wide, without placeholders, blurred previews and templates. A `picture` around it has its say.
 */
export function pictureSources(image: Element): string[] {
  const { attribs } = image;
  if (isPlain(image)) return isAddress(attribs["src"]) && !blurred.test(attribs["src"]) ? [attribs["src"].trim()] : [];
  const late = lateAddresses.map((name) => attribs[name]);
  const isLate = late.some((address) => isAddress(address));
  const widths = attribs["sizes"] ?? attribs["data-sizes"];
  const src = isLate || isPreview(attribs["src"]) ? undefined : attribs["src"];
  const own = lateSets.map((name) => chosen(attribs[name], { sizes: widths, width: attribs["width"], src }));
  const others = [
    ...otherAddresses.map((name) => attribs[name]),
    ...Object.entries(attribs).flatMap(([name, value]) =>
      name.startsWith("data-") && pictureName.test(value) ? [value] : [],
    ),
  ];
  const candidates = [
    ...sourcesAround(image),
    ...own,
    ...filledTemplates(image),
    ...late,
    src,
    ...others,
    blurred.test(attribs["src"] ?? "") ? undefined : attribs["src"],
  ];
  return candidates.map((address) => address?.trim()).filter((address) => isAddress(address));
}

const plainAttributes: ReadonlySet<string> = new Set([
  "alt",
  "border",
  "class",
  "height",
  "src",
  "style",
  "title",
  "width",
]);

/** Whether nothing but `src` can say where the picture is, as nearly always. */
function isPlain({ attribs, parent }: Element): boolean {
  for (const name in attribs) if (!plainAttributes.has(name)) return false;
  return !parent || !isElement(parent) || parent.name !== "picture";
}

function isAddress(address: string | undefined): address is string {
  if (address === undefined || address === "" || /^(?:data|about|blob|javascript):/i.test(address)) return false;
  return !placeholderName.test(address) && !placeholderWord.test(address) && !template.test(address);
}

function isPreview(address: string | undefined): boolean {
  return address !== undefined && (blurred.test(address) || tiny.test(address));
}

interface Candidate {
  readonly address: string;
  /** Pixels the picture is wide, or how many it has for each of the page's. */
  readonly width?: number;
  readonly density: number;
}

function candidatesOf(srcset: string): Candidate[] {
  return readSrcset(srcset)
    .filter(({ address }) => isAddress(address))
    .map(({ address, descriptor }) => {
      const [, value, unit] = /^([\d.]+)([wx])/.exec(descriptor) ?? [];
      const number = Number(value ?? 1);
      return { address, density: unit === "w" ? 0 : number, ...(unit === "w" && { width: number }) };
    });
}

/** What else an `img` says of its place; `src` stands for a density of 1 where a set has none. */
interface Place {
  readonly sizes?: string | undefined;
  readonly width?: string | undefined;
  readonly src?: string | undefined;
}

/**
 * The address that the page names without conditions, if that picture fills its place. Else what a browser chooses: the
 * smallest that fills it, else the largest.
 */
function chosen(set: string | undefined, { sizes, width: written, src }: Place): string | undefined {
  if (set === undefined) return undefined;
  const place = widthOfPlace(sizes, written);
  const candidates = candidatesOf(set);
  const isWide = candidates.some(({ width }) => width !== undefined);
  if (!isWide && isAddress(src) && !candidates.some(({ density }) => density === 1))
    candidates.push({ address: src, density: 1 });
  const filling = candidates.map(({ address, width, density }) => ({
    address,
    fills: width === undefined ? density : width / place,
  }));
  const ordered = filling.toSorted((a, b) => a.fills - b.fills);
  const sufficient = ordered.filter(({ fills }) => fills >= 1);
  return (sufficient.find(({ address }) => address === src) ?? sufficient[0] ?? ordered.at(-1))?.address;
}

/**
 * Of a `picture`, what a source says for pages of this width. Sources that only differ in format are passed over: not all
 * readers know the newer ones.
 */
function sourcesAround({ parent }: Element): (string | undefined)[] {
  if (!parent || !isElement(parent) || parent.name !== "picture") return [];
  const sources = parent.children.filter(isElement).filter(({ name }) => name === "source");
  const directed = sources.filter(
    ({ attribs: { media, type = "image/jpeg" } }) => media !== undefined && holds(media) && knownTypes.has(type),
  );
  return directed.slice(0, 1).flatMap(setsOf);
}

/**
 * The address in `src`, where the page shows the picture in a place that is small beside its width: the version of that
 * size, which is good enough for a list. Undefined where the picture is loaded from there, or fills the page.
 */
export function thumbnailSource({ attribs }: Element): string | undefined {
  const { src, srcset, sizes, width } = attribs;
  const isSmall = srcset !== undefined && sizes !== undefined && widthOfPlace(sizes, width) <= largestThumbnail;
  return isSmall && isAddress(src) && !isPreview(src) ? src : undefined;
}

/** What a `picture` has besides, where its `img` has no address. */
export function lastSources({ parent }: Element): string[] {
  if (!parent || !isElement(parent) || parent.name !== "picture") return [];
  const sources = parent.children.filter(isElement).filter(({ name }) => name === "source");
  return sources.flatMap(setsOf).filter((address) => isAddress(address));
}

const knownTypes: ReadonlySet<string> = new Set(["image/jpeg", "image/jpg", "image/png", "image/gif", ""]);

function setsOf({ attribs }: Element): (string | undefined)[] {
  return lateSets.map((name) => chosen(attribs[name], { sizes: attribs["sizes"] }));
}

const condition = /\(\s*(min|max)-width\s*:\s*([\d.]+)(px|em|rem)\s*\)/gi;
const length = /^([\d.]+)(px|vw|em|rem)$/i;

/** Whether a media query of widths holds on the page; a query of anything else does not. */
function holds(media: string): boolean {
  return media.split(",").some((query) => {
    const widths = [...query.matchAll(condition)];
    const rest = query.replace(condition, "").replace(/\b(?:only|all|screen|and)\b/gi, "");
    return (
      rest.trim() === "" &&
      widths.every(([, bound = "", value = "", unit = ""]) => {
        const pixels = Number(value) * (unit.toLowerCase() === "px" ? 1 : 16);
        return bound.toLowerCase() === "min" ? viewport >= pixels : viewport <= pixels;
      })
    );
  });
}

/** CSS pixels that the page gives the picture, as `sizes` says (HTML Standard §4.8.4.3.2). */
function widthOfPlace(sizes: string | undefined, written: string | undefined): number {
  if (sizes !== undefined && sizes.trim().toLowerCase() !== "auto") {
    for (const item of sizes.split(/,(?![^(]*\))/)) {
      const [, query = "", size = ""] = /^\s*(.*?)\s*(\S+|calc\(.*\))\s*$/.exec(item) ?? [];
      if (query !== "" && !holds(query)) continue;
      const [, value, unit = ""] = length.exec(size) ?? [];
      if (value === undefined) return viewport;
      const scale = { px: 1, vw: viewport / 100 }[unit.toLowerCase()] ?? 16;
      return Math.max(1, Number(value) * scale);
    }
  }
  const pixels = Number(written);
  return sizes !== undefined && Number.isInteger(pixels) && pixels > 0 ? pixels : viewport;
}

/** A template for widths that the page lists: `a_{width}x.jpg` with `[180, 1080, 1296]`. */
function filledTemplates({ attribs }: Element): (string | undefined)[] {
  const widths = (attribs["data-widths"]?.match(/\d+/g) ?? []).map(Number).sort((a, b) => a - b);
  const width = widths.find((one) => one >= viewport) ?? widths.at(-1);
  if (width === undefined) return [];
  return lateAddresses.slice(0, 3).map((name) => attribs[name]?.replaceAll(/\{width\}|%7Bwidth%7D/gi, String(width)));
}
