import type { CatalogReader } from "../catalog/catalog.ts";
import { localeOf } from "../model/locale.ts";
import { renderProblemsPage } from "../pages/problems-page.ts";

/** The page of what was not published, as the catalog has it now, for a site in this language (BCP 47). */
export function problemsPage(catalog: Pick<CatalogReader, "problems">, language: string): string {
  return renderProblemsPage(catalog.problems(), localeOf(language));
}
