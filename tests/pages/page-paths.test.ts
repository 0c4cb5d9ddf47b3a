import { expect, test } from "vitest";
import { parseAddress } from "../../src/http/parse-address.ts";
import type { PageAddress } from "../../src/model/document-address.ts";
import { locales } from "../../src/model/locale.ts";
import { pagePath } from "../../src/model/page-path.ts";
import type { PageTarget } from "../../src/pages/page-context.ts";

const targets: readonly PageTarget[] = [
  { kind: "start-page" },
  { kind: "feed-page", name: "all" },
  { kind: "feed-page", name: "all", shown: { day: "2024-05-17" } },
  { kind: "feed-page", name: "all", shown: { onDay: "02-29" } },
  { kind: "article-page", id: "urn:uuid:0f2c3b52-5a6c-5e0a-8f5d-000000000001" },
  { kind: "search-page", page: 1 },
  { kind: "search-page", page: 3, query: '熊猫 -"a & b"' },
  { kind: "policy-page" },
];

test.each(locales)(
  "the server understands every address that pages link to, where the default language is %s",
  (defaultLocale) => {
    for (const locale of locales) {
      for (const target of targets) {
        const address: PageAddress = { ...target, locale };
        const { pathname, search } = new URL(pagePath(address, defaultLocale), "http://any.example");
        expect(parseAddress(pathname, search, defaultLocale)).toEqual(address);
      }
    }
  },
);
