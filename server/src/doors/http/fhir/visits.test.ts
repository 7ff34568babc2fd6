/** Visits, diagnoses and clinicians that come by HL7, and measurements that others write, through the door on a real database. */
import { connectMllp, type MllpClient } from '@throughline/hl7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPrincipal } from '../../../../test/context.ts';
import { type FhirRequest, foundBy, sendFhir } from '../../../../test/fhir-door.ts';
import { type TwoPatients, twoPatients } from '../../../../test/two-patients.ts';
import { putMessageSource } from '../../../features/messages/index.ts';
import { startMllp } from '../../mllp/start.ts';

let world: TwoPatients;
let door: Awaited<ReturnType<typeof startMllp>>;
let client: MllpClient;
let writer: string;
let reader: string;

beforeAll(async () => {
  world = await twoPatients(undefined, { THROUGHLINE_HL7_PORT: '0' });
  const source = { sendingApplication: 'RIS', address: '127.0.0.1', issuer: 'ALPHA' };
  await putMessageSource(world.context, testPrincipal(), 'ris', source);
  door = await startMllp(world.context);
  client = await connectMllp({ host: '127.0.0.1', port: Number(door.address.split(':')[1]), timeoutMs: 10_000 });
  writer = await world.issuer.token({ scope: 'imaging.read imaging.write' });
  reader = await world.issuer.token({ scope: 'imaging.read' });
});
afterAll(async () => {
  client.close();
  await door.close();
  await world.close();
});

const send = ({ token = writer, ...request }: FhirRequest) => sendFhir(world, token, request);

const found = (url: string, token = reader) => foundBy(world, token, url);

let count = 0;
const say = async (type: string, segments: readonly string[]): Promise<string> => {
  const head = `MSH|^~\\&|RIS|ALPHA|HUB|HUB|20260101||${type}|V${++count}|P|2.5`;
  return Buffer.from(await client.send(Buffer.from([head, ...segments].join('\r')))).toString('latin1');
};

const pid = 'PID|1||A1^^^^MR||QUILL^ALMA||19620317|F';
const admitted = (event: string, at: string, more = '') => [
  `EVN|${event}|${at}`,
  pid,
  `PV1|1|I|WARD^12^3||||D1^House^Ada^^^^^^DOCS|D2^Refer^Rita^^^^^^DOCS|||||||||||V77|||||||||||||||||||||||||20260105093000${more}`,
];

describe('visits of HL7', () => {
  it('are Encounters, as the last event says; what was said earlier and comes later changes nothing', async () => {
    const [start] = [admitted('A01', '20260105093100')];
    expect(await say('ADT^A01^ADT_A01', [...(start ?? []), 'DG1|1||R91.1^Solitary nodule^I10C||20260105|A'])).toContain(
      'MSA|AA',
    );
    const [visit] = await found(`Encounter?patient=${world.alma.recordId}`);
    expect(visit).toMatchObject({
      status: 'in-progress',
      class: { code: 'IMP' },
      identifier: [{ value: 'V77' }],
      period: { start: '2026-01-05' },
      location: [{ location: { display: 'WARD 12 3' } }],
    });
    await say('ADT^A03', admitted('A03', '20260107120000', '|20260107115500'));
    await say('ADT^A02', admitted('A02', '20260106080000'));
    expect(await found('Encounter?identifier=V77')).toMatchObject([
      { status: 'finished', period: { start: '2026-01-05', end: '2026-01-07' } },
    ]);
    await say('ADT^A13', admitted('A13', '20260107130000'));
    const [again] = await found('Encounter?status=in-progress&date=2026-01-05');
    expect(again).toMatchObject({ id: visit?.id, status: 'in-progress', period: { start: '2026-01-05' } });
    expect((again as { period?: { end?: string } }).period?.end).toBeUndefined();
    await say('ADT^A11', admitted('A11', '20260107140000'));
    expect((await send({ url: `Encounter/${visit?.id}`, token: reader })).json).toMatchObject({ status: 'cancelled' });
    expect(await found(`Encounter?patient=${world.other.recordId}&identifier=V77`)).toEqual([]);
  });

  it('bring diagnoses, each with its visit', async () => {
    const [both, ...more] = await found(
      `Condition?code=http://hl7.org/fhir/sid/icd-10-cm|R91.1&patient=${world.alma.recordId}&_include=Condition:encounter`,
    );
    expect(both).toMatchObject({
      code: { coding: [{ code: 'R91.1' }], text: 'Solitary nodule' },
      verificationStatus: { coding: [{ code: 'provisional' }] },
      recordedDate: '2026-01-05',
    });
    expect(more.map(({ resourceType }) => resourceType)).toEqual(['Encounter']);
    expect(await found('Condition?code=http://snomed.info/sct|R91.1')).toEqual([]);
    expect(await found(`Condition?encounter=${more[0]?.id}`)).toHaveLength(1);
  });

  it('name clinicians by their numbers; one known by name only is told of once, and says so', async () => {
    const [ada] = await found('Practitioner?identifier=DOCS|D1');
    expect(ada).toMatchObject({ name: [{ family: 'House', given: ['Ada'] }], identifier: [{ value: 'D1' }] });
    const [visit] = await found('Encounter?identifier=V77');
    expect(visit).toMatchObject({ participant: [{ individual: { display: expect.stringContaining('House') } }, {}] });
    await say('ORM^O01', [pid, 'ORC|NW|PLX', 'OBR|1|PLX||CT1^CT Chest||||||||||||^Order^Otto||||||||||||||||']);
    await say('ORM^O01', [pid, 'ORC|NW|PLY', 'OBR|1|PLY||CT1^CT Chest||||||||||||^Order^Otto||||||||||||||||']);
    const ottos = await found('Practitioner?name=order');
    expect(ottos).toMatchObject([{ name: [{ family: 'Order', given: ['Otto'] }] }]);
    expect(JSON.stringify(ottos[0])).toContain('Known by name only');
    const [order] = await found('ServiceRequest?identifier=PLX&_include=ServiceRequest:patient');
    expect(order).toMatchObject({ requester: { reference: `Practitioner/${ottos[0]?.id}` } });
    // Once he has a number at this hospital, he is that one.
    await say('ORM^O01', [pid, 'ORC|NW|PLZ', 'OBR|1|PLZ||CT1^CT Chest||||||||||||D9^Order^Otto||||||||||||||||']);
    const [numbered, ...others] = await found('Practitioner?name=order');
    expect([numbered, others]).toMatchObject([{ identifier: [{ value: 'D9' }] }, []]);
    expect((await send({ url: `Practitioner/${numbered?.id}`, token: reader })).status).toBe(200);
    expect(await found('ServiceRequest?identifier=PLX')).toMatchObject([
      { requester: { reference: `Practitioner/${numbered?.id}` } },
    ]);
    // Two of one name with numbers: nobody knows who is meant.
    await say('ORM^O01', [pid, 'ORC|NW|PLW', 'OBR|1|PLW||CT1^CT Chest||||||||||||D10^Order^Otto||||||||||||||||']);
    const [unclear] = await found('ServiceRequest?identifier=PLX');
    expect((unclear as { requester?: object }).requester).toEqual({ display: expect.any(String) });
  });
});

const measured = (value: string, more: object = {}) => ({
  resourceType: 'Observation',
  identifier: [{ system: 'urn:oid:1.2.276.0.7230010.60', value }],
  status: 'final',
  code: { coding: [{ system: 'http://snomed.info/sct', code: '103339001', display: 'Long axis' }] },
  subject: { reference: `Patient/${world.alma.recordId}` },
  effectiveDateTime: '2026-02-01T10:00:00+01:00',
  performer: [{ display: 'Synthetic Sonographer' }],
  valueQuantity: { value: 1.4, unit: 'cm', system: 'http://unitsofmeasure.org', code: 'cm' },
  ...more,
});

describe('Observations of others', () => {
  it('are taken, changed and found, with their unit read and who measured', async () => {
    const made = await send({ method: 'POST', url: 'Observation', body: measured('O1') });
    expect([made.status, made.json]).toMatchObject([201, { valueQuantity: { value: 1.4, code: 'cm' } }]);
    const url = `Observation/${made.json.id}`;
    const change = measured('O1', { id: made.json.id, status: 'corrected', valueQuantity: { value: 16, unit: 'mm' } });
    expect((await send({ method: 'PUT', url, body: change })).json).toMatchObject({
      status: 'corrected',
      identifier: [{ value: 'O1' }],
      performer: [{ display: 'Synthetic Sonographer' }],
      valueQuantity: { value: 16, unit: 'mm' },
    });
    expect((await send({ method: 'POST', url: 'Observation', body: measured('O1') })).status).toBe(409);
    expect((await send({ method: 'POST', url: 'Observation', body: measured('O2'), token: reader })).status).toBe(403);
    const { valueQuantity: _, ...without } = measured('O3');
    expect((await send({ method: 'POST', url: 'Observation', body: without })).status).toBe(400);
    const ids = (await found(`Observation?patient=${world.alma.recordId}`)).map(({ id }) => id);
    expect(ids).toEqual([made.json.id]);
    const counted = await send({ url: `Observation?patient=${world.alma.recordId}&_count=0`, token: reader });
    expect(counted.json).toMatchObject({ total: 1 });
  });

  it('are part of the series of the person, unless taken back', async () => {
    const [study] = world.alma.studies;
    const series = async () =>
      (await world.get(`/api/reading/${study?.study}/measurements`, reader)).json.series as {
        points: { value: number; origins: { kind: string }[] }[];
      }[];
    const [one] = await series();
    expect(one?.points).toMatchObject([{ value: 16, origins: [{ kind: 'observation' }] }]);
    const transaction = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        {
          resource: measured('O1', { status: 'entered-in-error' }),
          request: { method: 'PUT', url: 'Observation?identifier=urn:oid:1.2.276.0.7230010.60|O1' },
        },
        { resource: measured('O4'), request: { method: 'POST', url: 'Observation' } },
      ],
    };
    expect((await send({ method: 'POST', url: '', body: transaction })).json).toMatchObject({
      entry: [
        { response: { status: expect.stringMatching(/^200/) } },
        { response: { status: expect.stringMatching(/^201/) } },
      ],
    });
    expect((await series()).flatMap(({ points }) => points.map(({ value }) => value))).toEqual([1.4]);
  });

  it.each([
    ['L', undefined],
    ['http://codes.test/echo', 'http://codes.test/echo'],
  ])('of a code of %s are read with the code that they are found by', async (system, told) => {
    const code = { coding: [{ system, code: 'OWN-7', display: 'Own index' }] };
    const made = await send({ method: 'POST', url: 'Observation', body: measured(`O7 ${system}`, { code }) });
    expect(made.json.code).toEqual({
      coding: [{ ...(told && { system: told }), code: 'OWN-7', display: 'Own index' }],
      text: 'Own index',
    });
    expect(await found(`Observation?code=${system}|OWN-7&_id=${made.json.id}`)).toHaveLength(1);
    expect(await found(`Observation?code=OWN-7&_id=${made.json.id}`)).toHaveLength(1);
  });

  it('and all else that is filed under the patient are in $everything, by type where asked', async () => {
    const all = await found(`Patient/${world.alma.recordId}/$everything`);
    const types = new Set(all.map(({ resourceType }) => resourceType));
    expect([...types]).toEqual(expect.arrayContaining(['Observation', 'Encounter', 'Condition', 'ImagingStudy']));
    const some = await found(`Patient/${world.alma.recordId}/$everything?_type=Encounter,Observation`);
    expect(new Set(some.map(({ resourceType }) => resourceType))).toEqual(new Set(['Encounter', 'Observation']));
    expect((await send({ url: `Patient/${world.alma.recordId}/$everything?_type=Device`, token: reader })).status).toBe(
      400,
    );
  });

  it('are written by a user only who may store besides, and within a patient context of its patient alone', async () => {
    const post = async (claims: Readonly<Record<string, unknown>>, value: string) =>
      (
        await send({
          method: 'POST',
          url: 'Observation',
          body: measured(value),
          token: await world.issuer.token(claims),
        })
      ).status;
    expect(await post({ scope: 'user/Observation.cu' }, 'U1')).toBe(403);
    expect(await post({ scope: 'user/Observation.cu imaging.write' }, 'U1')).toBe(201);
    expect(await post({ scope: 'user/Observation.rs imaging.write' }, 'U2')).toBe(403);
    expect(await post({ scope: 'user/Patient.cu imaging.write' }, 'U2')).toBe(403);
    const patient = world.alma.recordId;
    expect(await post({ scope: 'patient/Observation.cu', patient }, 'U2')).toBe(403);
    expect(await post({ scope: 'patient/Observation.rs imaging.write', patient }, 'U2')).toBe(403);
    expect(await post({ scope: 'patient/Observation.cu imaging.write', patient }, 'U2')).toBe(201);
    const other = world.other.recordId;
    expect(await post({ scope: 'patient/*.cruds imaging.write', patient: other }, 'U3')).toBe(403);
    expect(await post({ scope: 'patient/*.cruds user/*.cruds imaging.write', patient: other }, 'U2')).toBe(403);
    const token = await world.issuer.token({ scope: 'patient/*.cruds imaging.write', patient });
    const order = {
      resourceType: 'ServiceRequest',
      identifier: [{ system: 'urn:oid:1.2.276.0.7230010.63', value: 'W1' }],
    };
    const body = {
      ...order,
      status: 'active',
      intent: 'order',
      code: { text: 'CT' },
      subject: { reference: `Patient/${patient}` },
    };
    expect((await send({ method: 'POST', url: 'ServiceRequest', body, token })).status).toBe(403);
  });
});
