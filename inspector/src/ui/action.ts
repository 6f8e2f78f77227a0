/* What a person does: it is said how it went. */

import { signal } from "@preact/signals";

export interface Message {
  id: number;
  text: string;
  isError: boolean;
}

const SHOWN_MS = 4000;

export const messages = signal<Message[]>([]);

let last = 0;

export function say(text: string, isError = false): void {
  last += 1;
  const id = last;
  messages.value = [...messages.value, { id, text, isError }].slice(-3);
  setTimeout(() => dismiss(id), isError ? SHOWN_MS * 3 : SHOWN_MS);
}

export function dismiss(id: number): void {
  messages.value = messages.value.filter((message) => message.id !== id);
}

/** Does something, and says that it is done, or why it is not. Answers whether it is. */
export async function act(done: string, action: () => Promise<unknown>): Promise<boolean> {
  try {
    await action();
    say(done);
    return true;
  } catch (error) {
    say((error as Error).message, true);
    return false;
  }
}
