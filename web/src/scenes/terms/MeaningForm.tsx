import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ExamCorrection, ExamGuess, SiteExam, TermValues } from '@throughline/contract';
import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { meaningQuery, sayMeaning } from '../../api/terms.ts';
import { focusOf } from '../../keys/match.ts';
import { Attributes } from './Attributes.tsx';
import { correctionOf, draftOf } from './draft.ts';

const percent = (share: number): string => `${Math.round(share * 100)} %`;

const Guesses = ({
  guesses,
  take,
}: {
  readonly guesses: readonly ExamGuess[];
  readonly take: (at: number) => void;
}) => (
  <ol aria-label="Guesses" className="mb-3">
    {guesses.map((guess, at) => (
      <li key={`${guess.plain} ${guess.correction.code?.code}`}>
        <Button className="action w-full text-left" onPress={() => take(at)}>
          <kbd className="keycap">{at + 1}</kbd> <span className="text-strong">{guess.plain}</span>{' '}
          <span className="text-muted">
            {percent(guess.confidence)} {guess.correction.code && `LOINC ${guess.correction.code.code}`}
          </span>
        </Button>
      </li>
    ))}
    {guesses.length === 0 && <li className="text-muted">Nothing of the name is understood: say what it is.</li>}
  </ol>
);

/** The number keys take a guess and Escape closes, unless somebody types. */
const useFormKeys = (count: number, take: (at: number) => void, close: () => void): void => {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const at = Number(event.key) - 1;
      if (event.ctrlKey || event.altKey || event.metaKey || focusOf(document.activeElement) === 'text') return;
      if (event.key === 'Escape') close();
      if (Number.isInteger(at) && at >= 0 && at < count) take(at);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [count, take, close]);
};

const Preview = ({
  exam,
  correction,
}: {
  readonly exam: SiteExam;
  readonly correction: ExamCorrection | undefined;
}) => {
  const { data } = useQuery(meaningQuery({ exam, ...(correction && { correction }) }));
  const code = data?.codes.find((one) => one.of === 'exam');
  return (
    <p role="status" className="my-3">
      <span className="text-muted">It then is </span>
      <strong className="text-strong">{data?.plain ?? '…'}</strong>
      {code && (
        <span className="block text-muted">
          {code.scheme} {code.code} {code.meaning}
        </span>
      )}
      {data && data.lacks.length > 0 && (
        <span className="block text-warn">Still not clear: {data.lacks.join(', ')}.</span>
      )}
    </p>
  );
};

interface Props {
  readonly exam: SiteExam;
  readonly guesses: readonly ExamGuess[];
  readonly values: TermValues;
  /** What is said of it now, and by which version. */
  readonly said?: { readonly correction: ExamCorrection | null; readonly version: number };
  readonly saved: () => void;
  readonly close: () => void;
}

/** Says what an exam is: by a guess, or attribute by attribute. */
export const MeaningForm = ({ exam, guesses, values, said, saved, close }: Props) => {
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(said?.correction));
  const [ofAny, setOfAny] = useState(false);
  const [reason, setReason] = useState('');
  const [taken, setTaken] = useState(0);
  const saveButton = useRef<HTMLButtonElement>(null);
  const take = (at: number): void => {
    setDraft(draftOf(guesses[at]?.correction));
    setTaken((times) => times + 1);
  };
  useFormKeys(guesses.length, take, close);
  // A guess that was taken is saved with Enter.
  useEffect(() => {
    if (taken > 0) saveButton.current?.focus();
  }, [taken]);
  const correction = correctionOf(draft);
  const about = ofAny ? { ...exam, modality: '' } : exam;
  const save = useMutation({
    mutationFn: async () => {
      if (correction === undefined) throw new Error('Take a guess or say an attribute.');
      const version = said === undefined ? {} : { version: said.version };
      return sayMeaning({ exam: about, correction, reason: reason.trim() || 'Read by a person', ...version });
    },
    onSuccess: async () => {
      saved();
      await client.invalidateQueries({ queryKey: ['terms'] });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {said === undefined && <Guesses guesses={guesses} take={take} />}
      <Attributes draft={draft} set={setDraft} values={values} />
      <Preview exam={exam} correction={correction} />
      <label className="flex flex-col gap-0.5">
        <span className="text-muted">Why (optional)</span>
        <input
          className="field"
          autoComplete="off"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      {said === undefined && exam.modality !== '' && (
        <label className="my-2 flex items-center gap-2">
          <input type="checkbox" checked={ofAny} onChange={(event) => setOfAny(event.target.checked)} />
          whatever modality is sent, not only {exam.modality}
        </label>
      )}
      <div className="mt-2 flex gap-2">
        <Button
          ref={saveButton}
          className="action"
          type="submit"
          isDisabled={save.isPending || correction === undefined}
        >
          {save.isPending ? 'Saving …' : 'Save: it holds at once'}
        </Button>
        <Button className="action" onPress={close}>
          Close
        </Button>
      </div>
      <p role="alert" className="mt-2 min-h-5 text-bad">
        {save.error?.message}
      </p>
    </form>
  );
};
