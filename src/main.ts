import { enableCompileCache } from "node:module";

// Stripping types and compiling is half of what starting takes. Node keeps the result in the temporary directory.
enableCompileCache();
const { runCli } = await import("./cli/run-cli.ts");
process.exitCode = await runCli(process.argv.slice(2));
