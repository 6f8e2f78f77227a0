import { useState } from "preact/hooks";
import type { FaultRule } from "../../../index.d.ts";
import operations from "../../../src/aws/models/operations.json";
import { write } from "../data/api.ts";
import { act, say } from "../ui/action.ts";
import { Field, type Fields, Form } from "../ui/parts.tsx";

const ACTIONS = Object.entries(operations as Record<string, string[]>).flatMap(([service, names]) => [
  `${service}:*`,
  ...names.map((name) => `${service}:${name}`),
]);

const EFFECTS: [string, string][] = [
  ["error", "Answer an error"],
  ["throttle", "Throttle"],
  ["connection", "Break the connection"],
  ["latency", "Only wait"],
];

const ERRORS: [string, string][] = [
  ["throttling", "Throttling"],
  ["unavailable", "Service unavailable"],
  ["internal", "Internal error"],
  ["access-denied", "Access denied"],
  ["capacity", "No capacity"],
  ["", "Another code…"],
];

const CONNECTIONS: [string, string][] = [
  ["reset", "Reset"],
  ["timeout", "No answer (timeout)"],
  ["empty", "Closed without an answer"],
  ["malformed", "Malformed answer"],
];

export function FaultForm() {
  const [effect, setEffect] = useState("error");
  const [error, setError] = useState("throttling");
  return (
    <Form
      label="Add a rule"
      onSubmit={async (fields, form) => {
        if (!(await act("The rule was added", () => addRule(ruleOf(fields))))) return;
        form.reset();
        setEffect("error");
        setError("throttling");
      }}
    >
      <Field label="Calls" hint="As IAM names actions; * and ? are wildcards.">
        <input name="action" required autocomplete="off" list="actions" placeholder="ec2:StartInstances" />
      </Field>
      <datalist id="actions">
        {ACTIONS.map((action) => (
          <option key={action} value={action} />
        ))}
      </datalist>
      <Field label="Resource" hint="An instance id, parameter name, … Empty: any.">
        <input name="resource" autocomplete="off" />
      </Field>
      <Field label="What happens">
        <Choice name="effect" choices={EFFECTS} value={effect} onChange={setEffect} />
      </Field>
      {effect === "error" && (
        <Field label="Error">
          <Choice name="error" choices={ERRORS} value={error} onChange={setError} />
        </Field>
      )}
      {effect === "error" && error === "" && (
        <Field label="Error code">
          <input name="code" required autocomplete="off" placeholder="InvalidParameterValue" />
        </Field>
      )}
      {effect === "connection" && (
        <Field label="How">
          <Choice name="connection" choices={CONNECTIONS} />
        </Field>
      )}
      {effect === "throttle" && (
        <>
          <Field label="Calls a second">
            <input name="rate" type="number" min="0" step="any" required defaultValue="1" />
          </Field>
          <Field label="Burst">
            <input name="burst" type="number" min="1" required defaultValue="1" />
          </Field>
        </>
      )}
      <Field label="Wait (ms)">
        <input name="latency" type="number" min="0" required={effect === "latency"} />
      </Field>
      <Field label="Probability (%)" hint="Empty: every call.">
        <input name="probability" type="number" min="0" max="100" step="any" />
      </Field>
      <Field label="Times" hint="Empty: no end.">
        <input name="times" type="number" min="1" />
      </Field>
      <Field label="Name" hint="What calls show as their fault.">
        <input name="name" autocomplete="off" />
      </Field>
      <label class="check">
        <input name="after" type="checkbox" />
        Make the change of the call, then fail
      </label>
      <div class="actions wide">
        <button type="submit" class="primary">
          Add rule
        </button>
      </div>
    </Form>
  );
}

async function addRule(rule: FaultRule) {
  const { warnings = [] } = await write<{ warnings?: string[] }>("POST", "faults", rule);
  for (const warning of warnings) say(warning, true);
}

interface ChoiceProps {
  name: string;
  choices: [value: string, label: string][];
  value?: string;
  onChange?: (value: string) => void;
}

function Choice({ name, choices, value, onChange }: ChoiceProps) {
  const control = value === undefined ? {} : { value };
  return (
    <select name={name} {...control} onChange={(event) => onChange?.(event.currentTarget.value)}>
      {choices.map(([choice, label]) => (
        <option key={choice} value={choice}>
          {label}
        </option>
      ))}
    </select>
  );
}

/** Only what is filled in: what is absent has the default. */
function ruleOf(fields: Fields): FaultRule {
  const effect = fields.text("effect");
  const probability = fields.number("probability");
  const rule: Record<string, unknown> = {
    action: fields.text("action").trim(),
    name: fields.optional("name"),
    resource: fields.optional("resource"),
    latencyMs: fields.number("latency"),
    times: fields.number("times"),
    probability: probability === undefined ? undefined : probability / 100,
    after: fields.flag("after") || undefined,
  };
  if (effect === "error") rule.error = fields.optional("error") ?? fields.text("code").trim();
  if (effect === "connection") rule.connection = fields.text("connection");
  if (effect === "throttle") {
    rule.throttle = { ratePerSecond: fields.number("rate"), burst: fields.number("burst") };
  }
  return rule as unknown as FaultRule;
}
