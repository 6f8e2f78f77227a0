import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

/** Fixed names: the server knows each file. They are never cached, so they need no hash. */
export default defineConfig({
  base: "./",
  build: {
    outDir: fileURLToPath(new URL("../lib/inspector/dist", import.meta.url)),
    emptyOutDir: true,
    target: "es2023",
    // From the first versions with light-dark() on.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    modulePreload: false,
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    rolldownOptions: {
      output: {
        codeSplitting: false,
        entryFileNames: "inspector.js",
        assetFileNames: ({ names }) =>
          names.some((name) => name.endsWith(".css")) ? "inspector.css" : "[name][extname]",
      },
    },
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
});
