/** One contract, every form, against a foreign archive. */
import { Part10Reader, tags, uids } from '@throughline/dicom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../test/context.ts';
import { ctObject } from '../../test/objects.ts';
import { type Orthanc, startOrthanc } from '../../test/orthanc.ts';
import { heldInstances } from '../db/index.ts';
import { startDimse } from '../doors/dimse/start.ts';
import { putApplicationEntity } from '../features/sources/index.ts';
import { storeInstance } from '../features/store/index.ts';
import { freePort } from '../free-port.ts';
import { type Peer, type PeerSettings, peerOf } from './index.ts';

const study = '2.25.1001';
const other = '2.25.1002';
const twin = '2.25.1003';
const series = (n: number) => `${study}.${n}`;
const instance = (n: number) => `${study}.9.${n}`;
const none: ReadonlyMap<string, ReadonlySet<string>> = new Map();
const never = new AbortController().signal;

const patient = { patientId: 'C-17', patientName: 'RÍOS^LUCÍA', birthDate: '20120304' };
const objects = [
  ...[1, 2, 3].map((n) =>
    ctObject({ ...patient, study, series: series(1), instance: instance(n), description: 'RM COLUMNA' }),
  ),
  ...[4, 5].map((n) =>
    ctObject(
      { ...patient, study, series: series(2), instance: instance(n), description: 'RM COLUMNA' },
      uids.ImplicitVRLittleEndian,
    ),
  ),
  ctObject({ ...patient, study: other, studyDate: '20240506' }),
  ctObject({ study: twin, patientId: 'C-18', patientName: 'RÍOS^MATEO', birthDate: '20120304' }),
];

let orthanc: Orthanc;
let context: TestContext;
let door: { close(): Promise<void> };
const principal = testPrincipal();

beforeAll(async () => {
  orthanc = await startOrthanc('FOREIGN');
  for (const bytes of objects) await orthanc.add(bytes);
  const port = await freePort();
  context = await createTestContext({
    environment: { THROUGHLINE_DICOM_PORT: String(port), THROUGHLINE_AE_TITLE: 'HUB' },
  });
  await putApplicationEntity(context, principal, 'FOREIGN', { address: '127.0.0.1', services: ['echo', 'store'] });
  door = await startDimse(context);
  await orthanc.allow('HUB', port);
});
afterAll(async () => {
  await door?.close();
  await context?.close();
  await orthanc?.close();
});

const settings = (form: Partial<PeerSettings>): PeerSettings => ({
  aeTitle: 'FOREIGN',
  host: '127.0.0.1',
  port: orthanc.dicomPort,
  dicomwebUrl: orthanc.dicomwebUrl,
  queryBy: 'qido',
  retrieveBy: 'wado',
  timeoutMs: 5_000,
  ...form,
});

const forms: readonly (readonly [string, Partial<PeerSettings>])[] = [
  ['QIDO-RS and WADO-RS', { queryBy: 'qido', retrieveBy: 'wado' }],
  ['C-FIND and C-GET', { queryBy: 'c-find', retrieveBy: 'c-get' }],
  ['C-FIND and C-MOVE', { queryBy: 'c-find', retrieveBy: 'c-move' }],
];

/** What a fetch brings, by SOP Instance UID, however it comes. */
const fetchAll = async (peer: Peer, held = none) => {
  const names: string[] = [];
  const result = await peer.fetch(
    { studyInstanceUid: study, held, maxInstances: 100 },
    {
      onObject: async ({ body }) => {
        const reader = new Part10Reader({ keep: 'header' });
        for await (const chunk of body) await reader.write(chunk);
        const { dataset } = await reader.end();
        names.push(dataset.string(tags.SOPInstanceUID) ?? '');
        return 'taken';
      },
      onProgress: () => undefined,
    },
    never,
  );
  return { names: names.sort(), result };
};

describe.each(forms)('a source spoken to by %s', (_title, form) => {
  const peer = () => peerOf(settings(form), 'HUB');

  it('lists the studies of an identifier with counts', async () => {
    const { studies, faults } = await peer().ask({ by: 'identifier', patientId: 'C-17' }, never);
    expect(faults).toBe(0);
    expect(studies.map((each) => each.studyInstanceUid).sort()).toEqual([study, other]);
    expect(studies.find((each) => each.studyInstanceUid === study)).toMatchObject({
      patient: { id: 'C-17', name: 'RÍOS^LUCÍA', birthDate: '20120304', sex: 'F' },
      description: 'RM COLUMNA',
      modalities: ['CT'],
      instanceCount: 5,
      seriesCount: 2,
    });
  });

  it.each(['RÍOS', 'Ríos', undefined])('lists by birth date and family name %s', async (family) => {
    const { studies } = await peer().ask(
      { by: 'demographics', birthDate: '20120304', ...(family && { family }) },
      never,
    );
    expect(studies.map((each) => each.studyInstanceUid).sort()).toEqual([study, other, twin]);
    const nobody = await peer().ask({ by: 'demographics', birthDate: '20120305', ...(family && { family }) }, never);
    expect(nobody).toEqual({ studies: [], faults: 0, given: 0 });
  });

  it('has nothing of an identifier that nobody has', async () => {
    expect(await peer().ask({ by: 'identifier', patientId: 'NOBODY' }, never)).toEqual({
      studies: [],
      faults: 0,
      given: 0,
    });
  });

  it('never asks with an identifier that would match others', async () => {
    await expect(peer().ask({ by: 'identifier', patientId: 'C-1*' }, never)).rejects.toMatchObject({
      kind: 'misbehaved',
    });
  });

  it('lists the series of a study with counts', async () => {
    const listed = await peer().askSeries(study, never);
    expect(listed.map((each) => [each.seriesInstanceUid, each.instanceCount, each.modality]).sort()).toEqual([
      [series(1), 3, 'CT'],
      [series(2), 2, 'CT'],
    ]);
  });

  it('says unreachable, timed-out and cancelled apart', async () => {
    const closed = await freePort();
    const question = { by: 'identifier', patientId: 'C-17' } as const;
    const away = peerOf(
      { ...settings(form), port: closed, dicomwebUrl: `http://127.0.0.1:${closed}/dicom-web` },
      'HUB',
    );
    await expect(away.ask(question, never)).rejects.toMatchObject({ kind: 'unreachable' });
    await expect(peer().ask(question, AbortSignal.abort())).rejects.toMatchObject({ kind: 'cancelled' });
  });
});

describe.each(forms.slice(0, 2))('objects fetched by %s', (_title, form) => {
  it('come all, once', async () => {
    const { names, result } = await fetchAll(peerOf(settings(form), 'HUB'));
    expect(names).toEqual([1, 2, 3, 4, 5].map(instance));
    expect(result).toEqual({ failed: 0, faults: 0 });
  });

  it('come without those that we hold', async () => {
    const held = new Map([[series(1), new Set([instance(1), instance(3)])]]);
    expect((await fetchAll(peerOf(settings(form), 'HUB'), held)).names).toEqual([2, 4, 5].map(instance));
  });

  it('count as failed when they cannot be taken, and the others come', async () => {
    let seen = 0;
    const result = await peerOf(settings(form), 'HUB').fetch(
      { studyInstanceUid: study, held: none, maxInstances: 100 },
      {
        onObject: async ({ body }) => {
          for await (const _chunk of body);
          seen += 1;
          return seen === 2 ? 'failed' : 'taken';
        },
        onProgress: () => undefined,
      },
      never,
    );
    expect([seen, result.failed]).toEqual([5, 1]);
  });
});

describe('objects fetched by C-MOVE', () => {
  it('arrive at our own door; what we hold is left out', async () => {
    const peer = peerOf(settings({ queryBy: 'c-find', retrieveBy: 'c-move' }), 'HUB');
    await storeInstance(context, principal, {
      body: (async function* () {
        yield objects[0] ?? new Uint8Array();
      })(),
      receivedFrom: 'TEST',
      issuer: 'FOREIGN',
    });
    const held = await context.db.tenant(principal.tenantId, (trx) => heldInstances(trx, study));
    const { result } = await fetchAll(peer, held);
    expect(result).toEqual({ failed: 0, faults: 0 });
    const now = await context.db.tenant(principal.tenantId, (trx) => heldInstances(trx, study));
    expect([...now.values()].flatMap((uidsOfSeries) => [...uidsOfSeries]).sort()).toEqual(
      [1, 2, 3, 4, 5].map(instance),
    );
  });
});

describe('a source that refuses', () => {
  it('says so by DIMSE and by HTTP', async () => {
    const question = { by: 'identifier', patientId: 'C-17' } as const;
    const wrongTitle = peerOf({ ...settings({ queryBy: 'c-find' }), aeTitle: 'SOMEBODY' }, 'HUB');
    await expect(wrongTitle.ask(question, never)).rejects.toMatchObject({ kind: 'refused' });
    const wrongPath = peerOf({ ...settings({}), dicomwebUrl: `${orthanc.dicomwebUrl}/nowhere` }, 'HUB');
    await expect(wrongPath.ask(question, never)).rejects.toMatchObject({ kind: 'refused' });
  });
});
