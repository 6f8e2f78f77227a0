import * as vitest from "vitest";
import testing from "./lib/testing/vitest.js";

export const { mockTest, test } = testing.createVitestApi(vitest);
