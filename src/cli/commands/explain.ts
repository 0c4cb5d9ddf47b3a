import type { Capture } from "../../model/article.ts";
import { shownReports, type ReportDeps } from "../../publish/shown-reports.ts";
import { findStory } from "../../publish/story-entries.ts";
import { wordsOfBoth } from "../../stories/words-of-both.ts";
import { findOneArticleFile } from "../article-files.ts";
import type { CommandContext } from "../commands.ts";
import { describeExplanation, type ExplainedLink, type KnownOfArticle } from "../describe-explanation.ts";
import { explainFile } from "../explain-file.ts";
import { inCatalog, requireOutlets } from "../installation.ts";
import { outputColumns, writeJson, writeText } from "../output.ts";

const SHARED_WORDS = 8;

/** `feedmill explain`: one file through every stage. Exits with 1 if it does not become an article. */
export async function run({ config, operands, flags }: CommandContext): Promise<number> {
  const { path, signature } = findOneArticleFile(operands[0] ?? "");
  const outlets = requireOutlets(config, flags);
  const explanation = explainFile(path, signature, outlets, new Date());
  const { article } = explanation;
  const known =
    article &&
    (await inCatalog(config, (catalog) => whatIsKnown(article, { catalog, edition: { outlets: outlets.all } })));
  if (flags["json"] === true) writeJson({ ...explanation, ...known });
  else writeText(describeExplanation(explanation, known ?? {}, process.cwd(), outputColumns()));
  return explanation.problem ? 1 : 0;
}

async function whatIsKnown({ id }: Capture, deps: ReportDeps): Promise<KnownOfArticle> {
  const [takedown] = await deps.catalog.state.takedowns(id);
  const link = await linkOf(id, deps);
  return { ...(takedown && { takedown }), ...(link && { link }) };
}

/** The story that an article is in, and why. */
async function linkOf(id: string, deps: ReportDeps): Promise<ExplainedLink | undefined> {
  const { catalog } = deps;
  const article = await catalog.articles.find(id);
  const story = article?.storyId === undefined ? undefined : await findStory(catalog, article.storyId);
  const to = story?.reports.find((report) => report.id === id)?.link;
  const parent = to && (await catalog.articles.find(to.to));
  if (article === undefined || story === undefined) return undefined;
  const reports = (await shownReports(story.reports, deps))?.reports.length ?? 0;
  if (to === undefined || parent === undefined) return { story: story.id, reports };
  const { title, outletName } = parent;
  const shared = wordsOfBoth(article, parent, SHARED_WORDS);
  const isOfOneStory = parent.storyId === story.id;
  return { story: story.id, reports, ...to, isOfOneStory, title, outletName, shared };
}
