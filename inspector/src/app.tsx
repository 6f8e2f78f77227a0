import { useEffect, useRef } from "preact/hooks";
import { PANELS } from "./panels/index.ts";
import { route } from "./router.ts";
import { ConfirmDialog } from "./ui/confirm.tsx";
import { focusHeading, keepFocus } from "./ui/focus.ts";
import { Header } from "./ui/header.tsx";
import { Messages } from "./ui/messages.tsx";
import { Navigation } from "./ui/navigation.tsx";

export function App() {
  const { panel, item } = route.value;
  const found = PANELS.find(({ id }) => id === panel) ?? PANELS[0];
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    document.title = `${found?.title} · mock-state-store`;
    if (isFirst.current) {
      isFirst.current = false;
      return undefined;
    }
    scrollTo(0, 0);
    return main.current === null ? undefined : focusHeading(main.current);
  }, [found]);
  useEffect(() => (main.current === null ? undefined : keepFocus(main.current)), []);
  if (found === undefined) return null;
  const Content = found.content;
  return (
    <>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        Skip to content
      </button>
      <Header />
      <div class="frame">
        <Navigation current={found.id} />
        <main id="content" ref={main} tabIndex={-1}>
          <Content key={found.id} item={item} />
        </main>
      </div>
      <Messages />
      <ConfirmDialog />
    </>
  );
}
