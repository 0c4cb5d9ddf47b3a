import type { Element } from "domhandler";
import { pixelsOf } from "../lib/html/allowed-attributes.ts";
import { textOf } from "../lib/html/text-of.ts";
import { TreeEdit } from "../lib/html/tree-edit.ts";
import { closest, elementsOf, isElement } from "../lib/html/walk.ts";
import { plainText } from "../lib/text/plain-text.ts";
import { httpUrl } from "../lib/url/http-url.ts";
import type { Recording } from "../model/article.ts";
import { shorten, subject, type Body } from "./body.ts";
import { pictureAddress } from "./picture-address.ts";

const step = "recordings";
const lateAddresses = [
  "data-src",
  "data-video-src",
  "data-audio-src",
  "data-lazy-src",
  "data-original",
  "data-url",
  "data-mp4",
];
/** What is a recording, or may have become one. */
const sources = ["audio", "video", "amp-audio", "amp-video", "embed", "object"];
const contents: ReadonlySet<string> = new Set(["a", "img"]);
const extension = /\.([a-z0-9]{2,5})(?:$|[?#])/i;
const typesByExtension = new Map([
  ["aac", "audio/aac"],
  ["flac", "audio/flac"],
  ["m3u8", "application/vnd.apple.mpegurl"],
  ["m4a", "audio/mp4"],
  ["m4v", "video/mp4"],
  ["mov", "video/quicktime"],
  ["mp3", "audio/mpeg"],
  ["mp4", "video/mp4"],
  ["mpd", "application/dash+xml"],
  ["oga", "audio/ogg"],
  ["ogg", "audio/ogg"],
  ["ogv", "video/ogg"],
  ["opus", "audio/ogg"],
  ["wav", "audio/wav"],
  ["webm", "video/webm"],
]);
/** Lists of pieces, which programs that download cannot play. */
const streams = /mpegurl|dash\+xml/i;

/**
 * Gives each recording the address it is played from, and its poster. One without an address gives way to what the page
 * has for programs that cannot play it.
 */
export function readRecordings(body: Body): void {
  const edit = new TreeEdit();
  for (const recording of recordingsIn(body)) {
    for (const element of [recording, ...sourcesOf(recording)]) {
      const src = addressOf(element, body.url);
      if (src !== undefined) element.attribs["src"] = src;
    }
    const { attribs } = recording;
    const poster = [attribs["data-poster"], attribs["poster"]].find((written) => written);
    const address = poster === undefined ? undefined : pictureAddress(poster, body.url, body.outlet.images);
    if (address === undefined) delete attribs["poster"];
    else attribs["poster"] = address;
    if (playedFrom(recording, body.url)) continue;
    // Text alone says that a program cannot play it.
    const instead = recording.children.filter(
      (child) => isElement(child) && [child, ...elementsOf(child)].some(({ name }) => contents.has(name)),
    );
    edit.replace(recording, ...instead);
    const change = instead.length === 0 ? "removed" : "opened";
    body.trace?.({ step, change, rule: "no address", subject: subject(recording) });
  }
  edit.apply();
}

/** The recordings that are left in the body, in its order, each address once. */
export function findRecordings(body: Body): Recording[] {
  const found = new Map<string, Recording>();
  for (const element of recordingsIn(body)) {
    const played = playedFrom(element, body.url);
    if (!played || found.has(played.url)) continue;
    const caption = closest(element, "figure")?.children.find(
      (child) => isElement(child) && child.name === "figcaption",
    );
    const title = plainText((caption && textOf(caption)) || (element.attribs["title"] ?? ""));
    const width = pixelsOf(element.attribs["width"]);
    const height = pixelsOf(element.attribs["height"]);
    found.set(played.url, {
      ...played,
      ...(title !== "" && { title }),
      ...(width !== undefined && { width }),
      ...(height !== undefined && { height }),
    });
    body.trace?.({ step, change: "attached", rule: `<${element.name}>`, subject: shorten(played.url) });
  }
  return [...found.values()];
}

function recordingsIn(body: Body): Element[] {
  if (!sources.some((tag) => body.features.has(tag))) return [];
  return elementsOf(body.root).filter(({ name }) => name === "audio" || name === "video");
}

function sourcesOf(recording: Element): Element[] {
  return recording.children.filter((child): child is Element => isElement(child) && child.name === "source");
}

function addressOf({ attribs }: Element, base: URL): string | undefined {
  const written = ["src", ...lateAddresses].map((name) => attribs[name]?.trim());
  return written.flatMap((address) => (address ? (httpUrl(address, base)?.href ?? []) : []))[0];
}

/** Where a recording is played from: a file rather than a stream. */
function playedFrom(recording: Element, base: URL): Pick<Recording, "url" | "type"> | undefined {
  const addresses = [recording, ...sourcesOf(recording)].flatMap((element) => {
    const url = addressOf(element, base);
    return url === undefined ? [] : [{ url, type: typeOf(url, element.attribs["type"], recording.name) }];
  });
  return addresses.find(({ type }) => !streams.test(type)) ?? addresses[0];
}

/** The media type that is said, else the one that the address tells, else the common one. */
function typeOf(url: string, said: string | undefined, tag: string): string {
  const [type = ""] = (said ?? "").split(";");
  if (/^[a-z]+\/[a-z0-9.+-]+$/i.test(type.trim())) return type.trim().toLowerCase();
  const told = typesByExtension.get(extension.exec(new URL(url).pathname)?.[1]?.toLowerCase() ?? "");
  return told ?? (tag === "audio" ? "audio/mpeg" : "video/mp4");
}
