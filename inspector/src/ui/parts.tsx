/* The small parts that panels are made of. */

import { type ComponentChildren, cloneElement, type VNode } from "preact";
import { useId } from "preact/hooks";
import type { Resource } from "../data/resource.ts";
import { moment, timeOfDay } from "../format.ts";

interface PanelProps {
  title: string;
  /** What it is, in a sentence. */
  about?: string;
  actions?: ComponentChildren;
  children: ComponentChildren;
}

export function Panel({ title, about, actions, children }: PanelProps) {
  return (
    <div class="panel">
      <header class="panel-head">
        <div>
          <h1 tabIndex={-1}>{title}</h1>
          {about && <p class="about">{about}</p>}
        </div>
        {actions && <div class="actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

interface CardProps {
  title: string;
  actions?: ComponentChildren;
  children: ComponentChildren;
  class?: string;
}

export function Card({ title, actions, children, class: extra = "" }: CardProps) {
  return (
    <section class={`card ${extra}`} aria-label={title}>
      <header class="card-head">
        <h2 tabIndex={-1}>{title}</h2>
        {actions && <div class="actions">{actions}</div>}
      </header>
      {children}
    </section>
  );
}

const GOOD = /^(running|success|available|in-use|attached|live)$|^(?!.*(ROLLBACK|DELETE)).*_COMPLETE$/i;
const BAD = /fail|error|terminated|timedout|lost|ROLLBACK|^[45]\d\d$/i;
const BUSY = /pending|progress|stopping|shutting|creating|attaching|detaching|delayed|cancelling|connecting|frozen/i;

/** A state, in the colour of what it means. */
export function Badge({ text }: { text: string }) {
  const tone = GOOD.test(text) ? "good" : BAD.test(text) ? "bad" : BUSY.test(text) ? "busy" : "calm";
  return <span class={`badge ${tone}`}>{text}</span>;
}

export function Moment({ time, short = false }: { time: string | undefined; short?: boolean }) {
  if (time === undefined) return <span class="quiet">–</span>;
  return (
    <time dateTime={time} title={time}>
      {short ? timeOfDay(time) : moment(time)}
    </time>
  );
}

export function Facts({ facts }: { facts: [string, ComponentChildren][] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value ?? <span class="quiet">–</span>}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}

/** What can be wider or higher than there is room for. */
export function Scroll({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by keyboard, too
    <section class="scroll" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}

/** Text as it is: output, JSON. */
export function Code({ text, label }: { text: string; label: string }) {
  return (
    <Scroll label={label}>
      <pre>{text}</pre>
    </Scroll>
  );
}

interface SwitchProps {
  isOn: boolean;
  onSwitch: (isOn: boolean) => unknown;
  children: ComponentChildren;
}

export function Switch({ isOn, onSwitch, children }: SwitchProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        role="switch"
        aria-checked={isOn}
        checked={isOn}
        onChange={(event) => onSwitch(event.currentTarget.checked)}
      />
      {children}
    </label>
  );
}

/** What shows that something is still being read, or could not be. */
export function Waiting({ for: resource }: { for: Resource<never> | Resource<unknown> }) {
  const error = resource.error.value;
  return error === undefined ? <p class="empty">Loading…</p> : <p class="empty bad">{error}</p>;
}

interface FieldProps {
  label: string;
  hint?: string;
  /** The control. */
  children: VNode;
  class?: string;
}

export function Field({ label, hint, children, class: extra = "" }: FieldProps) {
  const id = useId();
  return (
    <div class={`field ${extra}`}>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is the child */}
      <label>
        <span>{label}</span>
        {hint === undefined ? children : cloneElement(children, { "aria-describedby": id })}
      </label>
      {hint && <small id={id}>{hint}</small>}
    </div>
  );
}

/** A form that is handled here: the text fields by name. */
export function Form({
  onSubmit,
  children,
  class: extra = "",
  label,
}: {
  onSubmit: (fields: Fields, form: HTMLFormElement) => void;
  children: ComponentChildren;
  class?: string;
  label: string;
}) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    onSubmit(new Fields(new FormData(form)), form);
  };
  return (
    <form class={`form ${extra}`} aria-label={label} onSubmit={submit}>
      {children}
    </form>
  );
}

export class Fields {
  #data: FormData;

  constructor(data: FormData) {
    this.#data = data;
  }

  text(name: string): string {
    return String(this.#data.get(name) ?? "");
  }

  /** The text; nothing where it is empty. */
  optional(name: string): string | undefined {
    return this.text(name).trim() || undefined;
  }

  number(name: string): number | undefined {
    const text = this.optional(name);
    return text === undefined ? undefined : Number(text);
  }

  flag(name: string): boolean {
    return this.#data.get(name) !== null;
  }
}
