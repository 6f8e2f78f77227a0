"use strict";

/* `npm start`: the example on http://localhost:3000, or on PORT, from a clone on. */

const { spawn } = require("node:child_process");
const path = require("node:path");
const { build, main } = require("./cargo-build.js");
const { buildInspector } = require("./inspector.js");
const { examples, installDependencies, installExample, pack } = require("./setup.js");

main(() => {
  console.log("Building the package and installing it in examples/next-app ...");
  build();
  // For what makes the inspector.
  installDependencies();
  buildInspector();
  installExample(examples.nextApp, pack());

  const port = process.env.PORT || "3000";
  const next = path.join(examples.nextApp, "node_modules", "next", "dist", "bin", "next");
  const server = spawn(process.execPath, [next, "dev", "--port", port], {
    cwd: examples.nextApp,
    // Next.js kills its server a tenth of a second after a stop signal, which can be before it has saved.
    env: { NEXT_TELEMETRY_DISABLED: "1", NEXT_EXIT_TIMEOUT_MS: "5000", ...process.env },
    stdio: "inherit",
  });
  // A terminal sends Ctrl-C to both processes: this one waits for the server to save its state.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => server.kill("SIGTERM"));
  server.on("exit", (code) => {
    process.exitCode = code ?? 0;
  });
});
