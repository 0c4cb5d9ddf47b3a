import { httpUrl } from "../../lib/url/http-url.ts";
import type { Article } from "../../model/article.ts";
import { writtenArticleId } from "../../model/written-article-id.ts";
import type { Edition } from "../../model/edition.ts";
import { articleId, articleKey, canonicalUrl } from "../../normalize/identity.ts";
import { createOutlets } from "../../outlets/outlets.ts";
import type { SelectDeps } from "../select.ts";

const webAddress = /^https?:\/\/\S+$/i;

export interface NamedArticle {
  /** Absent where there is none, or none any more. */
  readonly article?: Article;
}

/** The article whose id, outlet's address or page here was asked for; undefined for words that are none of these. */
export async function articleNamed(
  words: string,
  { catalog, edition }: SelectDeps & { readonly edition: Pick<Edition, "site" | "outlets"> },
): Promise<NamedArticle | undefined> {
  const id = writtenArticleId(words, edition.site) ?? idOfAddress(words, edition);
  if (id === undefined) return undefined;
  const article = await catalog.articles.find(id);
  return article === undefined ? {} : { article };
}

function idOfAddress(words: string, { outlets }: Pick<Edition, "outlets">): string | undefined {
  const url = webAddress.test(words) ? httpUrl(words) : undefined;
  const known = createOutlets(outlets);
  if (url === undefined || !known.ok) return undefined;
  const address = canonicalUrl(url.href);
  return articleId(articleKey(address, known.value.identify(address.href)));
}
