import type { Site } from "./feed.ts";

export const site: Site = {
  title: "集报",
  publicUrl: "https://f.example",
  siteId: "0192f3c4-7d1e-7c3a-9b52-6f0d5a1e8b47",
  language: "zh-Hans",
  maxAgeSeconds: 300,
};
