/** What a ledger is read from: copies of which nobody says how much there is, copies that are no longer listed, and links. */
import { describe, expect, it } from 'vitest';
import type { MemberRow } from '../../db/index.ts';
import { knownStudy, type PersonPicture } from '../history/index.ts';
import { countStudy } from './counts.ts';
import type { LedgerStudy } from './ledger.ts';
import { readLedger } from './read-ledger.ts';
import { stateCompleteness } from './state-completeness.ts';
import { stateStudy } from './study-statement.ts';

const now = new Date('2026-11-26T12:00:00Z');

const nobody: PersonPicture = {
  personId: 'p',
  records: [],
  sources: [],
  enquiries: [],
  circuits: [],
  reportEnquiries: [],
  studies: [],
  vanished: [],
  mentions: [],
  hidden: [],
  gathering: undefined,
  packs: [],
};

const copy = (siteName: string, claimed: number | null): LedgerStudy['copies'][number] => ({
  sourceId: siteName,
  siteName,
  claimed,
  ...(claimed === null && { uncounted: true }),
  kind: 'whole',
  gives: true,
});

const ct: LedgerStudy = {
  studyInstanceUid: '2.25.1',
  label: 'CT chest 2024-03-01',
  siteName: 'County',
  role: 'flagged',
  received: 3,
  series: [{ seriesInstanceUid: '2.25.2', label: 'CT 1', received: 3, claims: [3] }],
  copies: [copy('County', 3), copy('Lakeside', null)],
  announced: null,
  transfer: 'done',
  left: null,
  lastReceivedAt: now,
};

describe('a copy that nobody counted', () => {
  it('keeps a study from being called whole: it may have more', () => {
    expect(stateStudy(ct, [], now).statement).toMatchObject({
      state: 'unknown',
      received: 3,
      text: 'CT chest 2024-03-01: 3 images, Lakeside did not say how many it has',
    });
  });

  it('changes nothing where images are missing from the copy that is counted', () => {
    const series = [{ seriesInstanceUid: '2.25.2', label: 'CT 1', received: 2, claims: [3] }];
    expect(stateStudy({ ...ct, received: 2, series }, [], now).statement).toMatchObject({
      state: 'unreachable',
      received: 2,
      expected: 3,
    });
  });

  it('does not matter when who made the study said how much there is', () => {
    const made = { ...ct, announced: { objects: 3, missing: 0 } };
    expect(countStudy(made).whole).toBe(true);
  });
});

describe('a copy that is no longer listed while others are', () => {
  const study = '2.25.1';
  const told = {
    tenant_id: 't',
    study_instance_uid: study,
    patient_record_id: 'r',
    study_date: '20240301',
    study_time: null,
    accession_number: null,
    accession_issuer: null,
    description: 'CT CHEST',
    modalities: ['CT'],
    body_part: null,
    laterality: null,
    patient_age: null,
    procedure_code: null,
    reason_for_exam: null,
    institution: null,
    timezone_offset: null,
    claimed_series: null,
    first_seen_at: now,
    last_confirmed_at: now,
  };
  const statement = (lostInstances: number | null, vanishedAt: Date) => {
    const holdings = [
      { ...told, source_id: 'County', claimed_instances: 3, vanished_at: null },
      { ...told, source_id: 'Lakeside', claimed_instances: lostInstances, vanished_at: vanishedAt },
    ];
    const parts = { local: undefined, localSeries: [], holdings, holdingSeries: [], announced: null, transfers: [] };
    const known = {
      ...knownStudy(study, { ...parts, left: undefined }, (id) => ({
        id,
        name: id,
        siteName: id,
        issuer: id,
        timeZone: null,
        gives: true,
      })),
      local: { instances: 3, last_received_at: null } as NonNullable<ReturnType<typeof knownStudy>['local']>,
    };
    const picture: PersonPicture = { ...nobody, studies: [known] };
    const ledger = readLedger(picture, () => ({ role: 'flagged', label: 'CT chest 2024-03-01' }));
    return stateCompleteness(ledger, now).reasons.find(({ code }) => code === 'study-vanished')?.text;
  };
  const lately = new Date('2026-11-26T11:00:00Z');

  it('is a witness still when it had more than is here', () => {
    expect(statement(4, lately)).toContain(
      'CT chest 2024-03-01: Lakeside had a copy of 4 images and no longer lists it',
    );
    expect(statement(null, lately)).toContain('Lakeside had a copy of it and no longer lists it');
  });

  it('says nothing when all that it had is here', () => {
    expect(statement(3, lately)).toBeUndefined();
  });
});

describe('the links of a person', () => {
  const record = (method: MemberRow['method'], score: number): MemberRow => ({ method, score }) as MemberRow;
  const linksOf = (...records: MemberRow[]) => readLedger({ ...nobody, records }, () => undefined).links;

  it('are of all records but the one that it began with, which need not be the oldest', () => {
    expect(linksOf(record('automatic', 0.97), record('own', 1), record('manual', 1))).toEqual([
      { decided: false, score: 0.97 },
      { decided: true, score: 1 },
    ]);
  });

  it('are one fewer than records also where the first went to somebody else', () => {
    expect(linksOf(record('automatic', 0.98), record('automatic', 0.97))).toEqual([{ decided: false, score: 0.97 }]);
  });
});
