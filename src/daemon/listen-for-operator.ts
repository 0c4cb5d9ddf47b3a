import type { AddressInfo } from "node:net";
import { isSet, type Config } from "../config/config.ts";
import type { Logger } from "../observe/logger.ts";
import type { Admin } from "./admin.ts";

/**
 * Has the operator's listener listen. Nobody asked for it at its default address: where something else is there, the
 * daemon goes on without it. Throws where the operator said where it should be.
 */
export async function listenForOperator(
  admin: Admin,
  config: Config,
  logger: Logger,
): Promise<AddressInfo | string | undefined> {
  try {
    return await admin.listen();
  } catch (error) {
    if (isSet(config, "adminListen")) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    logger.warn(`there is no operator's listener; admin.listen says where one is to be. ${reason}`);
    return undefined;
  }
}
