/** A retrieval or a step that names a patient or a state is of that one, and of no other (PS3.4 C.4.2.2.1, C.4.3.2.1, F.7.2.1). */
import { Dataset, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import { connect } from '@throughline/dimse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDimse } from '../src/doors/dimse/start.ts';
import { registerEntity } from '../src/features/application-entities/index.ts';
import { createPerformedStep } from '../src/features/performed/index.ts';
import { storeInstance } from '../src/features/store/index.ts';
import { createTestContext, type TestContext, testPrincipal } from './context.ts';
import { ctDataset, inChunks } from './objects.ts';

const [study, other] = [newUid(), newUid()];

let context: TestContext;
let door: Awaited<ReturnType<typeof startDimse>>;

beforeAll(async () => {
  context = await createTestContext();
  for (const [patientId, of] of [
    ['P1', study],
    ['P2', other],
  ] as const) {
    const body = inChunks(encodePart10(ctDataset({ patientId, study: of }), uids.ExplicitVRLittleEndian));
    const from = { receivedFrom: 'TEST', issuer: 'COUNTY', sourceId: undefined };
    await storeInstance(context, testPrincipal(), { body, ...from });
  }
  await registerEntity(context, testPrincipal(), { aeTitle: 'GETTER', address: '127.0.0.1', services: ['get'] });
  door = await startDimse(context);
});
afterAll(async () => {
  await door?.close();
  await context?.close();
});

const got = async (identifier: Dataset): Promise<number> => {
  const sopClassUid = uids.PatientRootQueryRetrieveInformationModelGet;
  const transferSyntaxes = [uids.ExplicitVRLittleEndian];
  const association = await connect({
    host: '127.0.0.1',
    port: Number(door.address.split(':').at(-1)),
    callingAeTitle: 'GETTER',
    calledAeTitle: 'THROUGHLINE',
    contexts: [
      { abstractSyntax: sopClassUid, transferSyntaxes },
      { abstractSyntax: uids.CTImageStorage, transferSyntaxes, scpRole: true },
    ],
  });
  const onStore = async ({ data }: { readonly data: AsyncIterable<Uint8Array> }): Promise<number> => {
    for await (const _ of data);
    return 0;
  };
  const { completed } = await association.get({ sopClassUid, identifier, onStore });
  await association.release();
  return completed;
};

const keysOf = (patientId: string, ...studies: readonly string[]): Dataset =>
  new Dataset()
    .set(tags.QueryRetrieveLevel, 'STUDY')
    .set(tags.PatientID, patientId)
    .set(tags.StudyInstanceUID, studies);

describe('a retrieval', () => {
  it.each([
    ['of the patient whose study it is', keysOf('P1', study), 1],
    ['of another patient', keysOf('P2', study), 0],
    ['of nobody', keysOf('NOBODY', study), 0],
    ['of studies of several patients', keysOf('P2', study, other), 1],
    ['of studies without a word of whose', keysOf('', study, other), 2],
  ])('%s', async (_, identifier, completed) => {
    expect(await got(identifier)).toBe(completed);
  });
});

describe('a performed step', () => {
  it.each([
    ['without a state lacks an attribute', [], 'missing-attribute'],
    ['that is over as it begins has a wrong value', 'COMPLETED', 'invalid-attribute'],
  ])('%s', async (_, status, code) => {
    const dataset = new Dataset()
      .set(tags.PerformedProcedureStepStatus, status)
      .set(tags.PerformedProcedureStepID, 'PPS1')
      .set(tags.PerformedStationAETitle, 'CT1')
      .set(tags.PerformedProcedureStepStartDate, '20260201')
      .set(tags.PerformedProcedureStepStartTime, '083100')
      .set(tags.Modality, 'CT')
      .set(tags.ScheduledStepAttributesSequence, [new Dataset().set(tags.StudyInstanceUID, study)]);
    const step = { sopInstanceUid: newUid(), aeTitle: 'CT1', dataset };
    await expect(createPerformedStep(context, testPrincipal(), step)).rejects.toMatchObject({ code });
  });
});
