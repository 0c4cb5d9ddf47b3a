import type { Config } from "../../config/config.ts";
import { configSchema } from "../../config/config-schema.ts";
import { formatListenAddress } from "../../config/listen-address.ts";
import { options } from "../../config/options.ts";
import type { CommandContext } from "../commands.ts";
import { writeJson, writeText, formatTable } from "../output.ts";

/** `feedmill config`: the effective settings, and where each came from. */
export async function run({ config, flags }: CommandContext): Promise<number> {
  if (flags["schema"] === true) return writeJson(configSchema());
  const settings = effectiveSettings(config);
  if (flags["json"] === true) {
    return writeJson(Object.fromEntries(settings.map(({ key, value, origin }) => [key, { value, origin }])));
  }
  const rows = settings.map(({ key, value, origin }) => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
    origin,
  ]);
  return writeText(formatTable([["SETTING", "VALUE", "FROM"], ...rows]));
}

/** Settings by their keys, with values as the file would hold them. */
function effectiveSettings(config: Config): { key: string; value: unknown; origin: string }[] {
  const { listen, adminListen } = config;
  const values: Readonly<Record<string, unknown>> = {
    ...config,
    listen: formatListenAddress(listen),
    adminListen: adminListen === "off" ? adminListen : formatListenAddress(adminListen),
  };
  const origins: Readonly<Record<string, string>> = config.origins;
  return Object.entries(options).flatMap(([name, { key }]) => {
    const origin = origins[name];
    return origin === undefined ? [] : [{ key, value: values[name], origin }];
  });
}
