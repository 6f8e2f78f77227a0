import { mockRoutes } from "mock-state-store/next/routes";

const none = async () => new Response(null, { status: 404 });
const NONE = { GET: none, POST: none, PUT: none, PATCH: none, DELETE: none };

/** The mocked account from outside: its control API, and `GET /api/mock/inspector`. In production there is neither. */
export const { GET, POST, PUT, PATCH, DELETE } = process.env.MOCK_AWS_PORT ? mockRoutes() : NONE;
