import type { StoryChoice } from "../../catalog/catalog.ts";
import { printable } from "../../lib/text/printable.ts";
import { countNoun } from "../../lib/text/quantities.ts";
import { startOfUtcDay } from "../../lib/time/utc-day.ts";
import { utcMinute } from "../../lib/time/utc-minute.ts";
import type { Story } from "../../model/story.ts";
import { firstOf } from "../../publish/select.ts";
import type { ReportDeps } from "../../publish/shown-reports.ts";
import { tellStory, type ToldStory } from "../../publish/told-story.ts";
import type { CommandContext } from "../commands.ts";
import { UsageError } from "../failure.ts";
import { inRequiredCatalog } from "../installation.ts";
import { writeJson, writeText } from "../output.ts";

const NEWEST = 20;
const DAY_MS = 86_400_000;

interface ListedStory extends ToldStory {
  readonly story: Story;
}

/** `feedmill stories`: events that several outlets report, whether a daemon has the catalog or not. */
export async function run({ config, flags }: CommandContext): Promise<number> {
  const day = flags["day"];
  const choice = choiceOf(day);
  const shown = await inRequiredCatalog(config, async (catalog) => {
    const stories = await firstOf(catalog.articles.stories(choice), day === undefined ? NEWEST : Infinity);
    const edition = (await catalog.documents.edition())?.edition ?? { outlets: [] };
    const found = await Promise.all(stories.map((story) => listed(story, { catalog, edition })));
    return found.filter((each) => each !== undefined);
  });
  if (flags["json"] === true) return writeJson({ stories: shown.map(toJson) });
  const sum = countNoun(shown.length, "story", "stories");
  return writeText([...shown.map(toText), day === undefined ? `the newest ${sum}` : sum].join("\n\n"));
}

function choiceOf(day: unknown): StoryChoice {
  if (day === undefined) return {};
  const from = typeof day === "string" ? startOfUtcDay(day) : undefined;
  if (from === undefined) throw new UsageError("--day: This takes a day such as 2024-05-17.");
  return { from, until: new Date(from.getTime() + DAY_MS) };
}

async function listed(story: Story, deps: ReportDeps): Promise<ListedStory | undefined> {
  const told = await tellStory(story, deps);
  return told && { story, ...told };
}

function toText({ story: { id }, lead, reports }: ListedStory): string {
  const outlets = new Set(reports.map(({ outletId }) => outletId)).size;
  const size = `${countNoun(reports.length, "report")} by ${countNoun(outlets, "outlet")}`;
  const lines = reports.map(({ publishedAt, outletName, title, id: articleId }) => {
    return `  ${utcMinute(publishedAt)}  ${printable(outletName)}  ${printable(title)}\n    ${articleId}`;
  });
  return [printable(lead.title), `  ${size}  ${id}`, ...lines].join("\n");
}

function toJson({ story, lead, reports }: ListedStory): unknown {
  const { id, shared } = story;
  const links = new Map(story.reports.map((report) => [report.id, report.link]));
  return {
    id,
    lead: lead.id,
    since: shared?.since,
    joinedAt: shared?.joinedAt,
    reports: reports.map(({ id: articleId, outletId, publishedAt, title, canonicalUrl }) => ({
      id: articleId,
      outlet: outletId,
      publishedAt,
      title,
      url: canonicalUrl,
      link: links.get(articleId),
    })),
  };
}
