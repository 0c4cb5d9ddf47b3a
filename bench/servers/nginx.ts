import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { start, type Started } from "../machine/start.ts";

const brotliModule = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";
/** Debian has brotli for nginx as a package of its own. */
export const nginxHasBrotli = existsSync(brotliModule);

const temporaryKinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

/** Starts nginx with one worker over published files, as our example has it, with everything it writes below `directory`. */
export function startNginx(directory: string, root: string, port: number): Started {
  mkdirSync(directory, { recursive: true });
  const configuration = join(directory, "nginx.conf");
  writeFileSync(
    configuration,
    `${nginxHasBrotli ? `load_module ${brotliModule};` : ""}
daemon off;
worker_processes 1;
${process.getuid?.() === 0 ? "user root;" : ""}
pid ${directory}/nginx.pid;
error_log ${directory}/error.log;
events { worker_connections 512; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000;
  ${temporaryKinds.map((kind) => `${kind}_temp_path ${directory}/${kind};`).join(" ")}
  types { application/rss+xml xml; application/feed+json json; text/html html; }
  server {
    listen 127.0.0.1:${port};
    root ${root};
    gzip_static on;
    ${nginxHasBrotli ? "brotli_static on;" : ""}
  }
}
`,
  );
  return start(["nginx", "-p", directory, "-c", configuration], { core: 0, logFile: join(directory, "nginx.log") });
}
