import type { CompletenessStatement, StatementHistory, StudyStatement } from '@throughline/contract';
import { type ReactNode, useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { otherZone, toTheSecond } from '../../components/hub-clock.ts';
import { toggleEnlarged, useDesk } from '../../state/desk-state.ts';
import { ClosePanel } from './ClosePanel.tsx';
import { ShownBefore } from './ShownBefore.tsx';
import { usePanelFocus } from './use-panel-focus.ts';

const isSure = ({ verdict, sources }: CompletenessStatement): boolean =>
  verdict === 'complete' && sources.every(({ away }) => away === null);

const counts = (received: number, expected: number | null): string => `${received}/${expected ?? '?'}`;

/** What lacks something is marked where that is a reason of the verdict: what does not matter is not fetched, and says so. */
const toneOf = ({ studyInstanceUid, state }: StudyStatement, { reasons }: CompletenessStatement): string => {
  if (state === 'whole') return 'text-ok';
  return reasons.some((reason) => reason.studyInstanceUid === studyInstanceUid) ? 'text-warn' : 'text-muted';
};

const Parts = ({ statement, before }: { readonly statement: CompletenessStatement; readonly before: ReactNode }) => {
  const panel = useRef<HTMLElement>(null);
  usePanelFocus(panel);
  return (
    <section
      ref={panel}
      aria-label="Completeness in detail"
      tabIndex={0}
      className="absolute inset-x-0 top-full z-20 grid max-h-[70vh] grid-cols-[1fr_1.4fr] gap-6 overflow-auto border-b border-line bg-raised p-4 shadow-2xl"
    >
      <div>
        <h2 className="heading mb-1">Sources</h2>
        <ul className="flex flex-col gap-1">
          {statement.sources.map((source) => (
            <li
              key={source.sourceId}
              data-source={source.siteName}
              data-outcome={source.outcome}
              className={source.away === null ? '' : 'text-warn'}
            >
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
        <h2 className="heading mb-1 mt-4">Whose</h2>
        <ul className="flex flex-col gap-1">
          <li>{statement.identity.text}</li>
          {statement.hidden.map(({ siteName, text }) => (
            <li key={siteName + text} className="text-warn">
              {text}
            </li>
          ))}
        </ul>
        {before}
      </div>
      <div>
        <ClosePanel />
        <h2 className="heading mb-3 pr-24">Studies, received of expected</h2>
        <ul className="flex flex-col gap-1">
          {statement.studies.map((study) => (
            <li key={study.studyInstanceUid}>
              <span className={toneOf(study, statement)}>{counts(study.received, study.expected)}</span>{' '}
              {study.text.startsWith(study.label) ? '' : `${study.label} · `}
              {study.text} · <span className="text-muted">{study.siteName}</span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
};

/** Of now; or as it was when somebody was shown it. */
const Details = ({ study, statement }: { readonly study: string; readonly statement: CompletenessStatement }) => {
  const [then, setThen] = useState<StatementHistory['shown'][number]>();
  const before = (
    <>
      {then && (
        <p role="status" className="mb-0 mt-4 text-warn">
          This stood here from {toTheSecond(then.from)} on, and was shown to {then.subject} first. It may no longer be
          true.
        </p>
      )}
      <ShownBefore study={study} chosen={then} choose={setThen} />
    </>
  );
  return <Parts statement={then?.statement ?? statement} before={before} />;
};

/** Whose clock the times in the sentences are on, where it is not the reader's. */
const ZoneOf = ({ at }: { readonly at: string }) => {
  const zone = otherZone(at);
  return zone && <span className="shrink-0 text-muted">times in {zone}</span>;
};

/** Those that the line does not say yet: the first ones after what it counts as "3 more". */
const besides = ({ headline, reasons }: CompletenessStatement): readonly string[] => {
  const counted = Number(/ · (\d+) more$/.exec(headline)?.[1] ?? 0);
  const unsaid = reasons.map(({ text }) => text).filter((text) => !headline.includes(text));
  return unsaid.slice(counted, counted + 3);
};

/** One line, always there, in plain words. */
export const Statement = ({
  study,
  statement,
  stale,
}: {
  readonly study: string;
  readonly statement: CompletenessStatement;
  readonly stale: boolean;
}) => {
  const lostSince = useDesk((state) => state.lostSince);
  const open = useDesk((state) => state.enlarged === 'completeness');
  const [verdict = '', ...rest] = statement.headline.split(' · ');
  return (
    <div style={{ gridArea: 'statement' }} className="relative grid">
      <div
        role="status"
        data-verdict={statement.verdict}
        className={`flex min-w-0 items-center gap-3 border-l-4 px-3 py-0.5 ${isSure(statement) ? 'border-ok bg-[#0f1a14]' : 'border-warn bg-[#221b0d]'}`}
      >
        {(stale || lostSince !== null) && (
          <strong className="text-bad">
            The hub does not answer{lostSince && ` since ${lostSince}`}: this may no longer be true. It is asked again.
          </strong>
        )}
        <span className="min-w-0 wrap-anywhere">
          <strong className="text-strong">{verdict}</strong>
          {[...rest, ...besides(statement)].map((text) => (
            <span key={text}> · {text}</span>
          ))}
        </span>
        <ZoneOf at={statement.asOf} />
        <Button
          className="ml-auto shrink-0 text-muted data-[hovered]:text-text"
          aria-expanded={open}
          onPress={() => toggleEnlarged('completeness')}
        >
          <kbd className="keycap">C</kbd> details
        </Button>
      </div>
      {open && <Details study={study} statement={statement} />}
    </div>
  );
};
