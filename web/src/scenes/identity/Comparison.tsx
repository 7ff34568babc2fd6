import { useQuery } from '@tanstack/react-query';
import type { IdentityReview } from '@throughline/contract';
import { Button } from 'react-aria-components/Button';
import { comparisonQuery } from '../../api/identity.ts';
import { Evidence } from './Evidence.tsx';
import { ReasonField } from './ReasonField.tsx';
import { Witnesses } from './Witnesses.tsx';
import { likelihoodOf } from './words.ts';

interface Props {
  readonly review: IdentityReview;
  readonly busy: boolean;
  readonly reason: string;
  readonly setReason: (reason: string) => void;
  readonly act: (verb: 'same' | 'not-same' | 'skip') => void;
}

const buttons = [
  ['same', 'S', 'Same person'],
  ['not-same', 'N', 'Not the same'],
  ['skip', 'K', 'Skip'],
] as const;

/** Two records side by side, and the answer. */
export const Comparison = ({ review, busy, reason, setReason, act }: Props) => {
  const { data } = useQuery(comparisonQuery(review.id));
  const { one, other } = review;
  return (
    <section aria-label="The two records" className="flex min-h-0 flex-col border-l border-line bg-panel">
      <div className="border-b border-line p-4">
        <h2 className="text-base text-strong">
          {one.name ?? 'no name'} and {other.name ?? 'no name'}
        </h2>
        <p className="m-0 text-muted">{likelihoodOf(data ?? review)} that they are one person by the fields alone</p>
        <div className="mt-3 flex flex-wrap items-center gap-2">
          {buttons.map(([verb, key, text]) => (
            <Button key={verb} className="action whitespace-nowrap" isDisabled={busy} onPress={() => act(verb)}>
              <kbd className="keycap">{key}</kbd> {text}
            </Button>
          ))}
          <ReasonField value={reason} change={setReason} />
        </div>
      </div>
      <div className="min-h-0 flex-1 overflow-auto p-4" aria-busy={data === undefined}>
        {data ? (
          <>
            <Evidence comparison={data} />
            <Witnesses one={data.one} other={data.other} />
          </>
        ) : (
          <p className="text-muted">Loading …</p>
        )}
      </div>
    </section>
  );
};
