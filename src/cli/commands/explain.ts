import type { CatalogLocation } from "../../catalog/open-catalog.ts";
import type { Takedown } from "../../model/takedown.ts";
import { findOneArticleFile } from "../article-files.ts";
import type { CommandContext } from "../commands.ts";
import { describeExplanation } from "../describe-explanation.ts";
import { explainFile } from "../explain-file.ts";
import { findCatalog, requireOutlets } from "../installation.ts";
import { outputColumns, writeJson, writeText } from "../output.ts";

/** `feedmill explain`: one file through every stage. Exits with 1 if it does not become an article. */
export async function run({ config, operands, flags }: CommandContext): Promise<number> {
  const { path, signature } = findOneArticleFile(operands[0] ?? "");
  const explanation = explainFile(path, signature, requireOutlets(config, flags), new Date());
  const takedown = explanation.article && (await takedownOf(explanation.article.id, config));
  if (flags["json"] === true) writeJson({ ...explanation, takedown });
  else writeText(describeExplanation(explanation, takedown, process.cwd(), outputColumns()));
  return explanation.problem ? 1 : 0;
}

async function takedownOf(id: string, location: CatalogLocation): Promise<Takedown | undefined> {
  const catalog = await findCatalog(location);
  try {
    return await catalog?.state.takedown(id);
  } finally {
    await catalog?.close();
  }
}
