import express from "express";
import { readSample } from "./sample.ts";

// An Express route that sends a string it has ready, with Express's own ETag. Arguments as for bare.ts.
const [port, file = ""] = process.argv.slice(2);
const text = readSample(file).full.body.toString();

express()
  .use((_request, response) => void response.type("application/rss+xml").send(text))
  .listen(Number(port), "127.0.0.1");
