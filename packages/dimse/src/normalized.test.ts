import { Dataset, tags, uids } from '@throughline/dicom';
import { afterEach, describe, expect, test } from 'vitest';
import {
  type Association,
  connect,
  createDimseServer,
  type DimseHandlers,
  type DimseServer,
  failure,
  type NormalizedMessage,
  type NormalizedOperation,
  type NormalizedRequest,
} from './index.ts';

const MPPS = uids.ModalityPerformedProcedureStep;
const COMMITMENT = uids.StorageCommitmentPushModel;
const ELE = uids.ExplicitVRLittleEndian;
const contexts = [
  { abstractSyntax: MPPS, transferSyntaxes: [ELE] },
  { abstractSyntax: COMMITMENT, transferSyntaxes: [ELE], scpRole: true },
];

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

async function between(handlers: DimseHandlers<string>): Promise<Association> {
  const server: DimseServer = createDimseServer<string>({
    accept: ({ callingAeTitle }) => ({ accept: true, contexts, principal: callingAeTitle }),
    handlers,
  });
  await server.listen(0, '127.0.0.1');
  const titles = { callingAeTitle: 'CALLER', calledAeTitle: 'HUB' };
  const association = await connect({ host: '127.0.0.1', port: server.port, ...titles, contexts });
  open.push({ close: () => server.close() }, { close: () => association.release() });
  return association;
}

const list = () => new Dataset().set(tags.TransactionUID, '1.2.3.4');

const cases: readonly (readonly [NormalizedOperation, NormalizedMessage, Partial<NormalizedRequest>])[] = [
  [
    'create',
    { sopClassUid: MPPS, sopInstanceUid: '1.2.3', dataset: list() },
    { sopInstanceUid: '1.2.3', typeId: undefined },
  ],
  ['create', { sopClassUid: MPPS, dataset: list() }, { sopInstanceUid: undefined }],
  ['set', { sopClassUid: MPPS, sopInstanceUid: '1.2.3', dataset: list() }, { sopInstanceUid: '1.2.3' }],
  [
    'get',
    { sopClassUid: MPPS, sopInstanceUid: '1.2.3', attributes: [tags.PatientID, tags.StudyDate] },
    { attributes: [tags.PatientID, tags.StudyDate], dataset: undefined },
  ],
  ['delete', { sopClassUid: MPPS, sopInstanceUid: '1.2.3' }, { dataset: undefined }],
  ['action', { sopClassUid: COMMITMENT, sopInstanceUid: '1.2.3', typeId: 1, dataset: list() }, { typeId: 1 }],
  ['event-report', { sopClassUid: COMMITMENT, sopInstanceUid: '1.2.3', typeId: 2, dataset: list() }, { typeId: 2 }],
];

describe('DIMSE-N services', () => {
  test.each(cases)('N-%s arrives as it was sent', async (operation, message, expected) => {
    let seen: NormalizedRequest | undefined;
    const association = await between({
      normalized: async (_, request) => {
        seen = request;
        const answer = { status: 0x0000, sopInstanceUid: request.sopInstanceUid ?? '2.25.7' };
        return operation === 'delete' ? answer : { ...answer, dataset: list() };
      },
    });
    const outcome = await association.perform(operation, message);
    expect(seen).toMatchObject({ operation, sopClassUid: message.sopClassUid, ...expected });
    if (message.dataset) expect(seen?.dataset?.string(tags.TransactionUID)).toBe('1.2.3.4');
    expect(outcome).toMatchObject({ status: 0, sopInstanceUid: message.sopInstanceUid ?? '2.25.7' });
    expect(outcome.dataset?.string(tags.TransactionUID)).toBe(operation === 'delete' ? undefined : '1.2.3.4');
  });

  test('one association serves one after the other, and a failure says why', async () => {
    const association = await between({
      normalized: async (_, { operation }) => {
        if (operation === 'delete') throw failure(0x0112, 'No such object');
        return { status: 0x0110, errorId: 0xa710, comment: 'No longer in progress', attributes: [tags.Modality] };
      },
    });
    const message = { sopClassUid: MPPS, sopInstanceUid: '1.2.3' };
    expect(await association.perform('set', { ...message, dataset: list() })).toMatchObject({
      status: 0x0110,
      errorId: 0xa710,
      comment: 'No longer in progress',
      attributes: [tags.Modality],
    });
    expect(await association.perform('delete', message)).toMatchObject({ status: 0x0112, comment: 'No such object' });
  });

  test.each([
    ['no handler', {}, { sopClassUid: MPPS, sopInstanceUid: '1.2.3' }, 0x0211],
    [
      'no instance',
      { normalized: async () => ({ status: 0 }) },
      { sopClassUid: MPPS, dataset: list() } satisfies NormalizedMessage,
      0x0117,
    ],
    [
      'an instance that is no UID',
      { normalized: async () => ({ status: 0 }) },
      { sopClassUid: MPPS, sopInstanceUid: '../../x', dataset: list() },
      0x0117,
    ],
  ] as const)('%s is answered with a status', async (_, handlers, message, status) => {
    const association = await between(handlers);
    expect((await association.perform('set', { dataset: list(), ...message })).status).toBe(status);
  });

  test('a list of 30,000 references is taken whole', async () => {
    const references = Array.from({ length: 30_000 }, (_, index) =>
      new Dataset()
        .set(tags.ReferencedSOPClassUID, uids.CTImageStorage)
        .set(tags.ReferencedSOPInstanceUID, `1.2.3.${index}`),
    );
    let items = 0;
    const association = await between({
      normalized: async (_, { dataset }) => {
        items = dataset?.items(tags.ReferencedSOPSequence).length ?? 0;
        return { status: 0x0000 };
      },
    });
    const dataset = list().set(tags.ReferencedSOPSequence, references);
    const message = { sopClassUid: COMMITMENT, sopInstanceUid: '1.2.840.10008.1.20.1.1', typeId: 1, dataset };
    expect(await association.perform('action', message)).toMatchObject({ status: 0 });
    expect(items).toBe(30_000);
  });
});
