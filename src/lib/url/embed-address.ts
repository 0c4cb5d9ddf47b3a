import { httpUrl } from "./http-url.ts";

/** The page that a player or frame of a service shows, from the address of the frame. `{1}` is the pattern's group. */
const pages: readonly (readonly [frame: RegExp, page: string])[] = [
  [
    /^(?:youtube(?:-nocookie)?\.com)\/embed\/videoseries\?(?:.*&)?list=([\w-]+)/,
    "https://www.youtube.com/playlist?list={1}",
  ],
  [
    /^(?:youtube(?:-nocookie)?\.com)\/embed\/live_stream\?(?:.*&)?channel=([\w-]+)/,
    "https://www.youtube.com/channel/{1}/live",
  ],
  [/^(?:youtube(?:-nocookie)?\.com)\/(?:embed|v|e)\/([\w-]+)/, "https://www.youtube.com/watch?v={1}"],
  [/^player\.vimeo\.com\/video\/(\d+)\?(?:.*&)?h=(\w+)/, "https://vimeo.com/{1}/{2}"],
  [/^player\.vimeo\.com\/video\/(\d+)/, "https://vimeo.com/{1}"],
  [/^platform\.twitter\.com\/embed\/[\w.]+\?(?:.*&)?id=(\d+)/, "https://twitter.com/i/status/{1}"],
  [/^dailymotion\.com\/embed\/video\/(\w+)/, "https://www.dailymotion.com/video/{1}"],
  [/^geo\.dailymotion\.com\/player(?:\/\w+)?\.html\?(?:.*&)?video=(\w+)/, "https://www.dailymotion.com/video/{1}"],
  [/^open\.spotify\.com\/embed(?:-podcast)?\/(\w+\/\w+)/, "https://open.spotify.com/{1}"],
  [/^embed\.(podcasts|music)\.apple\.com\/([^?]+)/, "https://{1}.apple.com/{2}"],
  [/^player\.bilibili\.com\/player\.html\?(?:.*&)?bvid=(BV\w+)/, "https://www.bilibili.com/video/{1}/"],
  [/^player\.bilibili\.com\/player\.html\?(?:.*&)?aid=(\d+)/, "https://www.bilibili.com/video/av{1}/"],
  [/^v\.qq\.com\/(?:txp\/)?iframe\/(?:player|preview)\.html\?(?:.*&)?vid=(\w+)/, "https://v.qq.com/x/page/{1}.html"],
  [/^player\.youku\.com\/embed\/([\w=]+)/, "https://v.youku.com/v_show/id_{1}.html"],
  [/^instagram\.com\/((?:p|reel|tv)\/[\w-]+)\/embed/, "https://www.instagram.com/{1}/"],
  [/^tiktok\.com\/(?:embed(?:\/v\d)?|player\/v\d)\/(\d+)/, "https://www.tiktok.com/@/video/{1}"],
  [/^t\.me\/(\w+\/\d+)\?(?:.*&)?embed=/, "https://t.me/{1}"],
  [/^drive\.google\.com\/file\/d\/([\w-]+)\/preview/, "https://drive.google.com/file/d/{1}/view"],
  [/^google\.\w+\/maps\/embed\/v1\/\w+\?(?:.*&)?q=([^&]+)/, "https://www.google.com/maps/search/?api=1&query={1}"],
  [/^scribd\.com\/embeds\/(\d+)/, "https://www.scribd.com/document/{1}"],
  [/^embed\.documentcloud\.org\/documents\/([\w%.-]+)/, "https://www.documentcloud.org/documents/{1}/"],
  [/^player\.twitch\.tv\/\?(?:.*&)?video=v?(\d+)/, "https://www.twitch.tv/videos/{1}"],
  [/^player\.twitch\.tv\/\?(?:.*&)?channel=(\w+)/, "https://www.twitch.tv/{1}"],
  [/^clips\.twitch\.tv\/embed\?(?:.*&)?clip=([\w-]+)/, "https://clips.twitch.tv/{1}"],
  [/^embed(?:-ssl)?\.ted\.com\/(?:talks\/)?([\w/]+)/, "https://www.ted.com/talks/{1}"],
  [/^streamable\.com\/[eos]\/(\w+)/, "https://streamable.com/{1}"],
  [/^ok\.ru\/videoembed\/(\d+)/, "https://ok.ru/video/{1}"],
  [/^vk\.com\/video_ext\.php\?(?:.*&)?oid=(-?\d+)&(?:.*&)?id=(\d+)/, "https://vk.com/video{1}_{2}"],
  [/^rutube\.ru\/play\/embed\/(\w+)/, "https://rutube.ru/video/{1}/"],
  [/^coub\.com\/embed\/(\w+)/, "https://coub.com/view/{1}"],
  [/^archive\.org\/embed\/([\w.-]+)/, "https://archive.org/details/{1}"],
  [/^codepen\.io\/([\w-]+)\/embed\/(?:preview\/)?(\w+)/, "https://codepen.io/{1}/pen/{2}"],
  [/^gist\.github\.com\/([\w/-]+)\.js/, "https://gist.github.com/{1}"],
  // WordPress shows a post in others as a page of its own below the post's address.
  [/^([^?#]+\/)embed\/?#\?secret=/, "https://{1}"],
];

/** Frames that show what another address holds, which a parameter says. */
const wrappers: readonly (readonly [frame: RegExp, parameter: string])[] = [
  [/^facebook\.com\/(?:v[\d.]+\/)?plugins\/(?:video|post|comment_embed|page)(?:\.php)?\?/, "href"],
  [/^w\.soundcloud\.com\/player\/?\?.*url=https?(?:%3A|:)(?:%2F|\/){2}soundcloud\.com/i, "url"],
  [/^docs\.google\.com\/(?:a\/[^/]+\/)?g?(?:viewer|view)(?:er)?\?/, "url"],
  [/^drive\.google\.com\/viewer(?:ng\/viewer)?\?/, "url"],
  [/^view\.officeapps\.live\.com\/op\/(?:embed|view)\.aspx\?/, "src"],
  [/^twitframe\.com\/show\?/, "url"],
  [/^cdn\.embedly\.com\/widgets\/media\.html\?.*\burl=/, "url"],
  [/^cdn\.embedly\.com\/widgets\/media\.html\?/, "src"],
  [/^(?:cdn\.)?iframe(?:ly\.net|\.ly)\/api\/iframe\?/, "url"],
];

/** What counts, sells or asks to share, and shows nothing of an article. */
const noContent =
  /^(?:(?:[\w-]+\.)*(?:doubleclick\.net|googlesyndication\.com|googleadservices\.com|adnxs\.com|taboola\.com|outbrain\.com|amazon-adsystem\.com)\/|(?:[\w-]+\.)*(?:ads?|adserv(?:er|ice)?|adserving)\d*\.[\w-]+\.|googletagmanager\.com\/|facebook\.com\/(?:v[\d.]+\/)?plugins\/(?:like|share|follow|like_box|likebox|subscribe|activity|recommendations)|facebook\.com\/tr\b|platform\.twitter\.com\/widgets\/(?:tweet|follow)_button|apis\.google\.com\/.*plusone|(?:static\.)?addtoany\.com\/|s7\.addthis\.com\/)/;
const scheme = /^https?:\/\/(?:www\.|m\.|mobile\.)?/i;
const startTime = /[?&](?:start|t)=(\d+)/;
/** A frame may show what another one shows; more than this is a loop. */
const maxNesting = 5;

/**
 * The address for people of what a frame shows: the page of the video, post or document, else the frame's own address.
 * Undefined for frames that show nothing of an article.
 */
export function embedAddress(frame: URL): URL | undefined {
  return shownAddress(frame, 0);
}

function shownAddress(frame: URL, level: number): URL | undefined {
  const address = frame.href.replace(scheme, "");
  if (noContent.test(address)) return undefined;
  for (const [pattern, page] of pages) {
    const groups = pattern.exec(address);
    if (groups === null) continue;
    const url = httpUrl(page.replace(/\{(\d)\}/g, (_found, group: string) => groups[Number(group)] ?? ""));
    const start = url?.hostname === "www.youtube.com" ? startTime.exec(frame.search)?.[1] : undefined;
    if (url && start !== undefined && start !== "0") url.searchParams.set("t", `${start}s`);
    if (url) return url;
  }
  if (level === maxNesting) return frame;
  for (const [pattern, parameter] of wrappers) {
    const held = pattern.test(address) && frame.searchParams.get(parameter)?.trim();
    const shown = held ? httpUrl(held, frame) : undefined;
    if (shown) return shownAddress(shown, level + 1) ?? shown;
  }
  return frame;
}
