import { writeFileSync } from "node:fs";

/** A reporter for Vitest that writes the tests that were skipped, and why, to the file `SKIPPED_TESTS`. */
export default class SkippedReporter {
  /** @param {readonly import("vitest/node").TestModule[]} modules */
  onTestRunEnd(modules) {
    const skipped = modules.flatMap((module) =>
      [...module.children.allTests("skipped")].map((test) => {
        const result = test.result();
        const why = result.state === "skipped" ? result.note : undefined;
        return { name: `${module.relativeModuleId}: ${test.fullName}`, why };
      }),
    );
    writeFileSync(/** @type {string} */ (process.env.SKIPPED_TESTS), JSON.stringify(skipped));
  }
}
