/**
 * Pictures of the installation, in the shapes its feeds may name: JSON Feed 1.1 has `icon` and `favicon` square, of 512
 * and 64 pixels; Atom `icon` is square and `logo` twice as wide as high (RFC 4287 §4.2.5, §4.2.8); RSS 2.0 allows an
 * `image` 144 pixels in width.
 */
export const siteImages = {
  icon: { path: "/icon.png", width: 512, height: 512 },
  favicon: { path: "/favicon.png", width: 64, height: 64 },
  logo: { path: "/logo.png", width: 144, height: 72 },
} as const;
