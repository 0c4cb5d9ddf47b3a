import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { start, type Started } from "../machine/start.ts";

const temporaryKinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

/** Starts nginx with one worker over a directory of static files, with everything it writes below `directory`. */
export function startNginx(directory: string, root: string, port: number): Started {
  mkdirSync(directory, { recursive: true });
  const configuration = join(directory, "nginx.conf");
  writeFileSync(
    configuration,
    `daemon off;
worker_processes 1;
${process.getuid?.() === 0 ? "user root;" : ""}
pid ${directory}/nginx.pid;
error_log ${directory}/error.log;
events { worker_connections 512; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  open_file_cache max=100;
  keepalive_requests 1000000;
  ${temporaryKinds.map((kind) => `${kind}_temp_path ${directory}/${kind};`).join(" ")}
  types { application/rss+xml xml; application/feed+json json; text/html html; }
  server {
    listen 127.0.0.1:${port};
    root ${root};
    gzip_static on;
  }
}
`,
  );
  return start(["nginx", "-p", directory, "-c", configuration], { core: 0, logFile: join(directory, "nginx.log") });
}
