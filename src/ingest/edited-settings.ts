import type { CatalogReader } from "../catalog/catalog.ts";
import type { ConfigSources } from "../config/config.ts";
import type { Logger } from "../observe/logger.ts";
import { isAsked, markDone } from "./control-files.ts";
import { refusalOf } from "./refusal.ts";
import { areSameSettings, reloadSettings, type Settings } from "../config/settings.ts";

export interface EditedSettingsDeps {
  readonly catalog: CatalogReader;
  readonly sources: ConfigSources;
  readonly logger: Logger;
}

/**
 * The settings as they are written now, whole; `undefined` where they are what runs already, or cannot be taken over,
 * which is logged.
 */
export function editedSettings(
  { catalog, sources, logger }: EditedSettingsDeps,
  running: Settings,
): Settings | undefined {
  const edited = reloadSettings(sources, running.config);
  if (!edited.ok) {
    for (const { where, message } of edited.mistakes)
      for (const line of `${where}: ${message}`.split("\n")) logger.error(line);
    logger.error("the edited settings have mistakes; the ones before stay in force");
    return undefined;
  }
  if (areSameSettings(edited.value, running)) return undefined;
  const { data } = running.config;
  const refusal = refusalOf(catalog, edited.value.outlets, isAsked(data, "accept-ids"));
  if (refusal !== undefined) {
    logger.error(refusal);
    return undefined;
  }
  markDone(data, "accept-ids");
  return edited.value;
}
