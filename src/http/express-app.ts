import express, { type ErrorRequestHandler, type Express } from "express";
import type { Answer } from "./error-answers.ts";

/** An application that tells paths apart as they are written and adds no headers of its own. */
export function createExpressApp(): Express {
  return express().disable("x-powered-by").disable("etag").enable("case sensitive routing").enable("strict routing");
}

/** Answers where answering failed. The client is told nothing of the error. Express knows it by its four parameters. */
export function answerFailure(onError: (error: unknown) => void, answer: Answer): ErrorRequestHandler {
  return (error, _request, response, _next) => {
    onError(error);
    if (response.headersSent) response.destroy();
    else answer(response);
  };
}
