/** Whoever has a study open hears of every decision about who its patient is, whichever side of it the study is on. */
import { newUid } from '@throughline/dicom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctObject, inChunks } from '../../../test/objects.ts';
import {
  answerReview,
  endRelationship,
  linkRecords,
  listReviews,
  mergePatients,
  movePatientRecord,
  relateMotherAndChild,
  splitRecords,
  undoChange,
  unlinkRecords,
} from '../../features/patients/index.ts';
import { getReading, stopWatching, watchReading } from '../../features/reading/index.ts';
import { storeInstance } from '../../features/store/index.ts';
import { Failures, relayOutbox } from './relay.ts';

const principal = testPrincipal();
let context: TestContext;
beforeAll(async () => {
  context = await createTestContext();
});
afterAll(async () => {
  await stopWatching(context);
  await context.close();
});

const reason = 'test';
const noQueues = { gather: async () => undefined, rankAgain: async () => undefined };
const failures = new Failures();
const passOn = () => relayOutbox(context, noQueues, principal.tenantId, failures);

interface Page {
  readonly study: string;
  readonly record: { readonly issuer: string; readonly id: string };
  /** How often it was told to ask again. */
  readonly heard: () => number;
  readonly close: () => void;
}

let number = 0;
const open = async (issuer: string, patientName: string, birthDate: string): Promise<Page> => {
  const [study, id] = [newUid(), `${issuer}-${number}`];
  const body = inChunks(ctObject({ study, patientId: id, patientName, birthDate }));
  await storeInstance(context, principal, { body, receivedFrom: issuer, issuer });
  let count = 0;
  const close = await watchReading(context, principal, study, () => {
    count += 1;
  });
  return { study, record: { issuer, id }, heard: () => count, close };
};

const family = () => `QU${[...String(number)].map((digit) => 'ABCDEFGHIJ'[Number(digit)]).join('')}LLMAN`;

/** Studies of an unnamed newborn and of a named child, both open: whether they are one is a question. */
const openBoth = async (): Promise<readonly [Page, Page]> => {
  number += 1;
  const birthDate = `20${String(10 + (number % 10))}0${1 + (number % 9)}1${number % 9}`;
  return [
    await open('NORTH', `${family()}^BABY GIRL`, birthDate),
    await open('SOUTH', `${family()}^ADAEZE`, birthDate),
  ];
};

/** Both pages are told anew, after all that was told of what was before. */
const expectBothToHear = async <T>(pages: readonly Page[], act: () => Promise<T>): Promise<T> => {
  let before: readonly number[] = [];
  const quiet = async () => {
    const now = pages.map(({ heard }) => heard());
    const isSame = now.join() === before.join();
    before = now;
    return !(await passOn()) && isSame;
  };
  await expect.poll(quiet, { timeout: 20_000, interval: 600 }).toBe(true);
  const done = await act();
  for (const [side, page] of pages.entries())
    await expect
      .poll(
        async () => {
          await passOn();
          return page.heard();
        },
        { timeout: 10_000, message: `page ${side}` },
      )
      .toBeGreaterThan(before[side] ?? 0);
  return done;
};

type Verb = (one: Page['record'], other: Page['record']) => Promise<{ readonly changeId: string | undefined }>;

const answered =
  (answer: 'same' | 'not-same'): Verb =>
  async (one, other) => {
    const [review] = (await listReviews(context, principal)).filter(
      (pair) => [pair.one.patient_id, pair.other.patient_id].toSorted().join() === [one.id, other.id].toSorted().join(),
    );
    return answerReview(context, principal, review?.review.id ?? '', answer, reason);
  };

describe('a page that is open hears of', () => {
  it.each<[string, Verb]>([
    ['a question answered with "same"', answered('same')],
    ['a question answered with "not the same"', answered('not-same')],
    ['a link', (one, other) => linkRecords(context, principal, { one, other, reason })],
    ['a decision that two are not one', (one, other) => unlinkRecords(context, principal, { one, other, reason })],
    ['a merge', (survivor, absorbed) => mergePatients(context, principal, { survivor, absorbed, reason })],
    ['a move', (to, moved) => movePatientRecord(context, principal, { moved, to, reason })],
  ])('%s, and that it was taken back', async (_name, verb) => {
    const pages = await openBoth();
    const [one, other] = pages;
    const { changeId } = await expectBothToHear(pages, () => verb(one.record, other.record));
    await expectBothToHear(pages, () => undoChange(context, principal, changeId ?? ''));
    for (const page of pages) page.close();
  });

  it('a split of records that were one, and that it was taken back', async () => {
    const pages = await openBoth();
    const [one, other] = pages;
    await expectBothToHear(pages, () =>
      linkRecords(context, principal, { one: one.record, other: other.record, reason }),
    );
    const { changeId } = await expectBothToHear(pages, () =>
      splitRecords(context, principal, { records: [other.record], reason }),
    );
    await expectBothToHear(pages, () => undoChange(context, principal, changeId ?? ''));
    for (const page of pages) page.close();
  });

  it('mother and child, and that they are none', async () => {
    const pages = await openBoth();
    const [mother, child] = pages;
    const { id } = await expectBothToHear(pages, () =>
      relateMotherAndChild(context, principal, { mother: mother.record, child: child.record, witness: 'PID-21' }),
    );
    await expectBothToHear(pages, () => endRelationship(context, principal, id));
    for (const page of pages) page.close();
  });
});

it('what the page then asks for says that nothing waits, and has the prior of the record that was linked', async () => {
  const pages = await openBoth();
  const [baby, child] = pages;
  const waiting = await getReading(context, principal, child.study);
  expect(waiting.completeness.reasons.map(({ code }) => code)).toContain('identity-review');
  await expectBothToHear(pages, () => answered('same')(baby.record, child.record));
  const decided = await getReading(context, principal, child.study);
  expect(decided.completeness.reasons.map(({ code }) => code)).not.toContain('identity-review');
  expect(decided.priors.map(({ studyInstanceUid }) => studyInstanceUid)).toEqual([baby.study]);
  for (const page of pages) page.close();
});
