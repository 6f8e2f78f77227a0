import type * as Entry from "./vitest.mjs" with { "resolution-mode": "import" };

export type * from "./vitest.mjs" with { "resolution-mode": "import" };

export declare const mockTest: typeof Entry.mockTest;
export declare const test: typeof Entry.test;
