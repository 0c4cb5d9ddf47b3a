import { convertTexts } from "../lib/html/convert-texts.ts";
import { convertScript } from "../lib/text/convert-script.ts";
import { scriptOfLanguage } from "../lib/text/script-of-language.ts";
import type { Article, Picture } from "../model/article.ts";
import type { ChineseScript } from "../model/locale.ts";

/**
 * An article as it reads in a script, if a feed is in one; itself where it is written in it, or not in Chinese. Everything a reader reads is
 * converted but names: a byline is how its author is written, and a machine misspells people (于 would become 於). So
 * authors, outlets and credits also stay the same in every feed, for whoever filters by them. The id stays.
 */
export function convertArticle(article: Article, script: ChineseScript | undefined): Article {
  if (script === undefined) return article;
  const isOfOther = (tag: string): boolean => ![undefined, script].includes(scriptOfLanguage(tag));
  if (!isOfOther(article.language)) return article;
  const convert = (text: string): string => convertScript(text, script);
  const { title, excerpt, bodyHtml, section, rights, leadImage } = article;
  return {
    ...article,
    title: convert(title),
    excerpt: convert(excerpt),
    bodyHtml: convertTexts(bodyHtml, { convert, applies: isOfOther, language: script }),
    ...(section !== undefined && { section: convert(section) }),
    ...(rights !== undefined && { rights: convert(rights) }),
    ...(leadImage !== undefined && { leadImage: convertPicture(leadImage, convert) }),
    language: script,
    convertedFrom: article.language,
    // Equal revisions render to equal bytes, so this must be another one.
    revision: `${article.revision}-${script}`,
  };
}

function convertPicture(picture: Picture, convert: (text: string) => string): Picture {
  const { alt, caption } = picture;
  return {
    ...picture,
    ...(alt !== undefined && { alt: convert(alt) }),
    ...(caption !== undefined && { caption: convert(caption) }),
  };
}
