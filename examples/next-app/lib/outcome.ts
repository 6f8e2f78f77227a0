/** What a form shows of its last submission; `values` are the fields to give back after a failure. */
export interface Outcome {
  ok: boolean;
  message: string;
  values: Record<string, string>;
}

/** A server action behind a form, with or without JavaScript in the browser. */
export type FormAction = (previous: Outcome | null, form: FormData) => Promise<Outcome | null>;
