/*
 * What pages write where a script or a program of another maker is to show something, and the address of that. A name in
 * braces is an attribute of the element, and a template counts where the element has all it names.
 */

/** By tag: AMP's elements (amp.dev/documentation/components) and other custom ones. */
export const addressesByTag: ReadonlyMap<string, readonly string[]> = new Map([
  [
    "amp-brightcove",
    ["https://players.brightcove.net/{data-account}/default_default/index.html?videoId={data-video-id}"],
  ],
  ["amp-dailymotion", ["https://www.dailymotion.com/video/{data-videoid}"]],
  ["amp-embedly-card", ["{data-url}"]],
  ["amp-facebook", ["{data-href}"]],
  ["amp-facebook-comments", []],
  ["amp-facebook-like", []],
  ["amp-facebook-page", ["{data-href}"]],
  ["amp-gist", ["https://gist.github.com/{data-gistid}"]],
  ["amp-google-document-embed", ["{src}"]],
  ["amp-iframe", ["{src}"]],
  ["amp-imgur", ["https://imgur.com/{data-imgur-id}"]],
  ["amp-instagram", ["https://www.instagram.com/p/{data-shortcode}/"]],
  ["amp-jwplayer", ["https://cdn.jwplayer.com/players/{data-media-id}-{data-player-id}.html"]],
  [
    "amp-megaphone",
    ["https://playlist.megaphone.fm/?e={data-episode}", "https://playlist.megaphone.fm/?p={data-playlist}"],
  ],
  ["amp-pinterest", ["{data-url}"]],
  ["amp-reddit", ["{data-src}"]],
  [
    "amp-soundcloud",
    [
      "https://w.soundcloud.com/player/?url=https%3A%2F%2Fapi.soundcloud.com%2Ftracks%2F{data-trackid}",
      "https://w.soundcloud.com/player/?url=https%3A%2F%2Fapi.soundcloud.com%2Fplaylists%2F{data-playlistid}",
    ],
  ],
  ["amp-tiktok", ["{data-src}"]],
  ["amp-twitter", ["https://twitter.com/i/status/{data-tweetid}"]],
  ["amp-vimeo", ["https://vimeo.com/{data-videoid}"]],
  ["amp-vk", ["https://vk.com/wall{data-owner-id}_{data-post-id}"]],
  ["amp-wistia-player", ["https://fast.wistia.net/embed/iframe/{data-media-hashed-id}"]],
  [
    "amp-youtube",
    ["https://www.youtube.com/watch?v={data-videoid}", "https://www.youtube.com/channel/{data-live-channelid}/live"],
  ],
  ["lite-vimeo", ["https://vimeo.com/{videoid}"]],
  ["lite-youtube", ["https://www.youtube.com/watch?v={videoid}"]],
  ["oembed", ["{url}"]],
  ["youtube-video", ["{src}", "https://www.youtube.com/watch?v={video-id}"]],
]);

/** By class, of elements that have nothing to see in them before a script has run. */
export const addressesByClass: ReadonlyMap<string, readonly string[]> = new Map([
  ["fb-post", ["{data-href}"]],
  ["fb-video", ["{data-href}"]],
  ["flourish-embed", ["https://public.flourish.studio/{data-src}/"]],
  ["infogram-embed", ["https://infogram.com/{data-id}"]],
  ["instagram-media", ["{data-instgrm-permalink}"]],
  ["tiktok-embed", ["{cite}"]],
  ["typeform-widget", ["{data-url}"]],
  ["youtube-player", ["https://www.youtube.com/watch?v={data-id}"]],
]);

/** By attribute, as the classes. */
export const addressesByAttribute: ReadonlyMap<string, readonly string[]> = new Map([
  ["data-oembed-url", ["{data-oembed-url}"]],
  ["data-tf-widget", ["https://form.typeform.com/to/{data-tf-widget}"]],
  ["data-youtube-id", ["https://www.youtube.com/watch?v={data-youtube-id}"]],
]);

/** Scripts that put something in their own place. */
export const addressesOfScripts: readonly (readonly [src: RegExp, address: string])[] = [
  [/^(?:https?:)?\/\/gist\.github\.com\//i, "{src}"],
  [/^(?:https?:)?\/\/telegram\.org\/js\/telegram-widget/i, "https://t.me/{data-telegram-post}"],
];

/** Services whose posts and videos stand in an attribute of an empty element. */
export const postHosts =
  /^https?:\/\/(?:[\w-]+\.)*(?:twitter\.com|x\.com|facebook\.com|fb\.watch|instagram\.com|youtube\.com|youtu\.be|vimeo\.com|tiktok\.com|t\.me|weibo\.com|bilibili\.com|reddit\.com|mastodon\.social|bsky\.app|threads\.net)\/\S+/i;

/** Titles of frames that say what every frame of the kind is. */
export const idleTitle =
  /^(?:(?:embedded |responsive )?(?:youtube|vimeo|facebook|twitter|instagram|spotify|video|audio|podcast|media|map|external)?[ -]?(?:video|audio|media|content|post|tweet|embed|player|iframe|frame|widget|document|video player|embedded content|music embed)*|multimedia player|多媒体播放器|多媒體播放器|视频播放器|視頻播放器|播放器|视频|視頻|[a-z]+[-_]?\d+|\d+)$/i;
