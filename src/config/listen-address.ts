import { isIPv6 } from "node:net";

/** The place of a listener: an address and port, or the path of a Unix socket. */
export type ListenAddress = { readonly host: string; readonly port: number } | { readonly path: string };

const bracketedHost = /^\[([^\]]+)\]:(\d{1,5})$/;
const plainHost = /^([A-Za-z0-9.-]+):(\d{1,5})$/;
const maxPort = 65_535;

/** Reads `ADDR:PORT`, `[v6]:PORT` and `unix:PATH`; undefined for anything else. Port 0 lets the system choose. */
export function parseListenAddress(text: string): ListenAddress | undefined {
  if (text.startsWith("unix:")) return text.length > "unix:".length ? { path: text.slice("unix:".length) } : undefined;
  const bracketed = bracketedHost.exec(text);
  if (bracketed && !isIPv6(bracketed[1] ?? "")) return undefined;
  const [, host, digits] = bracketed ?? plainHost.exec(text) ?? [];
  const port = Number(digits);
  return host !== undefined && port <= maxPort ? { host, port } : undefined;
}

/** The inverse of `parseListenAddress`. */
export function formatListenAddress(address: ListenAddress): string {
  if ("path" in address) return `unix:${address.path}`;
  return address.host.includes(":") ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`;
}

/** The default place of the operator's listener: on loopback, beside the public one. */
export function adminAddressBeside(address: ListenAddress): ListenAddress {
  if ("path" in address) return { path: `${address.path}.admin` };
  const { port } = address;
  if (port === 0) return { host: "127.0.0.1", port: 0 };
  return { host: "127.0.0.1", port: port < maxPort ? port + 1 : port - 1 };
}
