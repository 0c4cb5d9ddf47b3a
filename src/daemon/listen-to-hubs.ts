import type { Config } from "../config/config.ts";
import type { SourceState } from "../fetch/fetch-state.ts";
import { HubSubscriber } from "../fetch/hub-subscriber.ts";
import { hubCallbackListener } from "../http/hub-callbacks.ts";
import { HttpServer } from "../http/server.ts";
import type { WebClient } from "../lib/net/web-client.ts";
import type { Logger } from "../observe/logger.ts";

export interface HubsDeps {
  readonly config: Config;
  readonly logger: Logger;
  readonly client: WebClient;
}

/** What runs beside the fetcher where hubs can call. */
export interface Hubs {
  /** Subscribes to what a source pushes, where it pushes. */
  readonly note: (source: SourceState | undefined) => void;
  readonly isPushed: (url: string) => boolean;
  close(): Promise<void>;
}

/** Listens to hubs; undefined where no address is configured at which they could call. Throws as `listen` of `http/` does. */
export async function listenToHubs(deps: HubsDeps, onNews: (url: string) => void): Promise<Hubs | undefined> {
  const { config, logger, client } = deps;
  if (config.fetchCallback === "") return undefined;
  const subscriber = new HubSubscriber({
    client,
    callbackUrl: config.fetchCallback,
    onNews,
    onChange(url, refusal) {
      if (refusal === undefined) logger.info("a hub tells what is new", { url });
      else logger.warn(`a hub does not tell what is new, and the source is polled: ${refusal}`, { url });
    },
    now: () => new Date(),
  });
  const server = new HttpServer(
    hubCallbackListener({
      confirm: (id, query) => subscriber.confirm(id, query),
      take: (id, body, signature) => subscriber.take(id, body, signature),
    }),
  );
  await server.listen(config.fetchListen);
  return {
    note(source) {
      if (source?.pushed !== undefined && source.failure === undefined) {
        void subscriber.note(source.url, source.pushed);
      }
    },
    isPushed: (url) => subscriber.isPushed(url),
    async close() {
      const closed = server.close();
      server.force();
      await closed;
    },
  };
}
