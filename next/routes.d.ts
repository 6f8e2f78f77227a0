import type { ControlApiOptions } from "../control.js";

/** The options of {@link mockRoutes}. */
export interface MockRoutesOptions extends ControlApiOptions {
  /** The path of the route, where the parameters of the route do not tell it. By default its folder's. */
  prefix?: string | undefined;
  /** Whether it answers where `NODE_ENV` is `production`, too. By default `false`. */
  allowProduction?: boolean | undefined;
}

/** A handler of a route of Next.js. */
export type MockRouteHandler = (
  request: Request,
  context: { params: Promise<Record<string, string | string[] | undefined>> },
) => Promise<Response>;

/** The handlers of a route, by method. */
export type MockRoutes = Record<"GET" | "POST" | "PUT" | "PATCH" | "DELETE", MockRouteHandler>;

/**
 * The control API of a store as a route of Next.js, in a folder with an optional catch-all segment:
 *
 * ```ts
 * // app/api/mock/[[...path]]/route.ts
 * import { mockRoutes } from "mock-state-store/next/routes";
 *
 * export const { GET, POST, PUT, PATCH, DELETE } = mockRoutes();
 * ```
 *
 * Then `/api/mock/state` is what `/_mock/state` is at an endpoint; `docs/control-api.md` names all resources. The
 * configuration of the application has to be wrapped by `withMockStateStore()` of `mock-state-store/next`.
 *
 * Where `NODE_ENV` is `production` it answers 404 to everything, without making a store, unless that is allowed. It refuses
 * what the page of another origin has sent, and requests for other hosts than those of the loopback and `allowedHosts`.
 *
 * @throws what `controlApi()` of `mock-state-store/control` throws.
 */
export declare function mockRoutes(options?: MockRoutesOptions): MockRoutes;
