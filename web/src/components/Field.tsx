import type { ReactNode } from 'react';

interface FieldProps {
  readonly draft: Readonly<Record<string, string>>;
  readonly set: (field: string, value: string) => void;
  readonly field: string;
  readonly label: string;
  readonly hint?: string;
  readonly type?: string;
  /** a text of several lines instead */
  readonly lines?: number;
  readonly options?: readonly (readonly [value: string, text: string])[];
}

const Lines = ({ draft, set, field, hint, lines }: FieldProps) => (
  <textarea
    id={field}
    className="field font-mono"
    rows={lines}
    spellCheck={false}
    autoComplete="off"
    value={draft[field] ?? ''}
    placeholder={hint}
    onChange={(event) => set(field, event.target.value)}
  />
);

const Choice = ({ draft, set, field, options = [] }: FieldProps) => (
  <select id={field} className="field" value={draft[field]} onChange={(event) => set(field, event.target.value)}>
    {options.map(([value, text]) => (
      <option key={value} value={value}>
        {text}
      </option>
    ))}
  </select>
);

/** One setting of a form: a text, or one of several. */
export const Field = (props: FieldProps) => {
  const { draft, set, field, label, hint, type = 'text', lines, options } = props;
  return (
    <div className={`flex flex-col gap-0.5 ${lines ? 'col-span-2' : ''}`}>
      <label className="text-muted" htmlFor={field}>
        {label}
      </label>
      {options ? (
        <Choice {...props} />
      ) : lines ? (
        <Lines {...props} />
      ) : (
        <input
          id={field}
          className="field"
          type={type}
          autoComplete="off"
          value={draft[field] ?? ''}
          placeholder={hint}
          onChange={(event) => set(field, event.target.value)}
        />
      )}
    </div>
  );
};

/** Settings that belong together. */
export const Group = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <fieldset className="mb-3 grid grid-cols-2 gap-2">
    <legend className="heading mb-1">{title}</legend>
    {children}
  </fieldset>
);

export const yesNo = [
  ['yes', 'yes'],
  ['no', 'no'],
] as const;
