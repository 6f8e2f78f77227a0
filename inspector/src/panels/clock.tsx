import type { TransitionDuration } from "../../../index.d.ts";
import { type Clock, clock, scheduled, transitions } from "../data/account.ts";
import { named, write } from "../data/api.ts";
import { duration } from "../format.ts";
import { act } from "../ui/action.ts";
import { ClockFace } from "../ui/clock-face.tsx";
import { Card, Empty, Facts, Field, Form, Moment, Panel, Waiting } from "../ui/parts.tsx";
import { describe } from "./instance.tsx";

const STEPS: [string, number][] = [
  ["1 s", 1000],
  ["10 s", 10_000],
  ["1 min", 60_000],
  ["1 h", 3_600_000],
  ["1 day", 86_400_000],
];

const UNITS: [string, number][] = [
  ["seconds", 1000],
  ["minutes", 60_000],
  ["hours", 3_600_000],
  ["days", 86_400_000],
];

function advance(ms: number): Promise<boolean> {
  return act(`The clock was advanced by ${duration(ms)}`, () => write("POST", "clock/advance", { ms }));
}

export function ClockPanel() {
  const found = clock.use();
  return (
    <Panel title="Clock" about="The account's time. What is under way ends by it.">
      {found === undefined ? <Waiting for={clock} /> : <Hands clock={found} />}
      <Scheduled />
      <Transitions />
    </Panel>
  );
}

function Hands({ clock: found }: { clock: Clock }) {
  const isFrozen = found.frozenAt !== undefined;
  return (
    <Card title="Time">
      <p class="figure">
        <ClockFace clock={found} />
      </p>
      <Facts
        facts={[
          ["Ahead of this machine by", found.offsetMs === 0 ? "nothing" : duration(found.offsetMs)],
          ["State", isFrozen ? "frozen" : "running"],
        ]}
      />
      <div class="actions">
        {isFrozen ? (
          <button
            type="button"
            class="primary"
            onClick={() => act("The clock goes on", () => write("POST", "clock/resume"))}
          >
            Resume
          </button>
        ) : (
          <button type="button" onClick={() => act("The clock is frozen", () => write("POST", "clock/freeze"))}>
            Freeze
          </button>
        )}
      </div>
      <fieldset class="choices">
        <legend>Advance by</legend>
        {STEPS.map(([label, ms]) => (
          <button type="button" key={label} onClick={() => advance(ms)}>
            {label}
          </button>
        ))}
      </fieldset>
      <Form
        label="Advance"
        class="inline"
        onSubmit={(fields) => advance((fields.number("count") ?? 0) * Number(fields.text("unit")))}
      >
        <Field label="Amount">
          <input name="count" type="number" min="0" step="any" required defaultValue="5" />
        </Field>
        <Field label="Unit">
          <select name="unit">
            {UNITS.map(([label, ms]) => (
              <option key={label} value={ms}>
                {label}
              </option>
            ))}
          </select>
        </Field>
        <button type="submit">Advance</button>
      </Form>
      <Form
        label="Set the time"
        class="inline"
        onSubmit={(fields) => {
          const time = new Date(fields.text("time")).toISOString();
          return act("The clock was set", () => write("POST", "clock/set", { time }));
        }}
      >
        <Field label="Set to" hint="A moment to come: time does not go back.">
          <input name="time" type="datetime-local" step="1" required />
        </Field>
        <button type="submit">Set</button>
      </Form>
    </Card>
  );
}

function Scheduled() {
  const all = scheduled.use();
  return (
    <Card title="What is to happen">
      {all === undefined && <Waiting for={scheduled} />}
      {all?.length === 0 && <Empty>Nothing is under way.</Empty>}
      <ol class="plain rules">
        {all?.map((change) => (
          <li key={change.id} class="rule">
            <strong class="break">{describe(change)}</strong>
            <span>{change.dueAt === undefined ? "by hand" : <Moment time={change.dueAt} />}</span>
            <span class="actions">
              {change.dueAt !== undefined && (
                <button
                  type="button"
                  onClick={() => act("The clock was set", () => write("POST", "clock/set", { time: change.dueAt }))}
                >
                  Advance to it
                </button>
              )}
              <button
                type="button"
                onClick={() => act("It was cancelled", () => write("DELETE", named("scheduled", change.id)))}
              >
                Cancel
              </button>
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Transitions() {
  const all = Object.entries(transitions.use() ?? {});
  return (
    <Card title="How long things take">
      <table>
        <thead>
          <tr>
            <th scope="col">Transition</th>
            <th scope="col">Duration</th>
          </tr>
        </thead>
        <tbody>
          {all.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>
                <TransitionForm name={name} value={value} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="quiet small">Milliseconds, immediate, manual, or a number of looks such as “3 polls”.</p>
    </Card>
  );
}

function TransitionForm({ name, value }: { name: string; value: TransitionDuration }) {
  const text = textOf(value);
  return (
    <Form
      label={`Duration of ${name}`}
      class="inline"
      onSubmit={(fields) =>
        act(`${name} was set`, () => write("PATCH", "transitions", { [name]: durationOf(fields.text("duration")) }))
      }
    >
      <input key={text} name="duration" aria-label={`Time of ${name}`} defaultValue={text} list="durations" />
      <datalist id="durations">
        <option value="immediate" />
        <option value="manual" />
      </datalist>
      <button type="submit">
        Set<span class="hidden"> {name}</span>
      </button>
    </Form>
  );
}

function textOf(value: TransitionDuration): string {
  return typeof value === "object" ? `${value.polls} polls` : String(value);
}

function durationOf(text: string): unknown {
  const polls = /^(\d+)\s*polls?$/.exec(text.trim());
  if (polls !== null) return { polls: Number(polls[1]) };
  return /^\d+$/.test(text.trim()) ? Number(text) : text.trim() || null;
}
