"use server";

import { refresh, updateTag } from "next/cache";
import { redirect } from "next/navigation";
import { sendCommand } from "@/lib/aws/commands";
import { invoke } from "@/lib/aws/functions";
import { startInstance, stopInstance } from "@/lib/aws/instance";
import * as parameters from "@/lib/aws/parameters";
import { attempt, InputError, oneOf, required, text } from "@/lib/form";
import type { Outcome } from "@/lib/outcome";
import { settings } from "@/lib/settings";

export async function operateInstance(_previous: Outcome | null, form: FormData) {
  return attempt(form, async () => {
    const operation = oneOf(["start", "stop"], text(form, "operation"), "operation");
    const state = operation === "start" ? await startInstance() : await stopInstance();
    refresh();
    return `The instance is ${state}.`;
  });
}

export async function runCommand(_previous: Outcome | null, form: FormData) {
  let id = "";
  const outcome = await attempt(form, async () => {
    const lines = required(form, "lines", "Give a shell line, for example mcrcon list.").split(/\r?\n/);
    id = await sendCommand(lines);
    return "";
  });
  if (outcome.ok) redirect(`/?command=${id}`);
  return outcome;
}

export async function setParameter(_previous: Outcome | null, form: FormData) {
  return attempt(form, async () => {
    const name = required(form, "name", `Give the parameter a name, for example ${settings.parameterPath}/motd.`);
    const type = oneOf(["String", "SecureString"], text(form, "type"), "type");
    await parameters.putParameter(name, required(form, "value", "Give the parameter a value."), type);
    refresh();
    return `${name} is set.`;
  });
}

export async function deleteParameter(_previous: Outcome | null, form: FormData) {
  return attempt(form, async () => {
    const name = text(form, "name");
    await parameters.deleteParameter(name);
    refresh();
    return `${name} is deleted.`;
  });
}

export async function invokeFunction(_previous: Outcome | null, form: FormData) {
  return attempt(form, async () => {
    const { functionName } = settings;
    const { ok, payload } = await invoke(functionName, "{}");
    if (!ok) throw new InputError(`${functionName} has failed: ${payload}`);
    return `${functionName} has answered ${payload}`;
  });
}

export async function fetchCostsAgain(_previous: Outcome | null, form: FormData) {
  return attempt(form, async () => {
    updateTag("costs");
    return "These are the costs of now.";
  });
}
