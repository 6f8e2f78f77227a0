import { MockStateStore } from "mock-state-store";
import { controlApi } from "mock-state-store/control";
import type { MockRoutes } from "mock-state-store/next/routes";
import { mockRoutes } from "mock-state-store/next/routes";
import { describe, expectTypeOf, test } from "vitest";

describe("controlApi", () => {
  test("is a function from a request to a response", () => {
    expectTypeOf(controlApi()).toEqualTypeOf<(request: Request) => Promise<Response>>();
  });

  test("its options are all optional, and exact", () => {
    controlApi({ store: new MockStateStore(), allowedHosts: ["mock"] as const, prefix: undefined });
    // @ts-expect-error: a store is an option
    controlApi(new MockStateStore());
    // @ts-expect-error: of mockRoutes
    controlApi({ allowProduction: true });
  });
});

describe("mockRoutes", () => {
  /** What Next.js checks of the exports of a route. */
  interface RouteModule {
    GET(request: Request & { nextUrl: URL }, context: { params: Promise<{ path?: string[] }> }): Promise<Response>;
  }

  /** What it checks of the second parameter of each. */
  interface RouteContext {
    params: Promise<Record<string, string | string[] | undefined>>;
  }

  test("is the handlers of a route by method", () => {
    expectTypeOf(mockRoutes({ allowProduction: true })).toEqualTypeOf<MockRoutes>();
    expectTypeOf<MockRoutes>().toExtend<RouteModule>();
    expectTypeOf<Parameters<MockRoutes["GET"]>[1]>().toExtend<RouteContext>();
    expectTypeOf<keyof MockRoutes>().toEqualTypeOf<"GET" | "POST" | "PUT" | "PATCH" | "DELETE">();
  });

  test("its options are exact", () => {
    // @ts-expect-error: no flag
    mockRoutes({ allowProduction: "yes" });
  });
});
