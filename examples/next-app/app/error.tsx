"use client";

/** For what no form foresaw, for example a binary that is missing. */
export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main className="panel">
      <h1>Something went wrong</h1>
      <p>{error instanceof Error ? error.message : String(error)}</p>
      <button type="button" className="button" onClick={retry}>
        Try again
      </button>
    </main>
  );
}
