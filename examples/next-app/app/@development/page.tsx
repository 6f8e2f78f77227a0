import { Development } from "../development/development";

interface PageProps {
  searchParams: Promise<{ command?: string; reads?: string }>;
}

/** Beside the page and not in it: a scenario in which AWS fails leaves the way to another one. */
export default async function Page({ searchParams }: PageProps) {
  const tools = globalThis.developmentTools;
  return tools ? <Development tools={tools} query={await searchParams} /> : null;
}
