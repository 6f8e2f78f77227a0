"use server";

import { refresh, updateTag } from "next/cache";
import { attempt, InputError, oneOf, required, text } from "@/lib/form";
import type { Outcome } from "@/lib/outcome";
import { OPERATIONS } from "./operations";

export async function injectFault(_previous: Outcome | null, form: FormData) {
  return attempt(form, async () => {
    const operation = oneOf(OPERATIONS, text(form, "faulty"), "operation");
    const errorCode = required(form, "errorCode", "Give an error code of AWS, for example RequestLimitExceeded.");
    await tools().failNext(operation, errorCode);
    return `The next ${operation} fails.`;
  });
}

export async function applyScenario(_previous: Outcome | null, form: FormData) {
  return attempt(form, async () => {
    const scenarios = await tools().scenarios();
    const names = scenarios.map(({ name }) => name);
    const name = oneOf(names, text(form, "scenario"), "scenario");
    await tools().applyScenario(name);
    updateTag("costs");
    refresh();
    return `The account is in the scenario ${name}.`;
  });
}

export async function resetAccount(_previous: Outcome | null, form: FormData) {
  return attempt(form, async () => {
    await tools().reset();
    updateTag("costs");
    refresh();
    return "Everything is as it was at first.";
  });
}

function tools() {
  if (!globalThis.developmentTools) throw new InputError("The account is no mocked one.");
  return globalThis.developmentTools;
}
