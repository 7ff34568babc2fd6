import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import type { IdentityReview } from '@throughline/contract';
import { useCallback, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { identityQueueQuery } from '../../api/identity.ts';
import { DeskHeader } from '../../components/DeskHeader.tsx';
import { DeskList } from '../../components/DeskList.tsx';
import { More } from '../../components/More.tsx';
import { Problem } from '../../components/Problem.tsx';
import { Comparison } from './Comparison.tsx';
import { useAnswerKeys } from './use-answer-keys.ts';
import { useDecisions } from './use-decisions.ts';
import { useFarReview } from './use-far-review.ts';
import { Workload } from './Workload.tsx';
import { dateText, likelihoodOf, placeOf, ruleName } from './words.ts';

const columns = 'grid grid-cols-[minmax(0,1fr)_4.5rem] gap-2 px-4 xl:grid-cols-[minmax(0,1fr)_6.5rem]';

const Row = ({ review, open, skipped }: { review: IdentityReview; open: boolean; skipped: boolean }) => (
  <div className={`${columns} border-l-2 py-1.5 ${open ? 'border-accent' : 'border-transparent'}`}>
    <span className="min-w-0">
      {[review.one, review.other].map((side) => (
        <span key={`${side.issuer} ${side.id}`} className="block wrap-anywhere">
          <span className="text-strong">{side.name ?? 'no name'}</span>{' '}
          <span className="text-muted">
            {[dateText(side.birthDate ?? ''), placeOf(side)].filter(Boolean).join(' · ')}
          </span>
        </span>
      ))}
      <span className="block text-muted">
        {review.rules.map(ruleName).join(', ') || 'not sure enough'}
        {skipped ? ' · skipped' : ''}
      </span>
    </span>
    <span className="text-muted">{likelihoodOf(review)}</span>
  </div>
);

/** Records that may be one person: each pair side by side, answered by a key, and taken back by another. */
export const Identity = () => {
  const { data, error, hasNextPage, fetchNextPage } = useInfiniteQuery(identityQueueQuery);
  const asked = useSearch({ from: '/identity' }).review ?? null;
  const [chosen, setChosen] = useState(asked);
  const [skipped, setSkipped] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState<{ readonly of: string; readonly text: string }>();
  const decisions = useDecisions(setChosen);
  const reviews = data?.pages.flatMap((page) => page.reviews) ?? [];
  const far = useFarReview(
    data !== undefined && chosen === asked && !reviews.some(({ id }) => id === asked) ? asked : null,
  );
  const open =
    reviews.find(({ id }) => id === chosen) ?? far ?? reviews.find(({ id }) => !skipped.has(id)) ?? reviews[0];
  // A reason belongs to the pair that it was written beside, and to no other that is opened after it.
  const reason = said !== undefined && said.of === open?.id ? said.text : '';
  const next = reviews.slice(open ? reviews.indexOf(open) + 1 : 0).find(({ id }) => !skipped.has(id));

  const act = useCallback(
    (verb: 'same' | 'not-same' | 'skip' | 'undo' | 'reason'): void => {
      if (verb === 'reason') {
        document.querySelector<HTMLInputElement>('[data-reason]')?.focus();
        return;
      }
      if (decisions.busy) return;
      if (verb === 'undo') decisions.undo();
      if (verb === 'undo' || open === undefined) return;
      if (verb === 'skip') {
        setSkipped((all) => new Set([...all, open.id]));
        setChosen(next?.id ?? null);
        return;
      }
      const answer = { id: open.id, answer: verb, reason: reason.trim() || 'compared on the page' };
      decisions.answer(answer).then(
        () => {
          setSaid(undefined);
          setChosen(next?.id ?? null);
        },
        () => undefined,
      );
    },
    [decisions, open, next, reason],
  );
  useAnswerKeys(act);

  if (error && !data) return <Problem error={error} />;
  return (
    <main className="flex h-full flex-col">
      <DeskHeader page="Identity">
        <span role="status" className={`ml-auto ${decisions.told.failed ? 'text-bad' : 'text-muted'}`}>
          {decisions.told.text}
        </span>
        <Button className="action" isDisabled={decisions.busy || !decisions.last} onPress={() => act('undo')}>
          <kbd className="keycap">U</kbd> Take the last answer back
        </Button>
      </DeskHeader>
      <Workload />
      <div
        className={`grid min-h-0 flex-1 ${open ? 'grid-cols-[17rem_minmax(0,1fr)] xl:grid-cols-[24rem_minmax(0,1fr)]' : ''}`}
      >
        <DeskList
          label="Questions"
          columns={columns}
          head={
            <>
              <span>May be one person</span>
              <span>Likelihood</span>
            </>
          }
          items={data && reviews}
          nameOf={({ one, other }) => `${one.name ?? 'no name'} and ${other.name ?? 'no name'}`}
          row={(review) => <Row review={review} open={review.id === open?.id} skipped={skipped.has(review.id)} />}
          empty="Nothing waits: who is whom is known."
          open={setChosen}
          foot={
            <>
              <span>
                <kbd className="keycap">↑</kbd> <kbd className="keycap">↓</kbd> choose ·{' '}
                <kbd className="keycap">Enter</kbd> open
              </span>
              {hasNextPage && <More fetchNextPage={fetchNextPage} />}
            </>
          }
        />
        {open && (
          <Comparison
            key={open.id}
            review={open}
            busy={decisions.busy}
            reason={reason}
            setReason={(text) => setSaid({ of: open.id, text })}
            act={act}
          />
        )}
      </div>
    </main>
  );
};
