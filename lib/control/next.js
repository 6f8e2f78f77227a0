"use strict";

/* The control API as a route of Next.js. */

const { readFlag } = require("../option-checks.js");
const { readOptions } = require("./options.js");
const { whenStopping } = require("./stopping.js");
const { serve } = require("./web.js");

/** @type {typeof import("../../next/routes.js").mockRoutes} */
function mockRoutes(options) {
  const { allowProduction, store, guard, prefix } = readOptions(options, "mockRoutes", { allowProduction: false });
  const isAllowed = readFlag(allowProduction, "options.allowProduction");
  /** @type {import("../../next/routes.js").MockRouteHandler} */
  const handle = async (request, context) => {
    if (process.env.NODE_ENV === "production" && !isAllowed) return new Response(null, { status: 404 });
    const found = prefix ?? prefixOf(request, await context?.params);
    return serve(request, { store, guard, prefix: found, signals: () => [whenStopping()] });
  };
  return { GET: handle, POST: handle, PUT: handle, PATCH: handle, DELETE: handle };
}

/**
 * The path of a route: that of the request without what its last folder, `[[...path]]`, stands for.
 *
 * @param {Request} request
 * @param {unknown} params
 */
function prefixOf(request, params) {
  const below = Object.values(params ?? {}).find(Array.isArray) ?? [];
  const path = new URL(request.url).pathname.replace(/\/$/, "").split("/");
  return path.slice(0, path.length - below.length).join("/");
}

exports.mockRoutes = mockRoutes;
