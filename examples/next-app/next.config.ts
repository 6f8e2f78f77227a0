import { withMockStateStore } from "mock-state-store/next";
import type { NextConfig } from "next";

const nextConfig: NextConfig = {
  output: "standalone",
  // The lockfile of the repository around this folder would make that the root.
  outputFileTracingRoot: import.meta.dirname,
};

export default withMockStateStore(nextConfig);
