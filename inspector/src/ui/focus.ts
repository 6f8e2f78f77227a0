/* Where the focus goes when a panel is opened, and when what has it is removed, such as the button of a row. */

/** Moves the focus to the heading of a panel, which comes with what the panel shows. Returns what gives that up. */
export function focusHeading(main: HTMLElement): () => void {
  const before = document.activeElement;
  const focus = () => {
    const heading = main.querySelector<HTMLElement>("h1");
    if (heading === null) return;
    observer.disconnect();
    const { activeElement } = document;
    if (activeElement === before || activeElement === document.body) heading.focus({ preventScroll: true });
  };
  const observer = new MutationObserver(focus);
  observer.observe(main, { childList: true, subtree: true });
  focus();
  return () => observer.disconnect();
}

/**
 * Moves the focus to the heading of the card, or of the panel, that held the removed element; a browser would begin at the
 * top of the page again. Returns what ends it.
 */
export function keepFocus(main: HTMLElement): () => void {
  let last: Element | undefined;
  let card: Element | null = null;
  const remember = ({ target }: FocusEvent) => {
    last = target instanceof Element && main.contains(target) ? target : undefined;
    card = last?.closest(".card") ?? null;
  };
  const observer = new MutationObserver(() => {
    if (last === undefined || last.isConnected) return;
    last = undefined;
    if (document.activeElement !== document.body) return;
    const home = card?.isConnected ? card : main;
    home.querySelector<HTMLElement>("h1, h2")?.focus({ preventScroll: true });
  });
  document.addEventListener("focusin", remember);
  observer.observe(main, { childList: true, subtree: true });
  return () => {
    document.removeEventListener("focusin", remember);
    observer.disconnect();
  };
}
