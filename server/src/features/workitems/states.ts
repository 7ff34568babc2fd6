/** The states of a unified procedure step: PS3.4 Table CC.1.1-2, row by row. */
import type { WorkitemState } from '../../db/index.ts';
import type { ErrorCode } from '../../errors.ts';

/** What is asked of a workitem; `correct` and `incorrect` say whether the Transaction UID is the one that it takes. */
export type WorkitemEvent =
  | 'create'
  | 'claim, correct'
  | 'claim, incorrect'
  | 'schedule'
  | 'complete, correct'
  | 'complete, incorrect'
  | 'request cancel'
  | 'cancel, correct'
  | 'cancel, incorrect';

/**
 * - to: the new state; `final` when the final state requirements have to be met before
 * - tell: no new state, but who follows it is told of the request
 * - warn: it is so already
 * - refuse: the error that says why not
 */
export type Outcome =
  | { readonly to: WorkitemState; readonly final?: true }
  | { readonly tell: 'cancel requested' }
  | { readonly warn: 'B304' | 'B306' }
  | { readonly refuse: ErrorCode };

export type WorkitemPlace = 'absent' | WorkitemState;

const refuse = (code: ErrorCode): Outcome => ({ refuse: code });
const unknown = refuse('workitem-unknown');
const exists = refuse('duplicate-instance');
const ended = refuse('workitem-ended');
const notYours = refuse('workitem-not-locked-by-you');
const early = refuse('workitem-not-in-progress');
const never = refuse('workitem-only-created-scheduled');

type Row = Readonly<Record<WorkitemPlace, Outcome>>;

const row = (absent: Outcome, scheduled: Outcome, inProgress: Outcome, completed: Outcome, canceled: Outcome): Row => ({
  absent,
  SCHEDULED: scheduled,
  'IN PROGRESS': inProgress,
  COMPLETED: completed,
  CANCELED: canceled,
});

export const stateTable: Readonly<Record<WorkitemEvent, Row>> = {
  create: row({ to: 'SCHEDULED' }, exists, exists, exists, exists),
  'claim, correct': row(unknown, { to: 'IN PROGRESS' }, refuse('workitem-in-progress'), ended, ended),
  'claim, incorrect': row(unknown, notYours, notYours, notYours, notYours),
  schedule: row(unknown, never, never, never, never),
  'complete, correct': row(unknown, early, { to: 'COMPLETED', final: true }, { warn: 'B306' }, ended),
  'complete, incorrect': row(unknown, notYours, notYours, notYours, notYours),
  'request cancel': row(unknown, { to: 'CANCELED' }, { tell: 'cancel requested' }, refuse('workitem-completed'), {
    warn: 'B304',
  }),
  'cancel, correct': row(unknown, early, { to: 'CANCELED', final: true }, ended, { warn: 'B304' }),
  'cancel, incorrect': row(unknown, notYours, notYours, notYours, notYours),
};

/** States that a change may ask for (PS3.18 11.7.1.4). */
const asked: Readonly<Record<string, 'claim' | 'complete' | 'cancel'>> = {
  'IN PROGRESS': 'claim',
  COMPLETED: 'complete',
  CANCELED: 'cancel',
};

/** The event that a request to become `state` is; undefined if there is no such state. */
export const eventOf = (state: string, correct: boolean): WorkitemEvent | undefined => {
  if (state === 'SCHEDULED') return 'schedule';
  const verb = asked[state];
  return verb === undefined ? undefined : `${verb}, ${correct ? 'correct' : 'incorrect'}`;
};
