import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

interface Question {
  title: string;
  text: string;
  action: string;
  answer: (isSure: boolean) => void;
}

const question = signal<Question | undefined>(undefined);

/** Asks before something that cannot be taken back. */
export function confirm(title: string, text: string, action: string): Promise<boolean> {
  return new Promise((resolve) => {
    question.value = { title, text, action, answer: resolve };
  });
}

export function ConfirmDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const asked = question.value;
  useEffect(() => {
    if (asked !== undefined) dialog.current?.showModal();
  }, [asked]);
  if (asked === undefined) return null;
  const settle = (isSure: boolean) => {
    dialog.current?.close();
    question.value = undefined;
    asked.answer(isSure);
  };
  const cancel = (event: Event) => {
    event.preventDefault();
    settle(false);
  };
  return (
    <dialog ref={dialog} aria-labelledby="confirm-title" onCancel={cancel}>
      <h2 id="confirm-title">{asked.title}</h2>
      <p>{asked.text}</p>
      <div class="actions end">
        <button type="button" onClick={() => settle(false)}>
          Cancel
        </button>
        <button type="button" class="danger" onClick={() => settle(true)}>
          {asked.action}
        </button>
      </div>
    </dialog>
  );
}
