import { enableCompileCache } from "node:module";

// Stripping types and compiling is half of what starting takes. Node keeps the result in the temporary directory; threads
// and child processes keep theirs where the variable says, and so does this one where the launcher has set it.
const { directory } = enableCompileCache();
if (directory !== undefined) process.env["NODE_COMPILE_CACHE"] ??= directory;
const { runCli } = await import("./cli/run-cli.ts");
process.exitCode = await runCli(process.argv.slice(2));
