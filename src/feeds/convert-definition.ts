import { convertScript } from "../lib/text/convert-script.ts";
import { scriptOfLanguage } from "../lib/text/script-of-language.ts";
import type { FeedDefinition } from "../model/feed.ts";
import type { ChineseScript } from "../model/locale.ts";

/**
 * The feed of the same articles in one script. What it says of itself is converted too, where it says it in Chinese. An
 * article that the outlet publishes in this script itself is shown as it is published, once.
 */
export function convertDefinition(definition: FeedDefinition, script: ChineseScript): FeedDefinition {
  const inScript: FeedDefinition = { ...definition, script, twins: "one" };
  if (scriptOfLanguage(definition.language) === undefined) return inScript;
  const convert = (text: string): string => convertScript(text, script);
  const { title, description, rights } = definition;
  return {
    ...inScript,
    title: convert(title),
    description: convert(description),
    ...(rights !== undefined && { rights: convert(rights) }),
    language: script,
  };
}
