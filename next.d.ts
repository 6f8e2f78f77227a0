/**
 * Keeps `mock-state-store` out of the bundles of a Next.js application, in webpack and in Turbopack,
 * so that its native binary is loaded from the package and traced into `output: "standalone"`.
 * Everything else in the configuration stays as it is.
 *
 * ```ts
 * // next.config.ts
 * import { withMockStateStore } from "mock-state-store/next";
 *
 * export default withMockStateStore({ output: "standalone" });
 * ```
 *
 * Where the package is installed, this adds it to `serverExternalPackages`. Where it is linked (`file:`,
 * `npm link`, a workspace), that is not enough, and this also sets a webpack external, a Turbopack alias
 * and the files to trace; Next.js then has to be run from the application's folder, as the scripts in
 * its `package.json` are. A linked package outside the application's root folder becomes a root of its
 * own, which takes Next.js 16.4; with an earlier one, and where the package's folder holds the
 * application, set `outputFileTracingRoot` to a folder that holds both.
 *
 * @param nextConfig what `next.config` may export: an object, a promise of one, or a function, async
 * or not, that returns one.
 * @returns the same kind of configuration.
 */
export declare function withMockStateStore<Config extends object>(nextConfig?: Config): Config;
