import { isAwsError } from "./aws/clients";
import type { Outcome } from "./outcome";

/** What a person can mend, or must know. */
export class InputError extends Error {}

/** Shows the sender of a form what the action did; an unexpected failure goes to the error page. */
export async function attempt(form: FormData, work: () => Promise<string>): Promise<Outcome> {
  try {
    const message = await work();
    return { ok: true, message, values: {} };
  } catch (error) {
    if (error instanceof InputError) return { ok: false, message: error.message, values: submitted(form) };
    if (isAwsError(error)) return { ok: false, message: `${error.name}: ${error.message}`, values: submitted(form) };
    throw error;
  }
}

export function text(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === "string" ? value : "";
}

export function required(form: FormData, field: string, hint: string): string {
  const value = text(form, field).trim();
  if (value === "") throw new InputError(hint);
  return value;
}

export function oneOf<const T extends string>(choices: readonly T[], value: string, field: string): T {
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) {
    throw new InputError(`The ${field} is one of ${choices.join(", ")}, not “${value}”.`);
  }
  return choice;
}

function submitted(form: FormData): Record<string, string> {
  const fields = [...form].filter((field): field is [string, string] => typeof field[1] === "string");
  return Object.fromEntries(fields.filter(([name]) => !name.startsWith("$ACTION")));
}
