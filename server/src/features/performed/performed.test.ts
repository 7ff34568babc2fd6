/** What a modality says that it did, and what becomes of the steps that were scheduled and of what is expected. */
import { Dataset, newUid, type Tag, tags, uids } from '@throughline/dicom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { announcedCounts } from '../../db/index.ts';
import { putScheduledStep } from '../orders/index.ts';
import { announceAvailability, createPerformedStep, getPerformedStep, setPerformedStep } from './index.ts';

const principal = testPrincipal();
let context: TestContext;

beforeAll(async () => {
  context = await createTestContext();
});
afterAll(() => context.close());

type Scheduled = readonly [procedure: string, step: string, study: string];

const schedule = async (...steps: readonly Scheduled[]): Promise<void> => {
  for (const [requestedProcedureId, scheduledStepId, studyInstanceUid] of steps)
    await putScheduledStep(
      context,
      principal,
      { requestedProcedureId, scheduledStepId },
      {
        stationAeTitle: 'CT1',
        modality: 'CT',
        startDate: '2026-02-01',
        studyInstanceUid,
        accessionNumber: `A-${requestedProcedureId}`,
        patient: { patientId: 'M1', issuer: 'HOME', name: 'PERFORMED^SYNTHETIC' },
      },
    );
};

const statuses = async (...procedures: readonly string[]): Promise<readonly string[]> => {
  const rows = await context.db.tenant(principal.tenantId, (trx) =>
    trx
      .selectFrom('scheduled_steps')
      .select(['requested_procedure_id', 'scheduled_step_id', 'status'])
      .where('requested_procedure_id', 'in', procedures)
      .orderBy('requested_procedure_id')
      .orderBy('scheduled_step_id')
      .execute(),
  );
  return rows.map((row) => row.status);
};

const item = (study: string, step?: string, procedure?: string): Dataset =>
  new Dataset()
    .set(tags.StudyInstanceUID, study)
    .set(tags.ScheduledProcedureStepID, step ?? [])
    .set(tags.RequestedProcedureID, procedure ?? []);

const begun = (...items: readonly Dataset[]): Dataset =>
  new Dataset()
    .set(tags.PerformedProcedureStepStatus, 'IN PROGRESS')
    .set(tags.PerformedProcedureStepID, 'PPS1')
    .set(tags.PerformedStationAETitle, 'CT1')
    .set(tags.PerformedProcedureStepStartDate, '20260201')
    .set(tags.PerformedProcedureStepStartTime, '083100')
    .set(tags.Modality, 'CT')
    .set(tags.ScheduledStepAttributesSequence, items);

const ended = (status: 'COMPLETED' | 'DISCONTINUED' = 'COMPLETED'): Dataset =>
  new Dataset()
    .set(tags.PerformedProcedureStepStatus, status)
    .set(tags.PerformedProcedureStepEndDate, '20260201')
    .set(tags.PerformedProcedureStepEndTime, '084000');

/** A step at CT1: begun with the first, then set with each of the others. */
const perform = async (first: Dataset, ...then: readonly Dataset[]): Promise<void> => {
  const step = { sopInstanceUid: newUid(), aeTitle: 'CT1' };
  await createPerformedStep(context, principal, { ...step, dataset: first });
  for (const dataset of then) await setPerformedStep(context, principal, { ...step, dataset });
};

describe('several scheduled steps that are done at once', () => {
  it('begin and end, each', async () => {
    const study = newUid();
    await schedule(['G1', '1', study], ['G2', '1', study], ['G2', '2', study]);
    const group = begun(item(study, '1', 'G1'), item(study, '2', 'G2'));
    await perform(group);
    expect(await statuses('G1', 'G2')).toEqual(['STARTED', 'SCHEDULED', 'STARTED']);
    await perform(group, ended());
    expect(await statuses('G1', 'G2')).toEqual(['COMPLETED', 'SCHEDULED', 'COMPLETED']);
  });

  it('of several studies, in one that has the pictures of all', async () => {
    const [own, first, second] = [newUid(), newUid(), newUid()];
    await schedule(['H1', '1', first], ['H2', '1', second]);
    const ordered = new Dataset()
      .set(tags.ReferencedSOPClassUID, uids.DetachedStudyManagement)
      .set(tags.ReferencedSOPInstanceUID, first);
    await perform(begun(item(own, '1').set(tags.ReferencedStudySequence, [ordered]), item(own, '1', 'H2')), ended());
    expect(await statuses('H1', 'H2')).toEqual(['COMPLETED', 'COMPLETED']);
  });
});

describe('a step that was begun by mistake', () => {
  it.each([
    ['110514', 'DCM', 'SCHEDULED'],
    ['110513', 'DCM', 'DISCONTINUED'],
    ['110514', '99LOCAL', 'DISCONTINUED'],
  ])('and is discontinued for (%s, %s) is %s', async (code, scheme, status) => {
    const [study, procedure] = [newUid(), `W-${code}-${scheme}`];
    await schedule([procedure, '1', study]);
    const reason = new Dataset().set(tags.CodeValue, code).set(tags.CodingSchemeDesignator, scheme);
    const wrong = ended('DISCONTINUED').set(tags.PerformedProcedureStepDiscontinuationReasonCodeSequence, [reason]);
    await perform(begun(item(study, '1')), wrong);
    expect(await statuses(procedure)).toEqual([status]);
  });
});

describe('a step that nobody scheduled', () => {
  it('advances the only step of its study', async () => {
    const study = newUid();
    await schedule(['U1', '1', study]);
    await perform(begun(item(study)), ended());
    expect(await statuses('U1')).toEqual(['COMPLETED']);
  });

  it('advances none of several, since it names none', async () => {
    const study = newUid();
    await schedule(['U2', '1', study], ['U2', '2', study]);
    await perform(begun(item(study)), ended());
    expect(await statuses('U2')).toEqual(['SCHEDULED', 'SCHEDULED']);
  });
});

const series = (list: Tag, instances: readonly string[], available?: string): Dataset =>
  new Dataset().set(tags.SeriesInstanceUID, newUid()).set(
    list,
    instances.map((instance) => {
      const reference = new Dataset()
        .set(tags.ReferencedSOPClassUID, uids.CTImageStorage)
        .set(tags.ReferencedSOPInstanceUID, instance);
      return available === undefined ? reference : reference.set(tags.InstanceAvailability, available);
    }),
  );

const naming = (dataset: Dataset, instances: readonly string[]): Dataset =>
  dataset.set(tags.PerformedSeriesSequence, [series(tags.ReferencedImageSequence, instances)]);

const notice = (study: string, ...all: readonly Dataset[]): Dataset =>
  new Dataset().set(tags.StudyInstanceUID, study).set(tags.ReferencedSeriesSequence, all);

const notify = (dataset: Dataset, sopInstanceUid = newUid()): Promise<void> =>
  announceAvailability(context, principal, { sopInstanceUid, aeTitle: 'CT1', dataset });

const expected = async (study: string): Promise<number | undefined> => {
  const counts = await context.db.tenant(principal.tenantId, (trx) => announcedCounts(trx, [study]));
  return counts.get(study)?.objects;
};

describe('what the last word of a step names no more', () => {
  it('is expected no more', async () => {
    const [study, kept] = [newUid(), newUid()];
    const going = naming(new Dataset(), [kept, newUid(), newUid()]);
    await perform(begun(item(study)), going);
    await perform(begun(item(study)), going, naming(ended(), [kept]));
    // The first step still names all three.
    expect(await expected(study)).toBe(3);
    const alone = newUid();
    await perform(begun(item(alone)), going, naming(ended(), [kept]));
    expect(await expected(alone)).toBe(1);
  });

  it('is expected where another witness named it', async () => {
    const [study, kept, other] = [newUid(), newUid(), newUid()];
    const step = { sopInstanceUid: newUid(), aeTitle: 'CT1' };
    await createPerformedStep(context, principal, { ...step, dataset: begun(item(study)) });
    await setPerformedStep(context, principal, { ...step, dataset: naming(new Dataset(), [kept, other, newUid()]) });
    await notify(notice(study, series(tags.ReferencedSOPSequence, [other], 'ONLINE')));
    await setPerformedStep(context, principal, { ...step, dataset: naming(ended(), [kept]) });
    expect(await expected(study)).toBe(2);
  });
});

it('some attributes of a step are given with the character set that they are in', async () => {
  const sopInstanceUid = newUid();
  const german = new Dataset().set(tags.SpecificCharacterSet, 'ISO_IR 100').set(tags.PatientName, 'Müller^Ö');
  const dataset = begun(item(newUid()));
  for (const element of german.elements()) dataset.put(element);
  await createPerformedStep(context, principal, { sopInstanceUid, aeTitle: 'CT1', dataset });
  const given = await getPerformedStep(context, principal, sopInstanceUid, [tags.PatientName]);
  expect([...given.elements()].map(({ tag }) => tag)).toEqual([tags.SpecificCharacterSet, tags.PatientName]);
  expect(given.string(tags.PatientName)).toBe('Müller^Ö');
});

describe('a notification of what may be had', () => {
  const available = (availability: string): Dataset => series(tags.ReferencedSOPSequence, [newUid()], availability);
  const without = (tag: Tag): Dataset => {
    const one = available('ONLINE');
    one.items(tags.ReferencedSOPSequence)[0]?.delete(tag);
    return one;
  };

  it.each([
    ['an availability that is none', available('BOGUS'), 'invalid-attribute'],
    ['no availability', without(tags.InstanceAvailability), 'missing-attribute'],
    ['a reference without its class', without(tags.ReferencedSOPClassUID), 'missing-attribute'],
    ['a reference to no object', without(tags.ReferencedSOPInstanceUID), 'missing-attribute'],
  ])('with %s is refused whole', async (_, wrong, code) => {
    const study = newUid();
    await expect(notify(notice(study, available('ONLINE'), wrong))).rejects.toMatchObject({ code });
    expect(await expected(study)).toBeUndefined();
  });

  it.each([
    ['ONLINE', 1],
    ['NEARLINE', 1],
    ['OFFLINE', 1],
    ['UNAVAILABLE', undefined],
  ])('of %s', async (availability, objects) => {
    const study = newUid();
    await notify(notice(study, available(availability)));
    expect(await expected(study)).toBe(objects);
  });

  it('is taken once', async () => {
    const [study, uid] = [newUid(), newUid()];
    await notify(notice(study, available('ONLINE')), uid);
    const again = notify(notice(study, available('ONLINE')), uid);
    await expect(again).rejects.toMatchObject({ code: 'duplicate-instance' });
    expect(await expected(study)).toBe(1);
  });
});
