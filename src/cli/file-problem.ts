import { remedies, type FileProblem, type Problem } from "../model/problem.ts";

/** A problem as it is shown to people. */
export function fileProblem(path: string, problem: Problem): FileProblem {
  return { path, ...problem, remedy: remedies[problem.code] };
}
