import { type ReactNode, useId } from "react";

interface PanelProps {
  title: string;
  /** A word on what there is. */
  note?: ReactNode;
  children: ReactNode;
}

export function Panel({ title, note, children }: PanelProps) {
  const heading = useId();
  return (
    <section className="panel" aria-labelledby={heading}>
      <div className="panel-title">
        <h2 id={heading}>{title}</h2>
        {note && <span className="muted">{note}</span>}
      </div>
      {children}
    </section>
  );
}
