import { once } from "node:events";
import { connect, type Socket } from "node:net";

export interface SlowClients {
  /** How many the server still bears with. */
  remaining(): number;
  end(): void;
}

/** In milliseconds, from one byte to the next. */
const DRIP_MS = 200;
const line = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n`;

/** Ways of taking one's time: each returns what is done about every `DRIP_MS`. */
const ways: readonly ((socket: Socket, path: string) => () => void)[] = [
  // Says nothing more.
  (socket, path) => {
    socket.resume().write(line(path));
    return () => undefined;
  },
  // Sends its headers byte by byte, without end.
  (socket, path) => {
    socket.resume().write(`${line(path)}X: `);
    return () => void socket.write("x");
  },
  // Asks for much, and reads none of it.
  (socket, path) => {
    socket.pause().write(`${line(path)}\r\n`.repeat(80));
    return () => undefined;
  },
  // Asks for much, and reads it byte by byte.
  (socket, path) => {
    socket.pause().write(`${line(path)}\r\n`.repeat(80));
    return () => void socket.resume();
  },
];

/** Connects so many clients, in each of the ways by turns, that ask for this path. */
export async function openSlowClients(port: number, count: number, path: string): Promise<SlowClients> {
  const drips: (() => void)[] = [];
  const sockets = Array.from({ length: count }, (_, number) => {
    const onread = { buffer: Buffer.alloc(1), callback: () => false };
    const isByByte = number % ways.length === ways.length - 1;
    const socket = connect({ port, host: "127.0.0.1", ...(isByByte && { onread }) });
    socket.on("error", () => undefined);
    drips.push(ways[number % ways.length]?.(socket, path) ?? (() => undefined));
    return socket;
  });
  await Promise.all(sockets.map((socket) => once(socket, "connect")));
  const timer = setInterval(() => drips.forEach((drip) => drip()), DRIP_MS);
  return {
    remaining: () => sockets.filter(({ destroyed }) => !destroyed).length,
    end() {
      clearInterval(timer);
      for (const socket of sockets) socket.destroy();
    },
  };
}
