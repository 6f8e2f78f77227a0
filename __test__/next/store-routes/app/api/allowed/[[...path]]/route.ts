import { mockRoutes } from "mock-state-store/next/routes";

export const { GET, POST, PUT, PATCH, DELETE } = mockRoutes({ allowProduction: true });
