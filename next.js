"use strict";

const { existsSync } = require("node:fs");
const { createRequire } = require("node:module");
const path = require("node:path");
const { isPromise } = require("node:util").types;

const NAME = "mock-state-store";

/** What the package needs at run time; a linked folder holds its sources and their build besides. */
const FILES = ["package.json", "index.js", "aws.js", "control.js", "next/*", "lib/**/*", `${NAME}.*.node`];

/** What an application's code imports, and what stands for it where Turbopack bundles that. */
const ENTRIES = {
  [NAME]: `${NAME}/lib/external.js`,
  [`${NAME}/aws`]: `${NAME}/lib/external-aws.js`,
  [`${NAME}/control`]: `${NAME}/lib/external-control.js`,
  [`${NAME}/next/routes`]: `${NAME}/lib/external-next-routes.js`,
};

/**
 * The settings of Next.js that this module reads or writes.
 *
 * @typedef {{
 *   serverExternalPackages?: string[],
 *   outputFileTracingRoot?: string,
 *   outputFileTracingIncludes?: Record<string, string[]>,
 *   turbopack?: { root?: string, resolveAlias?: Record<string, unknown> },
 *   experimental?: { turbopackAdditionalRoots?: Record<string, { path: string }> },
 *   webpack?: ((config: WebpackConfig, context: { nextRuntime?: string }) => unknown) | null,
 * }} Config
 * @typedef {{ externals?: unknown }} WebpackConfig
 */

/** @type {typeof import("./next.js").withMockStateStore} */
function withMockStateStore(nextConfig) {
  return /** @type {NonNullable<typeof nextConfig>} */ (extend(nextConfig ?? {}));
}

/**
 * @param {unknown} nextConfig
 * @returns {unknown}
 */
function extend(nextConfig) {
  if (typeof nextConfig === "function") {
    return (/** @type {unknown[]} */ ...args) => extend(nextConfig(...args));
  }
  if (isPromise(nextConfig)) {
    return nextConfig.then(extend);
  }
  const config = withExternalPackage(/** @type {Config} */ (nextConfig));
  return isInstalled(__dirname) ? config : withLinkedPackage(config, process.cwd());
}

/** @param {string} folder */
function isInstalled(folder) {
  return path.basename(folder) === NAME && path.basename(path.dirname(folder)) === "node_modules";
}

/**
 * All that an installed package needs.
 *
 * @param {Config} config
 * @returns {Config}
 */
function withExternalPackage(config) {
  return { ...config, serverExternalPackages: [...new Set([...(config.serverExternalPackages ?? []), NAME])] };
}

/**
 * Both bundlers apply `serverExternalPackages` to files below a `node_modules` folder only, after
 * following links; neither traces the files of a package that was left external by other means.
 *
 * @param {Config} config
 * @param {string} projectFolder
 * @returns {Config}
 */
function withLinkedPackage(config, projectFolder) {
  const additionalRoots = config.experimental?.turbopackAdditionalRoots;
  const roots = [rootFolder(config, projectFolder), ...Object.values(additionalRoots ?? {}).map((root) => root.path)];
  const isReachable = roots.some((root) => root !== undefined && isInside(__dirname, path.resolve(root)));
  const traced = tracedFiles(projectFolder);
  return {
    ...config,
    outputFileTracingIncludes: {
      ...config.outputFileTracingIncludes,
      "/*": [...(config.outputFileTracingIncludes?.["/*"] ?? []), ...traced],
    },
    turbopack: {
      ...config.turbopack,
      resolveAlias: { ...config.turbopack?.resolveAlias, ...ENTRIES },
    },
    ...(!isReachable && {
      experimental: {
        ...config.experimental,
        turbopackAdditionalRoots: { ...additionalRoots, [NAME]: { path: __dirname } },
      },
    }),
    webpack(webpackConfig, context) {
      // The edge runtime and the browser bundle the stub that the export conditions give them.
      if (context.nextRuntime === "nodejs") {
        const externals = Object.fromEntries(Object.keys(ENTRIES).map((name) => [name, `commonjs ${name}`]));
        webpackConfig.externals = [externals, ...[webpackConfig.externals ?? []].flat()];
      }
      return config.webpack ? config.webpack(webpackConfig, context) : webpackConfig;
    },
  };
}

/**
 * The folder that Turbopack resolves files in, or `undefined` where this version of Next.js does not
 * tell. Next.js ignores an additional root within it, with a warning.
 *
 * @param {Config} config
 * @param {string} projectFolder
 * @returns {string | undefined}
 */
function rootFolder(config, projectFolder) {
  const configured = config.outputFileTracingRoot ?? config.turbopack?.root;
  if (configured !== undefined) {
    return configured;
  }
  try {
    const requireFromProject = createRequire(path.join(projectFolder, "package.json"));
    return requireFromProject("next/dist/lib/find-root").findRootDirAndLockFiles(projectFolder).rootDir;
  } catch {
    return undefined;
  }
}

/**
 * The files to trace as patterns relative to the project, through the link, for the link itself is
 * needed too.
 *
 * @param {string} projectFolder
 */
function tracedFiles(projectFolder) {
  const folders = createRequire(path.join(projectFolder, "package.json")).resolve.paths(NAME) ?? [];
  const link = folders.map((folder) => path.join(folder, NAME)).find((folder) => existsSync(folder));
  if (link === undefined) {
    return [];
  }
  const prefix = path.relative(projectFolder, link).split(path.sep).join("/");
  return FILES.map((file) => `${prefix}/${file}`);
}

/**
 * @param {string} folder
 * @param {string} root
 */
function isInside(folder, root) {
  const relative = path.relative(root, folder);
  return relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

module.exports = { withMockStateStore };
