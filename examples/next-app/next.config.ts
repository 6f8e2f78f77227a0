import { withMockStateStore } from "mock-state-store/next";
import type { NextConfig } from "next";

/** To bundle these, above all that of EC2, takes longer than everything else. */
const CLIENTS = ["cloudformation", "cost-explorer", "ec2", "lambda", "ssm"];

const nextConfig: NextConfig = {
  output: "standalone",
  serverExternalPackages: CLIENTS.map((name) => `@aws-sdk/client-${name}`),
  // The lockfile of the repository around this folder would make that the root.
  outputFileTracingRoot: import.meta.dirname,
};

export default withMockStateStore(nextConfig);
