/** The decisions of a gathering, each by a table: what is current, who is asked, which copy is fetched. */
import { describe, expect, it } from 'vitest';
import { now, record, sourceRow } from '../../../test/person-rows.ts';
import type { LatestEnquiry, TransferRow } from '../../db/index.ts';
import type { KnownStudy, PersonPicture } from '../history/index.ts';
import { askAgainAfter, fetchAgainAfter, MOST_ATTEMPTS } from './back-off.ts';
import { currentStudies } from './currents.ts';
import { isDue } from './due.ts';
import { startOf } from './planned.ts';
import { chooseCopy, plannedPriority } from './queue-transfers.ts';

const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1_000);

const enquiry = (source_id: string, more: Partial<LatestEnquiry> = {}): LatestEnquiry => ({
  person_id: 'p',
  source_id,
  outcome: 'found',
  found: 1,
  error_code: null,
  identifiers: [],
  asked_at: ago(30),
  answered_at: ago(29),
  duration_ms: 900,
  last_answered_at: ago(29),
  last_answered_identifiers: [],
  asking_since: null,
  ...more,
});

const known = (studyInstanceUid: string, more: Partial<KnownStudy> = {}): KnownStudy => ({
  studyInstanceUid,
  patientRecordId: 'A-1',
  date: '2026-11-24',
  time: '08:00',
  utcOffset: null,
  age: null,
  description: 'CT',
  modalities: ['CT'],
  bodyPart: null,
  laterality: null,
  accessionNumber: null,
  accessionIssuer: null,
  procedureCode: null,
  reasonForExam: null,
  institution: null,
  sourceId: null,
  siteName: 'a',
  local: null,
  series: [],
  copies: [],
  lost: [],
  announced: null,
  transfers: [],
  left: null,
  ...more,
});

type Local = NonNullable<KnownStudy['local']>;
const local = (more: Partial<Local> = {}): Local =>
  ({ sent_to_us: true, created_at: ago(60), last_received_at: ago(60), ...more }) as Local;

const picture = (more: Partial<PersonPicture> = {}): PersonPicture => ({
  personId: 'p',
  records: [record('A', '1')],
  sources: [sourceRow('a'), sourceRow('b')],
  enquiries: [enquiry('a', { last_answered_identifiers: [{ issuer: 'A', id: '1' }] }), enquiry('b')],
  circuits: [],
  reportEnquiries: [],
  studies: [],
  vanished: [],
  mentions: [],
  hidden: [],
  gathering: undefined,
  packs: [],
  ...more,
});

describe('current studies', () => {
  const uids = (studies: readonly KnownStudy[], focus?: string) =>
    currentStudies(picture({ studies }), focus, now).map((study) => study.studyInstanceUid);

  it.each<[string, readonly KnownStudy[], string | undefined, readonly string[]]>([
    ['sent to us today', [known('1', { local: local() })], undefined, ['1']],
    ['fetched, not sent', [known('1', { local: local({ sent_to_us: false }) })], undefined, []],
    ['not here at all', [known('1')], '1', []],
    [
      'the newest first',
      [known('1', { local: local() }), known('2', { local: local(), time: '09:00' })],
      undefined,
      ['2', '1'],
    ],
    [
      'the one that is awaited first',
      [known('1', { local: local() }), known('2', { local: local(), time: '09:00' })],
      '1',
      ['1', '2'],
    ],
    [
      'an old one that is awaited',
      [known('1', { local: local({ sent_to_us: false }), date: '2019-01-01' })],
      '1',
      ['1'],
    ],
    [
      'old ones beside a new one',
      [known('1', { local: local(), date: '2019-01-01' }), known('2', { local: local() })],
      undefined,
      ['2'],
    ],
    [
      'only old ones: the newest',
      [known('1', { local: local(), date: '2019-01-01' }), known('2', { local: local(), date: '2020-01-01' })],
      undefined,
      ['2'],
    ],
    ['sent long ago', [known('1', { local: local({ created_at: ago(8 * 86_400) }) })], undefined, []],
  ])('%s', (_title, studies, focus, expected) => {
    expect(uids(studies, focus)).toEqual(expected);
  });
});

describe('a source is asked', () => {
  const due = (more: Partial<PersonPicture>, occasion: Partial<Parameters<typeof isDue>[1]> = {}) => {
    const seen = picture(more);
    return isDue(sourceRow('a'), {
      picture: seen,
      currents: [],
      trigger: 'arrival',
      silent: new Set(),
      now,
      ...occasion,
    });
  };
  const asked = (more: Partial<LatestEnquiry>) => ({
    enquiries: [enquiry('a', { last_answered_identifiers: [{ issuer: 'A', id: '1' }], ...more })],
  });
  const grown = (seconds: number, copies: KnownStudy['copies']) => ({
    currents: [known('1', { local: local({ last_received_at: ago(seconds) }), copies })],
  });
  const copy = [
    {
      sourceId: 'a',
      siteName: 'a',
      instances: 3,
      kind: 'whole' as const,
      gives: true,
      vanished: false,
      vanishedAt: null,
    },
  ];

  it.each<[string, boolean, boolean]>([
    ['when it never was', due({ enquiries: [] }), true],
    ['not when it answered a moment ago', due(asked({})), false],
    ['when it failed', due(asked({ outcome: 'unreachable' })), true],
    ['when it refused', due(asked({ outcome: 'refused' })), true],
    ['when it fell silent since', due(asked({}), { silent: new Set(['a']) }), true],
    [
      'when the person has another identifier there now',
      due({ ...asked({}), records: [record('A', '1'), record('A', '2')] }),
      true,
    ],
    ['not for an arrival after five minutes', due(asked({ asked_at: ago(300) })), false],
    ['for an arrival after eleven minutes', due(asked({ asked_at: ago(660) })), true],
    ['for a launch after ten seconds', due(asked({ asked_at: ago(10) }), { trigger: 'launch' }), true],
    ['not for a launch after three', due(asked({ asked_at: ago(3) }), { trigger: 'launch' }), false],
    ['whenever a person asks', due(asked({ asked_at: ago(1) }), { trigger: 'person' }), true],
    ['when a study came that it did not list', due(asked({}), grown(2, [])), true],
    ['not while a study that it listed still comes in', due(asked({}), grown(2, copy)), false],
    ['when a study that it listed has grown and settled', due(asked({}), grown(20, copy)), true],
    [
      'not when another source listed it',
      due(
        asked({}),
        grown(20, [
          { sourceId: 'b', siteName: 'b', instances: 3, kind: 'whole', gives: true, vanished: false, vanishedAt: null },
        ]),
      ),
      false,
    ],
    ['not for a study that came before', due(asked({}), grown(40, [])), false],
  ])('%s', (_title, is, expected) => {
    expect(is).toBe(expected);
  });
});

describe('the copy to fetch', () => {
  const copy = (sourceId: string, instances: number, vanished = false) => ({
    sourceId,
    siteName: sourceId,
    instances,
    kind: 'whole' as const,
    gives: true,
    vanished,
    vanishedAt: vanished ? new Date(0) : null,
  });
  const transfer = (source_id: string, state: TransferRow['state'], more: Partial<TransferRow> = {}) =>
    ({ source_id, state, attempts: 1, not_before: ago(1), finished_at: ago(60), ...more }) as TransferRow;
  const later = { not_before: new Date(now.getTime() + 30_000) };
  const both = [copy('b', 52), copy('a', 38)];
  const silentB = { enquiries: [enquiry('a'), enquiry('b', { outcome: 'unreachable' })] };
  const choose = (
    transfers: readonly TransferRow[],
    copies: KnownStudy['copies'] = both,
    more: Partial<PersonPicture> = {},
  ) => {
    const choice = chooseCopy(picture(more), known('1', { copies, transfers }), now);
    return typeof choice === 'string' ? choice : choice.copy.sourceId;
  };

  it.each<[string, string, string]>([
    ['is the fullest', choose([]), 'b'],
    [
      'is the nearest of two that are as full',
      choose([], [copy('a', 52), copy('b', 52)], { enquiries: [enquiry('a'), enquiry('b', { duration_ms: 40 })] }),
      'b',
    ],
    ['is that of a source that answers', choose([], both, silentB), 'a'],
    ['is none that vanished', choose([], [copy('b', 52, true), copy('a', 38)]), 'a'],
    ['is none of a source that is asked no more', choose([], [copy('x', 52), copy('a', 38)]), 'a'],
    ['is none while one is running', choose([transfer('a', 'running')]), 'wait'],
    ['is the one that is queued', choose([transfer('a', 'queued')]), 'a'],
    ['is another while one waits after a failure', choose([transfer('b', 'queued', later)]), 'a'],
    ['is awaited when all wait', choose([transfer('b', 'queued', later), transfer('a', 'queued', later)]), 'wait'],
    ['is the fullest again when it gave only a part', choose([transfer('b', 'partial')]), 'b'],
    [
      'is none when all rest',
      choose(['a', 'b'].map((id) => transfer(id, 'failed', { attempts: MOST_ATTEMPTS }))),
      'none',
    ],
    [
      'is tried again after a rest',
      choose([transfer('b', 'failed', { attempts: MOST_ATTEMPTS, finished_at: ago(700) })], [copy('b', 52)]),
      'b',
    ],
    ['is none when nobody lists it', choose([], []), 'none'],
    [
      'is none of a source that gives nothing, however full',
      choose([], [{ ...copy('b', 99), gives: false }, copy('a', 38)]),
      'a',
    ],
    ['is none when all who list it give nothing', choose([], [{ ...copy('b', 99), gives: false }]), 'none'],
  ])('%s', (_title, is, expected) => {
    expect(is).toBe(expected);
  });
});

describe('the priority of what is planned', () => {
  const at = (date: string, time: string | null): number => plannedPriority(startOf(date, time) ?? now, 1);

  it('is by the hour, of whichever day, and the best first within a quarter of an hour', () => {
    const inOrder = [
      at('20261124', null),
      at('20261124', '0800'),
      at('20261124', '081500'),
      at('20261124', '1730'),
      at('20261125', '07'),
      at('20270101', '000000'),
    ];
    expect(inOrder.toSorted((one, other) => one - other)).toEqual(inOrder);
    expect(new Set(inOrder).size).toBe(inOrder.length);
    const eight = startOf('20261124', '0800') ?? now;
    expect(plannedPriority(eight, 2)).toBeGreaterThan(plannedPriority(eight, 1));
    expect(plannedPriority(eight, 5_000)).toBeLessThan(at('20261124', '081500'));
    expect(at('20991231', '2359')).toBeLessThan(2 ** 31);
  });

  it.each(['', '2026', '2026-11-24'])('is that of now for "%s", which is no day', (date) => {
    expect(startOf(date, '0800')).toBeNull();
  });
});

describe('back-off', () => {
  it('grows and is bounded', () => {
    expect([1, 2, 3, 4, 5].map((n) => askAgainAfter(n) / 1_000)).toEqual([2, 5, 10, 20, 30]);
    expect(askAgainAfter(1_000)).toBe(300_000);
    expect([1, 2, 99].map((n) => fetchAgainAfter(n) / 1_000)).toEqual([3, 10, 300]);
  });
});
