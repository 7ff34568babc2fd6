import type { CompletenessStatement } from '@throughline/contract';
import { Button } from 'react-aria-components/Button';
import { toggleEnlarged, useDesk } from '../../state/desk-state.ts';

const tone: Readonly<Record<CompletenessStatement['verdict'], string>> = {
  complete: 'border-ok bg-[#0f1a14]',
  incomplete: 'border-warn bg-[#221b0d]',
  unknown: 'border-warn bg-[#221b0d]',
};

const words: Readonly<Record<CompletenessStatement['verdict'], string>> = {
  complete: 'Complete.',
  incomplete: 'Not complete.',
  unknown: 'Not known.',
};

const counts = (received: number, expected: number | null): string => `${received}/${expected ?? '?'}`;

const Details = ({ statement }: { readonly statement: CompletenessStatement }) => (
  <section
    aria-label="Completeness in detail"
    className="absolute left-0 right-0 z-20 grid max-h-[70vh] grid-cols-[1fr_1.4fr] gap-6 overflow-auto border-b border-line bg-raised p-4 shadow-2xl"
    style={{ top: 'calc(var(--banner) + var(--statement))' }}
  >
    <div>
      <h2 className="heading mb-1">Sources</h2>
      <ul className="flex flex-col gap-1">
        {statement.sources.map((source) => (
          <li key={source.sourceId} data-source={source.siteName} data-outcome={source.outcome}>
            {source.text}
          </li>
        ))}
      </ul>
      <h2 className="heading mb-1 mt-4">Why</h2>
      <ul className="flex list-disc flex-col gap-1 pl-4">
        {statement.reasons.length === 0 && <li>Every source answered and everything that matters is here.</li>}
        {statement.reasons.map((reason) => (
          <li key={reason.code + reason.text}>{reason.text}</li>
        ))}
      </ul>
    </div>
    <div>
      <h2 className="heading mb-1">Studies, received of expected</h2>
      <ul className="flex flex-col gap-1">
        {statement.studies.map((study) => (
          <li key={study.studyInstanceUid}>
            <span className={study.state === 'whole' ? 'text-ok' : 'text-warn'}>
              {counts(study.received, study.expected)}
            </span>{' '}
            {study.label} · <span className="text-muted">{study.siteName}</span> · {study.text}
          </li>
        ))}
      </ul>
    </div>
  </section>
);

/** One line, always there, in plain words. */
export const Statement = ({ statement }: { readonly statement: CompletenessStatement }) => {
  const open = useDesk((state) => state.enlarged === 'completeness');
  const [first, ...more] = statement.reasons;
  return (
    <>
      <div
        role="status"
        data-verdict={statement.verdict}
        style={{ gridArea: 'statement' }}
        className={`flex items-center gap-3 overflow-hidden whitespace-nowrap border-l-4 px-3 ${tone[statement.verdict]}`}
      >
        <strong className="text-strong">{words[statement.verdict]}</strong>
        <span className="truncate">
          {statement.headline}
          {[first, ...more]
            .slice(0, 3)
            .map(
              (reason) =>
                reason && !statement.headline.includes(reason.text) && <span key={reason.text}> · {reason.text}</span>,
            )}
        </span>
        <Button
          className="ml-auto text-muted data-[hovered]:text-text"
          aria-expanded={open}
          onPress={() => toggleEnlarged('completeness')}
        >
          <kbd className="keycap">C</kbd> details
        </Button>
      </div>
      {open && <Details statement={statement} />}
    </>
  );
};
