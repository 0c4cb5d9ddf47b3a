import { expect, onTestFinished, test } from "vitest";
import type { HubAnswer, HubRequest } from "../src/model/hub.ts";
import { send, startServer, type ServerSettings } from "./http-harness.ts";

const form =
  "hub.mode=subscribe&hub.topic=https%3A%2F%2Fnews.example%2Ffeeds%2Fall%2Frss.xml&hub.callback=https%3A%2F%2Fr.example%2F";
const formType = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };

async function hubServer(settings: ServerSettings = {}) {
  const asked: HubRequest[] = [];
  let answer: HubAnswer = { status: 202, message: "Taken." };
  const server = await startServer({
    askHub: async (request) => {
      asked.push(request);
      return answer;
    },
    ...settings,
  });
  onTestFinished(() => server.stop());
  return {
    asked,
    server,
    answerWith: (next: HubAnswer) => (answer = next),
    post: (body: string, headers: Readonly<Record<string, string>> = formType, path = "/hub") =>
      send({ port: server.port, method: "POST", path, headers, body }),
  };
}

test("a form is passed on as it is, and the hub's sentence is the answer", async () => {
  const { asked, post, answerWith } = await hubServer();
  const taken = await post(form);
  expect([taken.status, taken.text, taken.headers["cache-control"]]).toEqual([202, "Taken.\n", "no-store"]);
  answerWith({ status: 503, message: "Too many." });
  const busy = await post(form);
  expect([busy.status, busy.text, busy.headers["retry-after"]]).toEqual([503, "Too many.\n", "60"]);
  expect(asked).toEqual([
    { form, client: "" },
    { form, client: "" },
  ]);
});

test("what is no form, too long or no POST is refused before the hub is asked", async () => {
  const { asked, post, server } = await hubServer();
  const answers = [
    await post(form, { "content-type": "application/json" }),
    await post(form, {}),
    await post(`${form}&x=${"x".repeat(20_000)}`),
    await server.get("/hub"),
    await send({ port: server.port, method: "PUT", path: "/hub", headers: formType, body: form }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([415, 415, 413, 405, 405]);
  expect(answers[3]?.headers["allow"]).toBe("POST");
  expect(asked).toEqual([]);
});

test("a client that asks too often is asked to wait, and the hub knows it by its address", async () => {
  const rate = { full: 0, bytes: 0, made: 1, trustedProxies: ["loopback"] };
  const { asked, post } = await hubServer({ rate });
  const headers = { ...formType, "x-forwarded-for": "203.0.113.7" };
  const statuses: number[] = [];
  for (let times = 0; times < 61; times++) statuses.push((await post(form, headers)).status);
  expect([statuses.indexOf(429), statuses.filter((status) => status === 202).length]).toEqual([60, 60]);
  expect(asked[0]?.client).toBe("203.0.113.7");
});

test("a hub below a public address with a path is found there, and only at the site's own name", async () => {
  const { post } = await hubServer({ publicUrl: "https://news.example/mill" });
  const at = (host: string, path: string) => post(form, { ...formType, host }, path).then(({ status }) => status);
  expect([
    await at("news.example", "/mill/hub"),
    await at("news.example", "/hub"),
    await at("other.example", "/mill/hub"),
  ]).toEqual([202, 202, 421]);
});

test("where there is no hub, nothing is taken", async () => {
  const server = await startServer();
  onTestFinished(() => server.stop());
  const answer = await send({ port: server.port, method: "POST", path: "/hub", headers: formType, body: form });
  expect(answer.status).toBe(405);
});
