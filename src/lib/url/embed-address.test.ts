import { expect, test } from "vitest";
import { embedAddress } from "./embed-address.ts";

const table: readonly (readonly [frame: string, page: string | undefined])[] = [
  ["https://www.youtube.com/embed/NbiDFjp3Euc?feature=oembed", "https://www.youtube.com/watch?v=NbiDFjp3Euc"],
  ["https://www.youtube-nocookie.com/embed/NbiDFjp3Euc?start=90", "https://www.youtube.com/watch?v=NbiDFjp3Euc&t=90s"],
  ["http://www.youtube.com/v/NbiDFjp3Euc&hl=en", "https://www.youtube.com/watch?v=NbiDFjp3Euc"],
  ["https://www.youtube.com/embed/videoseries?list=PLx-1", "https://www.youtube.com/playlist?list=PLx-1"],
  ["https://www.youtube.com/embed/live_stream?channel=UCx", "https://www.youtube.com/channel/UCx/live"],
  ["https://player.vimeo.com/video/123?h=ab12&title=0", "https://vimeo.com/123/ab12"],
  ["https://player.vimeo.com/video/123", "https://vimeo.com/123"],
  [
    "https://www.facebook.com/plugins/video.php?height=314&href=https%3A%2F%2Fwww.facebook.com%2Frfa%2Fvideos%2F123%2F&show_text=0",
    "https://www.facebook.com/rfa/videos/123/",
  ],
  ["https://www.facebook.com/plugins/like.php?href=https%3A%2F%2Fx.example", undefined],
  ["https://platform.twitter.com/embed/Tweet.html?dnt=true&id=139", "https://twitter.com/i/status/139"],
  ["https://www.dailymotion.com/embed/video/x7abc?autoplay=1", "https://www.dailymotion.com/video/x7abc"],
  ["https://open.spotify.com/embed/episode/4rOoJ6", "https://open.spotify.com/episode/4rOoJ6"],
  ["https://embed.podcasts.apple.com/us/podcast/x/id1?i=2", "https://podcasts.apple.com/us/podcast/x/id1"],
  ["https://player.bilibili.com/player.html?aid=1&bvid=BV1xx&page=1", "https://www.bilibili.com/video/BV1xx/"],
  ["https://v.qq.com/txp/iframe/player.html?vid=a0123", "https://v.qq.com/x/page/a0123.html"],
  ["https://docs.google.com/viewer?url=https%3A%2F%2Fx.example%2Fa.pdf&embedded=true", "https://x.example/a.pdf"],
  ["https://docs.google.com/gview?url=https://x.example/a.pdf", "https://x.example/a.pdf"],
  ["https://view.officeapps.live.com/op/embed.aspx?src=https%3A%2F%2Fx.example%2Fa.xlsx", "https://x.example/a.xlsx"],
  ["https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/a/b&color=x", "https://soundcloud.com/a/b"],
  [
    "https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/1",
    "https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/1",
  ],
  [
    "https://cdn.embedly.com/widgets/media.html?src=https%3A%2F%2Fwww.youtube.com%2Fembed%2FAb&url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3DAb",
    "https://www.youtube.com/watch?v=Ab",
  ],
  [
    "https://chinadigitaltimes.net/chinese/2019/12/x/embed/#?secret=3D",
    "https://chinadigitaltimes.net/chinese/2019/12/x/",
  ],
  ["https://datawrapper.dwcdn.net/aB1/3/", "https://datawrapper.dwcdn.net/aB1/3/"],
  ["https://www.googletagmanager.com/ns.html?id=GTM-1", undefined],
  ["https://tpc.googlesyndication.com/x", undefined],
];

test("frames lead to the pages for people of what they show", () => {
  expect(table.map(([frame]) => [frame, embedAddress(new URL(frame))?.href])).toEqual(table);
});

test.each([
  "https://docs.google.com/viewer?embedded=true",
  "https://docs.google.com/viewer?url=",
  "https://www.facebook.com/plugins/post.php?href=%20",
  "https://twitframe.com/show?",
])("a frame that names nothing to show, %s, is itself what it leads to", (frame) => {
  expect(embedAddress(new URL(frame))?.href).toBe(frame);
});

test.each(["https://twitframe.com/show?url=%23x", "https://docs.google.com/viewer?url=%3Furl%3D"])(
  "a frame that leads to itself, %s, comes to an end",
  (frame) => {
    expect(embedAddress(new URL(frame))?.hostname).toBe(new URL(frame).hostname);
  },
);
