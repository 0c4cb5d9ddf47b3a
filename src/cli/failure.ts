/** A failure to be told to the person at the terminal: what happened, and what to try. Without a stack. */
export class Failure extends Error {
  override readonly name: string = "Failure";
  readonly hint: string | undefined;
  readonly exitCode: number;

  constructor(message: string, hint?: string, exitCode = 1) {
    super(message);
    this.hint = hint;
    this.exitCode = exitCode;
  }
}

/** The command line cannot be understood. */
export class UsageError extends Failure {
  override readonly name = "UsageError";

  constructor(message: string, hint?: string) {
    super(message, hint, 2);
  }
}
