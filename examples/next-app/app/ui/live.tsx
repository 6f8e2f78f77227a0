"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Reads the page anew every so often while it is looked at: AWS tells nobody of a change. */
export function Live({ everyMs }: { everyMs: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) router.refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [router, everyMs]);
  return null;
}
