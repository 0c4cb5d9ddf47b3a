import { html, type Html, type HtmlValue } from "../../lib/html/template.ts";
import { formatRfc3339 } from "../../lib/time/rfc3339.ts";
import { coveredFields, type Coverage } from "../../model/coverage.ts";
import type { FileFlaw } from "../../model/flaw.ts";
import type { FileProblem } from "../../model/problem.ts";
import type { SourceStatus } from "../../model/source.ts";
import type { Takedown } from "../../model/takedown.ts";
import { operatorWords } from "../words/operator.ts";
import { renderOperatorPage, type OperatorPath } from "./operator-page.ts";
import { sortableTable, type Column } from "./sortable-table.ts";

/** More than anybody reads in a browser; `feedmill check` lists them all. */
const MAX_ROWS = 1000;

/** The state of a daemon, as far as its page shows it. */
export interface OperatorReport {
  readonly version: string;
  readonly publicUrl: string;
  readonly ready: boolean;
  readonly degraded?: string;
  readonly startedAt: Date;
  readonly publishedAt?: Date;
  readonly ingest: { readonly state: keyof typeof operatorWords.work; readonly lastScanAt?: Date };
  readonly files: number;
  readonly articles: number;
  readonly problems: number;
  readonly flawCounts: Readonly<Record<string, number>>;
  readonly held: number;
  /** Sentences. */
  readonly warnings: readonly string[];
  readonly outlets: readonly ReportedOutlet[];
  readonly push?: { readonly topics: readonly SubscribedTopic[] };
}

/** A feed's address, with how many subscriptions there are, do not have its newest version, and failed. */
export interface SubscribedTopic {
  readonly topic: string;
  readonly subscriptions: number;
  readonly waiting: number;
  readonly failing: number;
}

export interface ReportedOutlet {
  readonly id: string;
  readonly name: string;
  readonly articles: number;
  readonly newestSurfacedAt?: Date;
  readonly coverage: Coverage;
}

/** The facts that every page of the operator has, and how its table is to be sorted. */
export interface OperatorRequest {
  readonly publicUrl: string;
  readonly sort?: string | undefined;
}

const { columns, facts } = operatorWords;

/** The page at `/` of the operator's listener: how things stand, and the way to everything else. */
export function renderStatusPage(report: OperatorReport, request: OperatorRequest): string {
  const flaws = Object.values(report.flawCounts).reduce((sum, count) => sum + count, 0);
  const rows: readonly (readonly [label: string, value: HtmlValue])[] = [
    [facts.version, report.version],
    [facts.startedAt, time(report.startedAt)],
    [facts.work, operatorWords.work[report.ingest.state]],
    [facts.lastScanAt, time(report.ingest.lastScanAt)],
    [facts.publishedAt, time(report.publishedAt)],
    [facts.files, report.files],
    [facts.articles, html`<a href="/outlets">${report.articles}</a>`],
    [operatorWords.pages["/problems"], html`<a href="/problems">${report.problems}</a>`],
    [operatorWords.pages["/flaws"], html`<a href="/flaws">${flaws}</a>`],
    [facts.held, report.held],
  ];
  const { state } = operatorWords;
  const main = html`<p class="lead">${report.ready ? state.ready : state.notReady} ${report.degraded}</p>
${warningList(report.warnings)}
<dl class="state">${rows.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>\n`)}</dl>`;
  return page("/", main, request);
}

export function renderProblemsPage(problems: readonly FileProblem[], request: OperatorRequest): string {
  const { problemsLead, noProblems } = operatorWords;
  return page("/problems", fileTable("/problems", problems, problemsLead, noProblems, request), request);
}

export function renderFlawsPage(flaws: readonly FileFlaw[], request: OperatorRequest): string {
  const { flawsLead, noFlaws } = operatorWords;
  return page("/flaws", fileTable("/flaws", flaws, flawsLead, noFlaws, request), request);
}

export function renderOutletsPage({ outlets, warnings }: OperatorReport, request: OperatorRequest): string {
  const withArticles = outlets.filter(({ articles }) => articles > 0);
  const shown: readonly Column<ReportedOutlet>[] = [
    { key: "outlet", label: columns.outlet, value: ({ name }) => name },
    { key: "articles", label: columns.articles, value: ({ articles }) => articles },
    timeColumn("newest", columns.newest, ({ newestSurfacedAt }) => newestSurfacedAt),
    ...coveredFields.map((field) => ({
      key: field,
      label: operatorWords.fields[field],
      value: ({ coverage }: ReportedOutlet) => coverage[field],
    })),
  ];
  const table = tableOr(operatorWords.noOutlets, operatorWords.outletsLead, withArticles, "/outlets", shown, request);
  return page("/outlets", html`${warningList(warnings)}${table}`, request);
}

export function renderTakedownsPage(takedowns: readonly Takedown[], request: OperatorRequest): string {
  const shown: readonly Column<Takedown>[] = [
    timeColumn("taken-down", columns.takenDownAt, ({ takenDownAt }) => takenDownAt),
    { key: "article", label: columns.id, value: ({ id }) => id, cell: ({ id }) => html`<code>${id}</code>` },
    { key: "outlet", label: columns.outlet, value: ({ outletId = "" }) => outletId },
    { key: "reason", label: columns.reason, value: ({ reason = "" }) => reason },
  ];
  const { takedownsLead, noTakedowns } = operatorWords;
  return page("/takedowns", tableOr(noTakedowns, takedownsLead, takedowns, "/takedowns", shown, request), request);
}

export function renderSourcesPage(sources: readonly SourceStatus[], request: OperatorRequest): string {
  const failing = sources.toSorted((a, b) => Number(b.failure !== undefined) - Number(a.failure !== undefined));
  const shown: readonly Column<SourceStatus>[] = [
    addressColumn(({ url }) => url),
    timeColumn("succeeded", columns.succeededAt, ({ succeededAt }) => succeededAt),
    timeColumn("next", columns.nextPollAt, ({ isGone, nextPollAt }) => (isGone ? undefined : nextPollAt)),
    { key: "written", label: columns.written, value: ({ written }) => written },
    { key: "failures", label: columns.failures, value: ({ failures }) => failures },
    { key: "failure", label: columns.failure, value: ({ failure = "" }) => failure },
  ];
  const { sourcesLead, noSources } = operatorWords;
  return page("/sources", tableOr(noSources, sourcesLead, failing, "/sources", shown, request), request);
}

export function renderSubscriptionsPage(topics: readonly SubscribedTopic[], request: OperatorRequest): string {
  const shown: readonly Column<SubscribedTopic>[] = [
    addressColumn(({ topic }) => topic),
    { key: "subscriptions", label: columns.subscriptions, value: ({ subscriptions }) => subscriptions },
    { key: "waiting", label: columns.waiting, value: ({ waiting }) => waiting },
    { key: "failing", label: columns.failing, value: ({ failing }) => failing },
  ];
  const { subscriptionsLead, noSubscriptions } = operatorWords;
  const main = tableOr(noSubscriptions, subscriptionsLead, topics, "/subscriptions", shown, request);
  return page("/subscriptions", main, request);
}

function addressColumn<Row>(value: (row: Row) => string): Column<Row> {
  return { key: "url", label: columns.url, value, cell: (row) => html`<code translate="no">${value(row)}</code>` };
}

function timeColumn<Row>(key: string, label: string, instantOf: (row: Row) => Date | undefined): Column<Row> {
  const value = (row: Row): number => instantOf(row)?.getTime() ?? 0;
  return { key, label, value, cell: (row) => time(instantOf(row)) };
}

/** A page of one sentence, for what is none of the others. */
export function renderOperatorNotice(sentence: string, { publicUrl }: OperatorRequest): string {
  return renderOperatorPage({ title: sentence, main: html``, publicUrl });
}

function page(path: OperatorPath, main: Html, { publicUrl }: OperatorRequest): string {
  return renderOperatorPage({ path, title: operatorWords.pages[path], main, publicUrl });
}

function warningList(warnings: readonly string[]): Html | undefined {
  if (warnings.length === 0) return undefined;
  return html`<section class="notice"><h2>${operatorWords.warnings}</h2>
<ul>${warnings.map((warning) => html`<li>${warning}</li>\n`)}</ul></section>
`;
}

/** A remedy stands beside each file: which one it is depends on the code. */
function fileTable(
  path: OperatorPath,
  files: readonly (FileProblem | FileFlaw)[],
  lead: string,
  none: string,
  request: OperatorRequest,
): Html {
  const shown: readonly Column<FileProblem | FileFlaw>[] = [
    { key: "code", label: columns.code, value: ({ code }) => code },
    {
      key: "file",
      label: columns.path,
      value: (file) => file.path,
      cell: (file) => html`<code translate="no">${file.path}</code>`,
    },
    { key: "message", label: columns.message, value: ({ message }) => message },
    { key: "remedy", label: columns.remedy, value: ({ remedy }) => remedy },
  ];
  return tableOr(none, lead, files, path, shown, request);
}

function tableOr<Row>(
  none: string,
  lead: string,
  rows: readonly Row[],
  path: OperatorPath,
  shown: readonly Column<Row>[],
  { sort }: OperatorRequest,
): Html {
  if (rows.length === 0) return html`<p class="lead">${none}</p>`;
  const listed = rows.slice(0, MAX_ROWS);
  const table = sortableTable({ path, label: operatorWords.pages[path], columns: shown, rows: listed, sort });
  return html`<p class="lead">${lead}</p>
${table}
${listed.length < rows.length && html`<p class="facts">${operatorWords.cut(listed.length, rows.length)}</p>`}`;
}

/** In UTC, as logs and files have it. */
function time(instant: Date | undefined): Html | string {
  if (instant === undefined) return "–";
  const written = formatRfc3339(instant);
  return html`<time datetime="${written}">${written.replace("T", " ").replace("Z", " UTC")}</time>`;
}
