/** Why the statement is not *complete*: each reason with its witness, the most important first. */
import type { CompletenessStatement, StudyStatement } from '@throughline/contract';
import { countStudy } from './counts.ts';
import type { Ledger, LedgerSource, LedgerStudy } from './ledger.ts';
import { type SourceVoice, stateSource, voiceOf } from './source-statement.ts';
import { type StudyState, stateStudy } from './study-statement.ts';
import { plural } from './words.ts';

type Reason = CompletenessStatement['reasons'][number];

/** `missing`: something known is not here. `unknown`: we cannot tell. `note`: worth saying, decides nothing. */
type Weight = 'missing' | 'unknown' | 'note';

export interface WeighedReason {
  readonly weight: Weight;
  readonly reason: Reason;
}

const sourceCodes: Readonly<Record<SourceVoice, readonly [Weight, Reason['code']] | undefined>> = {
  answered: undefined,
  silent: ['missing', 'source-silent'],
  refused: ['missing', 'source-refused'],
  asking: ['unknown', 'source-asking'],
  'not-asked': ['unknown', 'source-not-asked'],
};

const studyCodes: Readonly<Record<StudyState, readonly [Weight, Reason['code']] | undefined>> = {
  whole: undefined,
  partial: ['missing', 'study-partial'],
  arriving: ['missing', 'study-arriving'],
  remote: ['missing', 'study-remote'],
  unreachable: ['missing', 'study-remote'],
  failed: ['missing', 'study-failed'],
  unknown: ['unknown', 'study-count-unknown'],
};

const ofSource = (source: LedgerSource, ledger: Ledger, now: Date): WeighedReason[] => {
  const code = sourceCodes[voiceOf(source)];
  if (code === undefined) return [];
  const { text } = stateSource(source, ledger.sources, now);
  return [{ weight: code[0], reason: { code: code[1], text, sourceId: source.sourceId, studyInstanceUid: null } }];
};

const copiesText = (study: LedgerStudy): string => {
  const copies = study.copies.map((copy) => `${copy.siteName} has ${copy.claimed ?? 'an unknown number'}`);
  return `${study.label}: copies differ, ${copies.join(', ')}`;
};

const ofStudy = (study: LedgerStudy, statement: StudyStatement): WeighedReason[] => {
  const about = { sourceId: null, studyInstanceUid: study.studyInstanceUid };
  const code = studyCodes[statement.state];
  const own: WeighedReason[] =
    code === undefined ? [] : [{ weight: code[0], reason: { code: code[1], text: statement.text, ...about } }];
  if (!countStudy(study).copiesDiffer) return own;
  return [...own, { weight: 'note', reason: { code: 'copies-differ', text: copiesText(study), ...about } }];
};

const ofIdentity = ({ reviews }: Ledger): WeighedReason[] => {
  if (reviews === 0) return [];
  const text = `${plural(reviews, 'record')} may be this patient and ${reviews === 1 ? 'waits' : 'wait'} for review`;
  return [{ weight: 'unknown', reason: { code: 'identity-review', text, sourceId: null, studyInstanceUid: null } }];
};

const ofNothing = ({ sources }: Ledger): WeighedReason[] =>
  sources.length > 0
    ? []
    : [
        {
          weight: 'unknown',
          reason: {
            code: 'no-sources',
            text: 'No hospital is registered to be asked',
            sourceId: null,
            studyInstanceUid: null,
          },
        },
      ];

const order: readonly Weight[] = ['missing', 'unknown', 'note'];

export const reasonsOf = (ledger: Ledger, now: Date): readonly WeighedReason[] => {
  const counted = ledger.studies.filter((study) => study.role !== 'other');
  const reasons = [
    ...ledger.sources.flatMap((source) => ofSource(source, ledger, now)),
    ...counted.flatMap((study) => ofStudy(study, stateStudy(study, ledger.sources, now))),
    ...ofIdentity(ledger),
    ...ofNothing(ledger),
  ];
  return reasons.toSorted((one, other) => order.indexOf(one.weight) - order.indexOf(other.weight));
};
