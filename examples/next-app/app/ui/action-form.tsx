"use client";

import { createContext, type ReactNode, useActionState, useContext, useId } from "react";
import { useFormStatus } from "react-dom";
import type { FormAction } from "@/lib/outcome";

/** The fields of a submission that failed, for them to be mended instead of typed again. */
const Values = createContext<Record<string, string>>({});

interface ActionFormProps {
  action: FormAction;
  className: string;
  children: ReactNode;
}

/** A form on a server action that shows what came of its last submission. Works without JavaScript too. */
export function ActionForm({ action, className, children }: ActionFormProps) {
  const [outcome, submit] = useActionState(action, null);
  return (
    <form action={submit} className={className}>
      <Values value={outcome?.values ?? {}}>{children}</Values>
      {outcome && (
        <p className={outcome.ok ? "outcome" : "outcome failed"} role={outcome.ok ? "status" : "alert"}>
          {outcome.message}
        </p>
      )}
    </form>
  );
}

interface FieldProps {
  name: string;
  label: string;
  /** What it holds before anything was submitted. */
  initial?: string;
  hint?: string;
  type?: "text" | "number";
  required?: boolean;
  suggestions?: string[];
}

export function Field({ name, label, initial = "", hint, type = "text", required = false, suggestions }: FieldProps) {
  const values = useContext(Values);
  const list = useId();
  return (
    <label className="field">
      <span>{label}</span>
      <input
        name={name}
        type={type}
        defaultValue={values[name] ?? initial}
        placeholder={hint}
        required={required}
        autoComplete="off"
        spellCheck={false}
        list={suggestions && list}
        min={type === "number" ? 0 : undefined}
      />
      {suggestions && (
        <datalist id={list}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
    </label>
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  choices: { value: string; label: string }[];
  /** What is chosen before anything was submitted. By default the first. */
  initial?: string | undefined;
}

export function Choice({ name, label, choices, initial = choices[0]?.value }: ChoiceProps) {
  const chosen = useContext(Values)[name] ?? initial;
  return (
    <label className="field">
      <span>{label}</span>
      <select key={chosen} name={name} defaultValue={chosen}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </label>
  );
}

interface SubmitButtonProps {
  kind?: "primary" | "danger" | "plain";
  disabled?: boolean;
  /** Tells the action which of a form's buttons it was. */
  name?: string;
  value?: string;
  /** Says what it is for where its text alone does not. */
  label?: string;
  children: ReactNode;
}

export function SubmitButton({ kind = "plain", disabled = false, name, value, label, children }: SubmitButtonProps) {
  const { pending } = useFormStatus();
  return (
    <button
      type="submit"
      className={`button ${kind}`}
      name={name}
      value={value}
      disabled={disabled || pending}
      aria-label={label}
      aria-busy={pending}
    >
      {children}
    </button>
  );
}
