import { join } from "node:path";
import { configureNginx } from "../../tests/nginx.ts";
import { start, type Started } from "../machine/start.ts";

export interface PublishedSite {
  /** What `publish-to` names. */
  readonly published: string;
  readonly listen: number;
  /** The port of the daemon that publishes. */
  readonly upstream: number;
  readonly core: number;
}

/** Starts nginx with one worker over published files, with our example, and everything it writes below `directory`. */
export function startNginx(directory: string, { published, core, ...ports }: PublishedSite): Started {
  const edit = (site: string): string =>
    site
      .replace("/srv/feedmill", published)
      .replaceAll("feeds\\.example\\.org", "127\\.0\\.0\\.1")
      .replaceAll("feeds.example.org", "127.0.0.1");
  const args = configureNginx(directory, { example: "nginx-publish-to.conf", ...ports, edit });
  return start(["nginx", ...args], { core, logFile: join(directory, "nginx.log") });
}
