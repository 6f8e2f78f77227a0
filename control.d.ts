import type { MockStateStore } from "./index.js";

/** The options of {@link controlApi}. */
export interface ControlApiOptions {
  /** By default the store of `getMockStateStore()`, asked for at each request. */
  store?: MockStateStore | undefined;
  /** The names and addresses of hosts at which it answers, beside those of the loopback. No port, no wildcard. */
  allowedHosts?: readonly string[] | undefined;
  /** The path that the resources are below, without a slash at the end. By default `/_mock`. */
  prefix?: string | undefined;
}

/**
 * The control API of a store, for any server that speaks `Request` and `Response`: state, scenarios, faults, clock,
 * snapshots, calls, and server-sent events. `docs/control-api.md` names all resources.
 *
 * ```ts
 * const handle = controlApi();
 * const response = await handle(new Request("http://localhost/_mock/state/instance"));
 * ```
 *
 * It is for this machine only: it answers requests for the hosts of the loopback and `allowedHosts`, and refuses what the
 * page of another origin has sent. The function that it returns never rejects: what goes wrong is an answer.
 *
 * @throws a `TypeError` with `code` `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE` for a wrong option; a
 * `MockStateStoreError` with `code` `ERR_UNSUPPORTED_RUNTIME` outside Node.js. A misspelt option is a warning that names the
 * nearest.
 */
export declare function controlApi(options?: ControlApiOptions): (request: Request) => Promise<Response>;
