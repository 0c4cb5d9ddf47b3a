import type { Config } from "../config/config.ts";
import type { RateSettings } from "../http/rate-budgets.ts";

export function rateSettingsOf({ ratePoll, rateFull, rateMade, trustedProxies }: Config): RateSettings {
  return { poll: ratePoll, full: rateFull, made: rateMade, trustedProxies };
}
