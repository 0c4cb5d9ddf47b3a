import { connect } from "node:net";

/** Sends these bytes and nothing more over a connection of its own; resolves with all that came back. */
export function rawExchange(port: number, bytes: string | Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1");
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    // A server that has refused a request may reset the connection while more of it is on the way.
    socket.on("error", (error) => ("code" in error && error.code === "ECONNREFUSED" ? reject(error) : undefined));
    socket.on("close", () => resolve(Buffer.concat(chunks).toString("latin1")));
    socket.end(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes);
  });
}

/** The status of each answer in what came back. */
export function statuses(received: string): readonly number[] {
  return Array.from(received.matchAll(/HTTP\/1\.1 (\d{3}) [A-Z]/g), ([, status]) => Number(status));
}
