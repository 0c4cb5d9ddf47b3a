import { expect, test } from "vitest";
import { convertDefinition } from "./convert-definition.ts";

const definition = {
  name: "dw-zh",
  title: "德国之声",
  description: "德国之声的最新文章",
  language: "zh",
  rights: "版权",
  homepage: "https://x.example/国",
};

test("a feed in the other script says so in its title, description, rights and language", () => {
  expect(convertDefinition(definition, "zh-Hant")).toEqual({
    name: "dw-zh",
    title: "德國之聲",
    description: "德國之聲的最新文章",
    language: "zh-Hant",
    rights: "版權",
    homepage: "https://x.example/国",
    script: "zh-Hant",
    twins: "one",
  });
});

test("a feed that is not in Chinese keeps its words; what it holds of Chinese is converted", () => {
  const japanese = { ...definition, title: "国", language: "ja" };
  expect(convertDefinition(japanese, "zh-Hant")).toEqual({ ...japanese, script: "zh-Hant", twins: "one" });
});
