import { type Signal, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { read } from "./api.ts";

/** While changes come one after the other, a resource is read again this often at most. */
const PAUSE_MS = 50;

/** The pause is this many times as long as the reading took, up to a limit: it is the server's time, too. */
const PAUSE_SHARE = 8;
const LONGEST_PAUSE_MS = 700;

/** All that are shown. */
const shown = new Set<Resource<unknown>>();

/** Something of the control API. It is read when it is shown, and again when it has changed. */
export class Resource<T> {
  readonly data: Signal<T | undefined> = signal(undefined);
  readonly error: Signal<string | undefined> = signal(undefined);
  readonly sections: readonly string[];
  #path: string;
  #users = 0;
  #revision = -1;
  #isStale = true;
  #isReading = false;
  #nextAt = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pollMs: number | undefined;
  #poll: ReturnType<typeof setInterval> | undefined;

  /**
   * @param path where it is
   * @param sections the sections of the state that it is made of
   * @param pollMs how often it is read again, for what no event tells
   */
  constructor(path: string, sections: readonly string[], pollMs?: number) {
    this.#path = path;
    this.sections = sections;
    this.#pollMs = pollMs;
  }

  /** The value, in a component; it is kept up to date while that is shown. */
  use(): T | undefined {
    useEffect(() => this.#show(), [this]);
    return this.data.value;
  }

  #show(): () => void {
    this.#users += 1;
    shown.add(this as Resource<unknown>);
    if (this.#isStale) void this.#read();
    if (this.#users === 1 && this.#pollMs !== undefined) this.#poll = setInterval(() => this.refresh(), this.#pollMs);
    return () => {
      this.#users -= 1;
      if (this.#users > 0) return;
      shown.delete(this as Resource<unknown>);
      // Nobody tells it of changes any more.
      this.#isStale = true;
      clearTimeout(this.#timer);
      clearInterval(this.#poll);
    };
  }

  /** Reads it again, at once where it has been left alone for a while. */
  refresh(): void {
    this.#isStale = true;
    if (this.#isReading || this.#users === 0) return;
    clearTimeout(this.#timer);
    const wait = this.#nextAt - performance.now();
    if (wait <= 0) void this.#read();
    else this.#timer = setTimeout(() => void this.#read(), wait);
  }

  /** Reads it again, unless it holds that revision. */
  catchUp(revision: number): void {
    if (!this.#isReading && this.#revision < revision) this.refresh();
  }

  async #read(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    this.#isStale = false;
    const begun = performance.now();
    try {
      const { value, revision } = await read<T>(this.#path);
      this.#revision = revision;
      this.data.value = value;
      this.error.value = undefined;
    } catch (error) {
      this.error.value = (error as Error).message;
    } finally {
      this.#isReading = false;
      const pause = Math.max(PAUSE_MS, (performance.now() - begun) * PAUSE_SHARE);
      this.#nextAt = begun + Math.min(pause, LONGEST_PAUSE_MS);
    }
    if (this.#isStale) this.refresh();
  }
}

/** Reads again what is shown of these sections; of all without. */
export function refreshShown(sections?: readonly string[]): void {
  for (const resource of shown) {
    if (sections === undefined || resource.sections.some((section) => sections.includes(section))) resource.refresh();
  }
}

/** Reads again what is shown and older than a revision. */
export function catchUp(revision: number): void {
  for (const resource of shown) resource.catchUp(revision);
}
