import { observation } from "@/lib/observed-store";

export const dynamic = "force-dynamic";

/** How many stores and copies of the module that returns them there are in this server. */
export function GET() {
  return Response.json(observation());
}
