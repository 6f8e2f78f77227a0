"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Shows what others change, in this process or another, without a reload. */
export function Live() {
  const router = useRouter();
  useEffect(() => {
    const changes = new EventSource("/api/changes");
    changes.onmessage = () => router.refresh();
    return () => changes.close();
  }, [router]);
  return null;
}
