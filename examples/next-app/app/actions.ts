"use server";

import { refresh } from "next/cache";
import { AwsError, callAws, OPERATIONS, type Operation } from "@/lib/aws/mock-provider";
import { getMockStateStore, MockStateStoreError, ServerState } from "@/lib/aws/mock-state-store";
import type { Outcome } from "@/lib/outcome";

/** An input that a person can mend. */
class InputError extends Error {}

const LONGEST_LATENCY_MS = 10_000;

export async function operateInstance(_previous: Outcome | null, form: FormData) {
  return attempt(form, async () => {
    const operation = oneOf(["StartInstances", "StopInstances"], text(form, "operation"), "operation");
    const state = operation === "StartInstances" ? ServerState.Running : ServerState.Stopped;
    await callAws(operation, (store) => store.updateInstanceState(state));
    return `The instance is ${state}.`;
  });
}

export async function setParameter(_previous: Outcome | null, form: FormData) {
  return attempt(form, async () => {
    const name = required(form, "name", "Give the parameter a name, for example /minecraft/motd.");
    const type = oneOf(["String", "SecureString"], text(form, "type"), "type");
    await callAws("PutParameter", (store) => store.setParameter(name, text(form, "value"), type));
    return `${name} is set.`;
  });
}

export async function deleteParameter(_previous: Outcome | null, form: FormData) {
  return attempt(form, async () => {
    const name = text(form, "name");
    await callAws("DeleteParameter", (store) => store.deleteParameter(name));
    return `${name} is deleted.`;
  });
}

export async function takeBackup(_previous: Outcome | null, form: FormData) {
  return attempt(form, async () => {
    const date = new Date().toISOString();
    const name = text(form, "name").trim() || `minecraft-backup-${date.slice(0, 19).replaceAll(":", "-")}`;
    await callAws("CreateBackup", async (store) => {
      const backups = await store.getBackups();
      if (backups.some((backup) => backup.name === name)) {
        throw new InputError(`There is a backup called ${name} already. Choose another name.`);
      }
      await store.addBackup({ name, date, size: "2.1 GB" });
    });
    return `${name} is taken.`;
  });
}

export async function deleteBackup(_previous: Outcome | null, form: FormData) {
  return attempt(form, async () => {
    const name = text(form, "name");
    await callAws("DeleteBackup", (store) => store.removeBackup(name));
    return `${name} is deleted.`;
  });
}

export async function injectFault(_previous: Outcome | null, form: FormData) {
  return attempt(form, async () => {
    const operation: Operation = oneOf(OPERATIONS, text(form, "operation"), "operation");
    const always = oneOf(["next", "always"], text(form, "when"), "when") === "always";
    const errorCode = text(form, "errorCode").trim();
    const errorMessage = text(form, "errorMessage").trim();
    await getMockStateStore().setOperationFailure(operation, {
      failNext: !always,
      alwaysFail: always,
      ...(errorCode && { errorCode }),
      ...(errorMessage && { errorMessage }),
    });
    return always ? `${operation} fails from now on.` : `The next ${operation} fails.`;
  });
}

export async function clearFault(_previous: Outcome | null, form: FormData) {
  return attempt(form, async () => {
    const operation = text(form, "operation");
    await getMockStateStore().clearOperationFailure(operation);
    return `${operation} works again.`;
  });
}

export async function setLatency(_previous: Outcome | null, form: FormData) {
  return attempt(form, async () => {
    const given = required(form, "latency", "Give a number of milliseconds; 0 is none.");
    const latency = Number(given);
    if (!(latency >= 0 && latency <= LONGEST_LATENCY_MS)) {
      throw new InputError(`The latency is a number of milliseconds from 0 to ${LONGEST_LATENCY_MS}, not “${given}”.`);
    }
    await getMockStateStore().setGlobalLatency(latency);
    return latency === 0 ? "Every operation answers at once." : `Every operation takes ${latency} ms more.`;
  });
}

export async function resetState(_previous: Outcome | null, form: FormData) {
  return attempt(form, async () => {
    await getMockStateStore().resetState();
    return "Everything is as it was at first.";
  });
}

/** Shows the sender of the form what the action did; an unexpected failure goes to the error page. */
async function attempt(form: FormData, work: () => Promise<string>): Promise<Outcome> {
  try {
    const message = await work();
    return { ok: true, message, values: {} };
  } catch (error) {
    if (error instanceof InputError || error instanceof AwsError || error instanceof MockStateStoreError) {
      return { ok: false, message: error.message, values: submitted(form) };
    }
    throw error;
  } finally {
    refresh();
  }
}

function submitted(form: FormData): Record<string, string> {
  const fields = [...form].filter((field): field is [string, string] => typeof field[1] === "string");
  return Object.fromEntries(fields.filter(([name]) => !name.startsWith("$ACTION")));
}

function text(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === "string" ? value : "";
}

function required(form: FormData, field: string, hint: string): string {
  const value = text(form, field).trim();
  if (value === "") {
    throw new InputError(hint);
  }
  return value;
}

function oneOf<const T extends string>(choices: readonly T[], value: string, field: string): T {
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) {
    throw new InputError(`The ${field} is one of ${choices.join(", ")}, not “${value}”.`);
  }
  return choice;
}
