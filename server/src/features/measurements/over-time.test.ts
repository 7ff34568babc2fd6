/** Measurements and dose of one person of two hospitals, through the door and the database. */
import { type Dataset, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import { connectMllp, parseMessage } from '@throughline/hl7';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ctDoseObject, measuredObject } from '../../../../tools/network/objects/measured-objects.ts';
import type { MeasuredValue } from '../../../../tools/network/stories/story.ts';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { createIssuer, type TestIssuer } from '../../../test/issuer.ts';
import { ctDataset, ctObject, inChunks, type ObjectFields } from '../../../test/objects.ts';
import { listAuditEvents } from '../../db/index.ts';
import { buildApp } from '../../doors/http/app.ts';
import { measureSettled } from '../../doors/jobs/measurer.ts';
import { SETTLED_MS } from '../../doors/jobs/packer.ts';
import { startMllp } from '../../doors/mllp/start.ts';
import { putMessageSource } from '../messages/index.ts';
import { linkRecords, registerPatientRecord } from '../patients/index.ts';
import { storeInstance } from '../store/index.ts';
import { walkMeasurements } from './index.ts';

const principal = testPrincipal();
const here: ObjectFields = { issuer: 'ALPHA', patientId: 'A1', patientName: 'QUILL^ALMA' };
const there: ObjectFields = { ...here, issuer: 'BETA', patientId: 'B9' };

let context: TestContext;
let app: FastifyInstance;
let issuer: TestIssuer;
let token: string;
let ahead = 0;
const current = newUid();

const store = (bytes: Uint8Array) => storeInstance(context, principal, { body: inChunks(bytes), receivedFrom: 'TEST' });

const headerOf = (fields: ObjectFields): Dataset => {
  const header = ctDataset({ ...fields, series: newUid() });
  for (const tag of [tags.PixelData, tags.Rows, tags.Columns, tags.SamplesPerPixel, tags.PhotometricInterpretation])
    header.delete(tag);
  return header;
};

const measured = (fields: ObjectFields, ...values: readonly MeasuredValue[]) => {
  const at = { date: fields.studyDate ?? '20260102', time: '101500' };
  const identity = { header: headerOf(fields), sopInstanceUid: newUid() };
  return store(measuredObject(identity, { template: '1500', values }, at, ['test']));
};

const root = (value: number, unit: string): MeasuredValue => ({
  what: ['18015-8', 'LN', 'Aortic Root Diameter'],
  value,
  unit,
});

const asked = async (study: string, bearer = token) => {
  const url = `/api/reading/${study}/measurements`;
  const answer = await app.inject({ url, headers: { authorization: `Bearer ${bearer}` } });
  return { status: answer.statusCode, json: answer.json() };
};

/** The outbox is read as far as no open transaction of the server is older: other tests have some. */
const settled = async (until: () => Promise<unknown>): Promise<void> => {
  ahead += SETTLED_MS + 1_000;
  await vi.waitFor(
    async () => {
      await measureSettled(context, principal.tenantId);
      expect(await until()).toBe(true);
    },
    { timeout: 20_000, interval: 50 },
  );
};

const rowsOf = (study: string) =>
  context.db.tenant(principal.tenantId, (trx) =>
    trx.selectFrom('measurements').select(['id', 'measurement']).where('study_instance_uid', '=', study).execute(),
  );

const hasDose = async (known: number): Promise<boolean> =>
  (await asked(current)).json.dose?.known.find((one: { group: string }) => one.group === 'CT')?.known === known;

beforeAll(async () => {
  issuer = await createIssuer();
  context = await createTestContext({
    environment: { ...issuer.environment, THROUGHLINE_HL7_PORT: '0' },
    clock: () => new Date(Date.now() + ahead),
  });
  app = await buildApp(context);
  token = await issuer.token({ scope: 'imaging.read imaging.write admin' });
  const statement = { name: 'QUILL^ALMA', birthDate: '19700101', sex: 'F', otherIds: [] };
  for (const { issuer: from = '', patientId: id = '' } of [here, there])
    await registerPatientRecord(context, principal, { ...statement, issuer: from, id });
  await linkRecords(context, principal, {
    one: { issuer: 'ALPHA', id: 'A1' },
    other: { issuer: 'BETA', id: 'B9' },
    reason: 'test',
  });
});
afterAll(async () => {
  await app.close();
  await context.close();
});

const chest = (dlp: number) => ({ region: ['816094009', 'SCT', 'Chest'] as const, dlp, ctdiVol: 7 });

describe('of one person', () => {
  const older = newUid();
  const silent = newUid();

  beforeAll(async () => {
    await store(ctObject({ ...here, study: current, studyDate: '20260102' }));
    await measured({ ...here, study: current, studyDate: '20260102' }, root(3.1, 'cm'), root(3, 'furlong'));
    const dose = { header: headerOf({ ...here, study: current, studyDate: '20260102' }), sopInstanceUid: newUid() };
    await store(ctDoseObject(dose, [chest(300)], { date: '20260102', time: '101500' }));
    await store(
      encodePart10(
        ctDataset({ ...there, study: older, studyDate: '20240102' }).set(tags.CTDIvol, 8),
        uids.ExplicitVRLittleEndian,
      ),
    );
    await measured({ ...there, study: older, studyDate: '20240102' }, root(29, 'mm'));
    await store(ctObject({ ...there, study: silent, studyDate: '20230102' }));
    await settled(() => hasDose(2));
  });

  it('one series over both hospitals, in one unit; what has an impossible unit is kept and said', async () => {
    const { status, json } = await asked(current);
    expect(status).toBe(200);
    expect(json.series).toHaveLength(1);
    const [series] = json.series;
    expect(series).toMatchObject({ thing: 'aortic-root', unit: 'mm' });
    expect(series.points.map(({ date, value }: { date: string; value: number }) => [date, value])).toEqual([
      ['2024-01-02', 29],
      ['2026-01-02', 31],
    ]);
    expect(series.points[1].origins[0].studyInstanceUid).toBe(current);
    expect(series.unread).toMatchObject([{ value: 3, unit: 'furlong', why: 'the unit is not known' }]);
  });

  it('the same from a study of the other hospital', async () => {
    expect((await asked(older)).json).toEqual((await asked(current)).json);
  });

  it('dose of both, with those that say none; length products are never made of indices', async () => {
    const { dose } = (await asked(current)).json;
    expect(dose.known).toEqual([{ group: 'CT', known: 2, of: 3 }]);
    expect(dose.totals).toMatchObject([{ kind: 'dlp', region: 'chest', value: 300, studies: 1 }]);
    const states = new Map(
      dose.studies.map((one: { studyInstanceUid: string; state: string; origin: string }) => [
        one.studyInstanceUid,
        [one.state, one.origin],
      ]),
    );
    expect(states.get(current)).toEqual(['known', 'report']);
    expect(states.get(older)).toEqual(['known', 'images']);
    expect(states.get(silent)).toEqual(['not-known', null]);
  });

  it('is not read twice, and comes to the same rows when it is read again', async () => {
    const before = await rowsOf(current);
    await context.db.tenant(principal.tenantId, (trx) =>
      trx.updateTable('measurement_readings').set({ reading: 0 }).where('study_instance_uid', '=', current).execute(),
    );
    while (await walkMeasurements(context, principal, new Date(Date.now() + ahead + SETTLED_MS))) {
      // Until all of it is read.
    }
    expect(await rowsOf(current)).toEqual(before);
    const reading = () =>
      context.db.tenant(principal.tenantId, (trx) =>
        trx.selectFrom('measurement_readings').selectAll().orderBy('study_instance_uid').execute(),
      );
    const read = await reading();
    expect(read.every((row) => row.reading > 0)).toBe(true);
    expect(await walkMeasurements(context, principal, new Date(Date.now() + ahead))).toBe(false);
    expect(await reading()).toEqual(read);
  });

  it('is written down as the disclosure that it is', async () => {
    await asked(current);
    const events = await context.db.tenant(principal.tenantId, (trx) => listAuditEvents(trx, { limit: 1 }));
    expect(events[0]).toMatchObject({ event_code: '110110', action: 'R', study_instance_uid: current });
  });

  it('a token of somebody else gets nothing of it', async () => {
    const other = await registerPatientRecord(context, principal, {
      issuer: 'ALPHA',
      id: 'Z1',
      name: 'OTHER^ONE',
      birthDate: null,
      sex: null,
      otherIds: [],
    });
    const foreign = await issuer.token({ scope: 'patient/*.rs', patient: other.patientRecordId });
    expect((await asked(current, foreign)).status).toBe(404);
    const mr = await issuer.token({ scope: 'user/ImagingStudy.rs imaging.read' });
    expect((await asked(newUid(), mr)).status).toBe(404);
  });
});

describe('of a child', () => {
  it('has z-scores of echocardiograms with height and weight of the day, else the reason', async () => {
    const [echo, scan] = [newUid(), newUid()];
    const born = { issuer: 'ALPHA', patientId: 'K1', patientName: 'CHILD^ONE', birthDate: '20200102' };
    const size: readonly MeasuredValue[] = [
      { what: ['8302-2', 'LN', 'Patient Height'], value: 117, unit: 'cm' },
      { what: ['29463-7', 'LN', 'Patient Weight'], value: 20500, unit: 'g' },
    ];
    const us = { ...born, study: echo, studyDate: '20260102', modality: 'US' };
    await store(ctObject(us));
    await measured(us, root(2.5, 'cm'), ...size);
    await measured({ ...born, study: scan, studyDate: '20250102' }, root(24, 'mm'));
    await settled(async () => (await rowsOf(scan)).length > 0 && (await rowsOf(echo)).length > 0);
    const { json } = await asked(echo);
    expect(json.surfaces).toEqual([{ date: '2026-01-02', squareMetres: 0.81, formula: 'Haycock' }]);
    const { points } = json.series.find((one: { thing: string }) => one.thing === 'aortic-root');
    type Said = { readonly z: number; readonly zBy: string; readonly whyNoZ: string };
    expect(points.map(({ z, zBy, whyNoZ }: Said) => [z, zBy, whyNoZ])).toEqual([
      [null, null, 'the model is for echocardiography'],
      [expect.closeTo(2.35, 1), 'Pettersen 2008 (Detroit)', null],
    ]);
    expect(json.models.map(({ name }: { readonly name: string }) => name)[0]).toBe('Pettersen 2008 (Detroit)');
  });
});

describe('of messages', () => {
  const study = newUid();

  const send = async (door: { readonly address: string }, id: string, status: string, value: string) => {
    const client = await connectMllp({
      host: '127.0.0.1',
      port: Number(door.address.split(':')[1]),
      timeoutMs: 10_000,
    });
    const segments = [
      `MSH|^~\\&|RIS|X|HUB|HUB|20260101||ORU^R01|${id}|P|2.5`,
      'PID|1||P7^^^^MR||Meier^Anna||19600102|F',
      `OBR|1||F1|ECHO^Echo^L|||20260110101500||||||||||||||||||${status}`,
      `OBX|1|NM|18043-0^LVEF^LN||${value}|%|||||${status}`,
      `OBX|2|SN|18015-8^Aortic root^LN||<^3.4|cm|||||${status}`,
      `OBX|3|NM|XYZ^Something^L||7|cubits|||||${status}`,
      `OBX|4|TX|&IMP||Normal.||||||${status}`,
    ];
    const answer = parseMessage(await client.send(Buffer.from(segments.join('\r'))));
    client.close();
    return answer.one('MSA')?.text(1);
  };

  it('join the series, and go when a later version takes their place', async () => {
    await putMessageSource(context, principal, 'ris', {
      sendingApplication: 'RIS',
      address: '127.0.0.1',
      issuer: 'GAMMA',
    });
    const door = await startMllp(context);
    try {
      expect(await send(door, 'O1', 'P', '48')).toBe('AA');
      const gamma = { issuer: 'GAMMA', patientId: 'P7', patientName: 'MEIER^ANNA', birthDate: '19600102' };
      await store(ctObject({ ...gamma, study }));
      const valuesOf = async () => {
        const { series } = (await asked(study)).json;
        return series.map(
          (one: { thing: string; points: { value: number; comparator: string }[]; unread: { why: string }[] }) => [
            one.thing,
            one.points.map(({ value, comparator }) => `${comparator ?? ''}${value}`),
            one.unread.map(({ why }) => why),
          ],
        );
      };
      const others = [
        ['aortic-root', ['<34'], []],
        [null, [], ['the unit is not known']],
      ];
      expect((await valuesOf()).toSorted()).toEqual([['lv-ejection-fraction', ['48'], []], ...others].toSorted());
      expect(await send(door, 'O2', 'F', '52')).toBe('AA');
      expect((await valuesOf()).toSorted()).toEqual([['lv-ejection-fraction', ['52'], []], ...others].toSorted());
    } finally {
      await door.close();
    }
  });
});
