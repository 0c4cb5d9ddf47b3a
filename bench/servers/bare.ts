import { createServer } from "node:http";
import { readSample } from "./sample.ts";

// The least a Node server can do: fixed headers and a buffer. Arguments: the port, and a file that `writeSample` wrote.
const [port, file = ""] = process.argv.slice(2);
const { full, notModified } = readSample(file);

createServer((request, response) => {
  if (request.headers["if-none-match"] === undefined) response.writeHead(200, full.headers).end(full.body);
  else response.writeHead(304, notModified.headers).end();
}).listen(Number(port), "127.0.0.1");
