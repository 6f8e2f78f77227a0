"use strict";

// Types say that it can be required: TypeScript compiles imports to that, and Vitest makes imports of them again.
throw new Error('mock-state-store/vitest cannot be required, for Vitest cannot be. Please use "import" instead.');
