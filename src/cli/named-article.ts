import type { Config } from "../config/config.ts";
import { writtenArticleId } from "../model/written-article-id.ts";
import { httpUrl } from "../lib/url/http-url.ts";
import type { Outlets } from "../outlets/outlets.ts";
import { idOfAddress } from "../ingest/article-ids.ts";
import { explainFile } from "./explain-file.ts";
import { Failure } from "./failure.ts";
import { findOneArticleFile } from "./article-files.ts";

export interface NamedArticle {
  readonly id: string;
  /** True where the words are an id: it must be known. An address or a file need not be published yet. */
  readonly isById: boolean;
}

/** The article that an id, its outlet's address, its page here, or a file of it names. Throws `Failure` for other words. */
export function namedArticle(words: string, outlets: Outlets, config: Config): NamedArticle {
  const id = writtenArticleId(words, config);
  if (id !== undefined) return { id, isById: true };
  const url = /^https?:/i.test(words) ? httpUrl(words)?.href : addressIn(words, outlets);
  if (url === undefined) throw new Failure(`${words} is no web address.`);
  return { id: idOfAddress(url, outlets), isById: false };
}

/** The address that a file says its article has. */
function addressIn(path: string, outlets: Outlets): string {
  const { path: file, signature } = findOneArticleFile(path);
  const { claims, problem } = explainFile(file, signature, outlets, new Date());
  if (claims === undefined) throw new Failure(problem?.message ?? `${path} names no article.`, problem?.remedy);
  return claims.url;
}
