/* Requests to the control API, which is wherever this script came from. */

/** The folder above that of the page's files: the path that the resources are below. */
const BASE = new URL(/* @vite-ignore */ "..", import.meta.url);

/** What the control API refuses, in its words. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface Answer<T> {
  value: T;
  /** The revision that a read holds at least. */
  revision: number;
}

export function urlOf(path: string): string {
  return new URL(path, BASE).href;
}

/** A path that ends with a name, which may be any text. */
export function named(path: string, name: string, query = ""): string {
  return `${path}?name=${encodeURIComponent(name)}${query}`;
}

export async function read<T>(path: string): Promise<Answer<T>> {
  const response = await fetch(urlOf(path), { headers: { accept: "application/json" } });
  return { value: await contentOf<T>(response), revision: Number(response.headers.get("mock-revision") ?? 0) };
}

export async function write<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
  const content =
    body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  return contentOf<T>(await fetch(urlOf(path), { method, ...content }));
}

async function contentOf<T>(response: Response): Promise<T> {
  const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
  const value = isJson ? await response.json() : undefined;
  if (response.ok && isJson) return value;
  throw new ApiError(response.status, value?.error?.message ?? `The answer was ${response.status}.`);
}
