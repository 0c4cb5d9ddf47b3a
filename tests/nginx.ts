import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.ts";

const brotliModule = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";
/** Debian has brotli for nginx as a package of its own. Without it, nginx does not know the directive of the example for files. */
export const nginxHasBrotli = existsSync(brotliModule);

const temporaryKinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

/** An example of `packaging/` for nginx, as it runs on this machine. */
export interface NginxExample {
  readonly example: string;
  /** Ports of nginx, and of the feedmill that it asks. */
  readonly listen: number;
  readonly upstream: number;
  /** Changes what else is to be changed of the example. */
  readonly edit?: (site: string) => string;
}

/**
 * Writes a configuration with an example of ours, changed in addresses and places alone, around which all is as Debian's
 * own has it, but one worker. What nginx writes goes below `directory`. Returns the arguments for nginx.
 */
export function configureNginx(
  directory: string,
  { example, listen, upstream, edit }: NginxExample,
): readonly string[] {
  mkdirSync(directory, { recursive: true });
  const site = readFileSync(join(root, "packaging", example), "utf8")
    .replace("listen 80;", `listen 127.0.0.1:${listen};`)
    .replace("listen [::]:80;", "")
    .replace("127.0.0.1:8080", `127.0.0.1:${upstream}`)
    .replace("/var/cache/nginx/feedmill", join(directory, "cache"));
  const file = join(directory, "nginx.conf");
  writeFileSync(
    file,
    `${nginxHasBrotli ? `load_module ${brotliModule};` : ""}
daemon off;
${process.getuid?.() === 0 ? "user root;" : ""}
pid ${join(directory, "pid")};
error_log stderr;
events {}
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  ${temporaryKinds.map((kind) => `${kind}_temp_path ${join(directory, kind)};`).join(" ")}
  ${edit === undefined ? site : edit(site)}
}
`,
  );
  return ["-c", file, "-p", directory, "-e", "stderr"];
}
