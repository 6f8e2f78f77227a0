import type { MockStateStore } from "./index.js";

/** A request as the AWS SDK for JavaScript hands it to its request handler. */
export interface AwsHttpRequest {
  method: string;
  path: string;
  query?: Record<string, string | string[] | null>;
  fragment?: string;
  headers: Record<string, string>;
  /** Text, bytes, a stream, a `Blob` or nothing. */
  body?: unknown;
}

/** The answer, in the form of the SDK's `HttpResponse`. */
export interface AwsHttpResponse {
  statusCode: number;
  /** Names are lower case. */
  headers: Record<string, string>;
  /** A buffer of its own for each answer. */
  body: Uint8Array;
}

/** What the SDK hands to its request handler with each request. */
export interface AwsHandlerOptions {
  /** A signal of the platform, or that of an earlier SDK. */
  abortSignal?: AbortSignal | { readonly aborted: boolean; onabort: unknown };
  /** In milliseconds; 0, and none, is for ever. */
  requestTimeout?: number;
}

/** The transport of a client of the AWS SDK for JavaScript v3, answered by a store instead of the network. */
export interface AwsRequestHandler {
  /**
   * Answers a request. What AWS calls an error is an answer too; the SDK makes an error of it.
   *
   * Rejects as the SDK's own handler does: with an `AbortError` where the signal is aborted; with a `TimeoutError` (`code`
   * `ETIMEDOUT`, which the SDK tries again) after `requestTimeout`, of which the SDK's own handler only warns unless it is
   * told to throw; and where a fault breaks the connection. And with a `MockStateStoreError` with `code`
   * `ERR_CLOSED` where the store has been closed, or what `getMockStateStore()` throws.
   */
  handle(request: AwsHttpRequest, options?: AwsHandlerOptions): Promise<{ response: AwsHttpResponse }>;
  /** Does nothing: there is nothing to configure. */
  updateHttpClientConfig(): void;
  /** An empty object. */
  httpHandlerConfigs(): Record<never, never>;
  /** Does nothing: the store stays open when the client is destroyed. */
  destroy(): void;
  readonly metadata: { handlerProtocol: string };
}

/** What {@link awsClientConfig} returns. */
export interface AwsClientConfig {
  /** The region of the account. A client of another region sees the same account. */
  region: string;
  /** Fixed, and no real ones. Any others are accepted as well. */
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** What reaches the account. A client with another one calls the real AWS; for a timeout, give `send()` a `requestTimeout`. */
  requestHandler: AwsRequestHandler;
}

/**
 * The configuration that has a client of the AWS SDK for JavaScript v3 talk to a store in this process,
 * without a port. For tests, and for code that is not deployed; see {@link startEndpoint} for code that is.
 *
 * ```ts
 * const ec2 = new EC2Client({ ...awsClientConfig() });
 * ```
 *
 * @param store by default the store of `getMockStateStore()`, asked for at each request; none is made before.
 * @throws a `TypeError` with `code` `ERR_INVALID_ARG_TYPE` where the argument is no store; a
 * `MockStateStoreError` with `code` `ERR_UNSUPPORTED_RUNTIME` outside Node.js.
 */
export declare function awsClientConfig(store?: MockStateStore): AwsClientConfig;

/** The options of {@link startEndpoint}. */
export interface EndpointOptions {
  /**
   * By default the store of `getMockStateStore()`, asked for at each request; that of the test in which it is started, if
   * `mock-state-store/vitest` or `mock-state-store/jest` has given it one.
   */
  store?: MockStateStore | undefined;
  /** By default 4566; 0 is any free one, and always a new endpoint. */
  port?: number | undefined;
  /** The address to listen at. By default `127.0.0.1`, which other machines do not reach. */
  host?: string | undefined;
  /**
   * The names and addresses by which clients may call the endpoint, beside those of the loopback and
   * `host`: `["mock"]` for `http://mock:4566`. No port, no wildcard.
   */
  allowedHosts?: readonly string[] | undefined;
  /**
   * Whether to put {@link MockEndpoint.env} into `process.env` until the endpoint is closed, and to take
   * `AWS_PROFILE`, `AWS_SESSION_TOKEN`, `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` and the endpoints of single services
   * (`AWS_ENDPOINT_URL_EC2`…) away, which go before it. In Next.js the variables stay when a `.env` file changes; elsewhere,
   * a further call sets them again. By default `false`.
   */
  setEnvironment?: boolean | undefined;
}

/** A running endpoint. */
export interface MockEndpoint {
  /** For example `http://127.0.0.1:4566`. */
  readonly url: string;
  readonly port: number;
  /**
   * What a child process needs in its environment for an SDK in any language and the aws command line to
   * find the endpoint: `AWS_ENDPOINT_URL`, `AWS_REGION`, `AWS_DEFAULT_REGION`, `AWS_ACCESS_KEY_ID`,
   * `AWS_SECRET_ACCESS_KEY`, `AWS_EC2_METADATA_DISABLED`.
   */
  readonly env: Readonly<Record<string, string>>;
  /**
   * Takes no more requests, finishes the answers under way for at most two seconds, closes all
   * connections and restores the environment. The store stays open. Never rejects; a second call waits
   * for the first. It closes the endpoint for all who have started it.
   */
  close(): Promise<void>;
  /** {@link MockEndpoint.close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Has a store answer over HTTP, for an SDK in any language and the aws command line, with the bytes that
 * a client with {@link awsClientConfig} gets.
 *
 * ```ts
 * // instrumentation.ts of a Next.js application
 * export async function register() {
 *   if (process.env.NEXT_RUNTIME === "nodejs" && process.env.NODE_ENV === "development") {
 *     const { startEndpoint } = await import("mock-state-store/aws");
 *     await startEndpoint({ setEnvironment: true });
 *   }
 * }
 * ```
 *
 * A second call in this realm for the same store and port resolves to the endpoint that is there,
 * whichever copy, bundle or reload of this module asks; another `host` or `allowedHosts` is a warning.
 *
 * It is for this machine only: it answers requests whose `Host` is a name of the loopback, `host` or one
 * of `allowedHosts`, refuses what the page of another site has sent (`Origin`, `Sec-Fetch-Site`), takes
 * requests of at most 16 MiB (with headers of at most 16 KiB) that are sent within 30 seconds, and ends
 * a connection where reading an answer takes more than a minute. What it refuses it answers as AWS would,
 * with 400, 403, 408, 413 or 431; a store that is closed or busy with 503, and what fails within with 500
 * and a warning of why. Below `/_mock` is the control API, see `docs/control-api.md`.
 *
 * A connection that a fault breaks is a real one: it is reset, closed without a byte, or answered with what is no HTTP and
 * closed. A timeout is for the client to have: it gets no answer, and with `afterMs` the connection is closed then.
 *
 * An endpoint does not keep the process alive, and neither do its connections.
 *
 * Rejects with a `TypeError` with `code` `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE` for a wrong
 * option; with an `Error` with the system's `code` where it cannot listen, `EADDRINUSE` where somebody
 * else has the port; with a `MockStateStoreError` with `code` `ERR_UNSUPPORTED_RUNTIME` outside Node.js.
 * A misspelt option is a warning that names the nearest.
 */
export declare function startEndpoint(options?: EndpointOptions): Promise<MockEndpoint>;
