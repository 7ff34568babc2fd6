import { type KeyboardEvent, useRef } from 'react';

interface Props {
  readonly value: string;
  readonly change: (value: string) => void;
}

/** Why it is answered so. Enter keeps it, Escape drops it; the focus goes back to where it was, and the next key can answer. */
export const ReasonField = ({ value, change }: Props) => {
  const before = useRef<Element | null>(null);
  const press = ({ key, currentTarget }: KeyboardEvent<HTMLInputElement>): void => {
    if (key !== 'Enter' && key !== 'Escape') return;
    if (key === 'Escape') change('');
    if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
    else currentTarget.blur();
  };
  return (
    <label className="flex min-w-48 flex-1 items-center gap-2 text-muted">
      <kbd className="keycap">R</kbd> Reason
      <input
        data-reason
        className="field min-w-0 flex-1"
        value={value}
        maxLength={1000}
        placeholder="compared on the page"
        onFocus={({ relatedTarget }) => {
          before.current = relatedTarget;
        }}
        onChange={(event) => change(event.target.value)}
        onKeyDown={press}
      />
    </label>
  );
};
