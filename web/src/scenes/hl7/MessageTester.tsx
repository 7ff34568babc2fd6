import { useMutation } from '@tanstack/react-query';
import type { MessageTested } from '@throughline/contract';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { tryMessage } from '../../api/hl7.ts';
import { Field } from '../../components/Field.tsx';
import { parseMapping } from './draft.ts';
import { outcomeOf, type ShownIntent, shownIntents, shownSegments } from './words.ts';

const Became = ({ intent }: { readonly intent: ShownIntent }) => (
  <li className="mt-2">
    <span className="text-strong">{intent.kind}</span>
    <dl className="grid grid-cols-[14rem_minmax(0,1fr)] gap-x-3">
      {intent.values.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="truncate text-muted">{name}</dt>
          <dd className="whitespace-pre-wrap">{value}</dd>
        </div>
      ))}
    </dl>
  </li>
);

const Tested = ({ tested }: { readonly tested: MessageTested }) => {
  const { word, className } = outcomeOf(tested);
  return (
    <>
      <p className={`mt-2 ${className}`}>{word}</p>
      <p className="text-muted">
        {tested.type} · {tested.segments.length} segments · {tested.charset} · MSH-10 {tested.controlId}
      </p>
      {tested.flags.length > 0 && <p className="text-warn">Got over: {tested.flags.join(', ')}</p>}
      <h4 className="heading mt-2">What it became</h4>
      <ul aria-label="What it became">
        {shownIntents(tested.intents).map((intent) => (
          <Became key={intent.key} intent={intent} />
        ))}
        {tested.intents.length === 0 && <li className="text-muted">Nothing.</li>}
      </ul>
      <h4 className="heading mt-2">As it was read</h4>
      <ol aria-label="Segments" className="overflow-auto font-mono text-muted">
        {shownSegments(tested.segments).map(({ key, text }) => (
          <li key={key} className="whitespace-pre">
            {text}
          </li>
        ))}
      </ol>
    </>
  );
};

interface Props {
  readonly name: string;
  /** as it stands in the form, kept or not */
  readonly mapping: string;
}

/** Paste a message and see what it would become by this sender's mapping. Nothing is kept. */
export const MessageTester = ({ name, mapping }: Props) => {
  const [draft, setDraft] = useState<Readonly<Record<string, string>>>({ message: '' });
  const test = useMutation({
    mutationFn: async () => tryMessage(draft.message ?? '', name, parseMapping(mapping)),
  });
  return (
    <form
      aria-label="Try a message"
      className="mb-4"
      onSubmit={(event) => {
        event.preventDefault();
        test.mutate();
      }}
    >
      <h3 className="heading mb-1">Try a message by the mapping as it stands here</h3>
      <Field
        draft={draft}
        set={(field, value) => setDraft({ [field]: value })}
        field="message"
        label="Message, as it was sent or as a log prints it; nothing is kept"
        hint="MSH|^~\&|…"
        lines={8}
      />
      <Button className="action mt-2" type="submit" isDisabled={test.isPending || (draft.message ?? '').trim() === ''}>
        {test.isPending ? 'Reading …' : 'Read it'}
      </Button>
      <div role="status">
        {test.error && <p className="mt-2 text-bad">{test.error.message}</p>}
        {test.data && <Tested tested={test.data} />}
      </div>
    </form>
  );
};
