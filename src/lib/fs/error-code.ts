/** The system's name for an error, e.g. `ENOENT`; `undefined` for errors that are not the system's. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** True for an error that says that the path, or a directory on the way to it, does not exist. */
export function isAbsence(error: unknown): boolean {
  const code = errorCode(error);
  return code === "ENOENT" || code === "ENOTDIR";
}
