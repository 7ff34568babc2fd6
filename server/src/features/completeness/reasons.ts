/** Why the statement is not *complete*: each reason with its witness, the most important first. */
import type { CompletenessStatement, StudyStatement } from '@throughline/contract';
import type { Counts } from './counts.ts';
import { gapsOf, gapText } from './coverage.ts';
import type { Ledger, LedgerSource, LedgerStudy } from './ledger.ts';
import { awayText, reportsText, type SourceVoice, stateSource, voiceOf } from './source-statement.ts';
import { isNotGiven, type StatedStudy, type StudyState } from './study-statement.ts';
import { clock, plural } from './words.ts';

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

/** What is stated is stated as of its answer: nothing that is known is missing by this, and what it may have since, nobody knows. */
const ofAway = (source: LedgerSource, ledger: Ledger, now: Date): WeighedReason[] => {
  const text = awayText(source, ledger.sources, now);
  if (text === undefined) return [];
  return [{ weight: 'note', reason: { code: 'source-away', text, sourceId: source.sourceId, studyInstanceUid: null } }];
};

const ofReports = (source: LedgerSource, ledger: Ledger, now: Date): WeighedReason[] => {
  const text = reportsText(source, ledger.sources, now);
  if (text === undefined) return [];
  return [
    { weight: 'unknown', reason: { code: 'reports-unknown', text, sourceId: source.sourceId, studyInstanceUid: null } },
  ];
};

/** A part is plain from the numbers. */
const kindWords: Readonly<Record<LedgerStudy['copies'][number]['kind'], string>> = {
  whole: '',
  partial: '',
  'key-images': ' (key images only)',
  'report-only': ' (the report only)',
};

const copiesText = (study: LedgerStudy): string => {
  const copies = study.copies.map(
    ({ siteName, claimed, kind }) => `${siteName} has ${claimed ?? 'an unknown number'}${kindWords[kind]}`,
  );
  return `${study.label}: copies differ, ${copies.join(', ')}`;
};

const witnessesText = (study: LedgerStudy, { witnesses }: Counts): string =>
  `${study.label}: witnesses differ, ${witnesses.map(({ witness, objects }) => `${witness} says ${objects}`).join(', ')}`;

const left: readonly [Weight, Reason['code']] = ['missing', 'study-left'];

/** It is there and could be had: the budget of the gathering leaves it. */
const isLeft = (study: LedgerStudy, { state }: StudyStatement): boolean =>
  study.left !== null && (state === 'remote' || state === 'partial');

const notGiven: readonly [Weight, Reason['code']] = ['missing', 'study-not-given'];

const codeOf = (study: LedgerStudy, statement: StudyStatement) => {
  if (isNotGiven(study, statement.state)) return notGiven;
  return isLeft(study, statement) ? left : studyCodes[statement.state];
};

const ofStudy = ({ study, counts, statement }: StatedStudy): WeighedReason[] => {
  const about = { sourceId: null, studyInstanceUid: study.studyInstanceUid };
  const code = codeOf(study, statement);
  const own: WeighedReason[] =
    code === undefined ? [] : [{ weight: code[0], reason: { code: code[1], text: statement.text, ...about } }];
  const note = (differ: boolean, code: Reason['code'], text: () => string): WeighedReason[] =>
    differ ? [{ weight: 'note', reason: { code, text: text(), ...about } }] : [];
  return [
    ...own,
    ...note(counts.copiesDiffer, 'copies-differ', () => copiesText(study)),
    ...note(counts.witnesses.length > 1, 'witnesses-differ', () => witnessesText(study, counts)),
  ];
};

const ofIdentity = ({ hidden }: Ledger): WeighedReason[] => {
  if (hidden.length === 0) return [];
  const text = `${plural(hidden.length, 'record')} may be this patient and ${hidden.length === 1 ? 'waits' : 'wait'} for review`;
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

/** A source that moves a study, or answers with half of what it has, is no proof that there is none: for a day nobody can tell. */
const VANISHING_MS = 86_400_000;

const whatVanished = ({ objects }: Ledger['vanished'][number]): string => {
  if (objects === undefined) return 'it';
  return objects === null ? 'a copy of it' : `a copy of ${plural(objects, 'image')}`;
};

const ofVanished = ({ vanished }: Ledger, now: Date): WeighedReason[] =>
  vanished.map((gone) => ({
    weight: now.getTime() - gone.since.getTime() < VANISHING_MS ? 'unknown' : 'note',
    reason: {
      code: 'study-vanished',
      text: `${gone.label}: ${gone.siteNames.join(' and ')} had ${whatVanished(gone)} and no longer ${gone.siteNames.length > 1 ? 'list' : 'lists'} it since ${clock(gone.since, now)}`,
      sourceId: null,
      studyInstanceUid: gone.studyInstanceUid,
    },
  }));

const ofMentions = ({ mentions }: Ledger): WeighedReason[] =>
  mentions.map(({ studyInstanceUid, label, mentioned }) => ({
    weight: 'unknown',
    reason: {
      code: 'report-mentions',
      text: `The report of ${label} compares with ${mentioned}, which no hospital lists`,
      sourceId: null,
      studyInstanceUid,
    },
  }));

const capitalised = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** What nobody is asked for is said with every statement; that it exists is known, so nothing is hidden by *complete*. */
const ofCoverage = ({ sources }: Ledger): WeighedReason[] =>
  sources.length === 0
    ? []
    : gapsOf(sources).map((gap) => ({
        weight: 'note',
        reason: {
          code: 'period-not-covered',
          text: capitalised(gapText(gap)),
          sourceId: null,
          studyInstanceUid: null,
        },
      }));

const order: readonly Weight[] = ['missing', 'unknown', 'note'];

export const reasonsOf = (ledger: Ledger, stated: readonly StatedStudy[], now: Date): readonly WeighedReason[] => {
  const counted = stated.filter(({ study }) => study.role !== 'other');
  const reasons = [
    ...ledger.sources.flatMap((source) => ofSource(source, ledger, now)),
    ...counted.flatMap(ofStudy),
    ...ledger.sources.flatMap((source) => ofAway(source, ledger, now)),
    ...ledger.sources.flatMap((source) => ofReports(source, ledger, now)),
    ...ofVanished(ledger, now),
    ...ofMentions(ledger),
    ...ofIdentity(ledger),
    ...ofNothing(ledger),
    ...ofCoverage(ledger),
  ];
  return reasons.toSorted((one, other) => order.indexOf(one.weight) - order.indexOf(other.weight));
};
