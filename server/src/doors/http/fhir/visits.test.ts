/** Visits, diagnoses and clinicians that come by HL7, and what is written of measurements and consents, through the door on a real database. */
import type { Bundle, ImagingStudy, Resource } from '@medplum/fhirtypes';
import { resourceRows } from '@throughline/fhir';
import { faultsOf } from '@throughline/fhir/testing';
import { connectMllp, type MllpClient } from '@throughline/hl7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPrincipal } from '../../../../test/context.ts';
import { ctObject, inChunks } from '../../../../test/objects.ts';
import { type TwoPatients, twoPatients } from '../../../../test/two-patients.ts';
import { correctAttributes } from '../../../features/corrections/index.ts';
import { putMessageSource } from '../../../features/messages/index.ts';
import { storeInstance } from '../../../features/store/index.ts';
import { startMllp } from '../../mllp/start.ts';

let world: TwoPatients;
let door: Awaited<ReturnType<typeof startMllp>>;
let client: MllpClient;
let writer: string;
let reader: string;
let admin: string;

beforeAll(async () => {
  world = await twoPatients(undefined, { THROUGHLINE_HL7_PORT: '0' });
  const source = { sendingApplication: 'RIS', address: '127.0.0.1', issuer: 'ALPHA' };
  await putMessageSource(world.context, testPrincipal(), 'ris', source);
  door = await startMllp(world.context);
  client = await connectMllp({ host: '127.0.0.1', port: Number(door.address.split(':')[1]), timeoutMs: 10_000 });
  writer = await world.issuer.token({ scope: 'imaging.read imaging.write' });
  reader = await world.issuer.token({ scope: 'imaging.read' });
  admin = await world.issuer.token({ scope: 'imaging.read imaging.write admin' });
});
afterAll(async () => {
  client.close();
  await door.close();
  await world.close();
});

let count = 0;
const say = async (type: string, segments: readonly string[]): Promise<string> => {
  const head = `MSH|^~\\&|RIS|ALPHA|HUB|HUB|20260101||${type}|V${++count}|P|2.5`;
  return Buffer.from(await client.send(Buffer.from([head, ...segments].join('\r')))).toString('latin1');
};

interface Sending {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly body?: object;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const send = async ({ method = 'GET', url, body, token = writer, headers = {} }: Sending) => {
  const answer = await world.app.inject({
    method,
    url: `/fhir/${url}`,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json', ...headers },
    ...(body && { payload: JSON.stringify(body) }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: answers are read field by field
  const json: any = answer.payload === '' ? undefined : JSON.parse(answer.payload);
  if (json !== undefined && headers.accept === undefined)
    expect([method, url, faultsOf(json)]).toEqual([method, url, []]);
  return { status: answer.statusCode, json, headers: answer.headers };
};
const found = async (url: string, token = reader): Promise<Resource[]> => {
  const { json, status } = await send({ url, token });
  expect([url, status]).toEqual([url, 200]);
  return ((json as Bundle).entry ?? []).flatMap(({ resource }) => resource ?? []);
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

describe('studies', () => {
  it('have a history of what was said of them and how much of them was here', async () => {
    const at = { issuer: 'ALPHA', patientId: 'A1', patientName: 'QUILL^ALMA', birthDate: '19620317' };
    const [, knee] = world.alma.studies;
    const [before] = (await found(`ImagingStudy?identifier=urn:dicom:uid|urn:oid:${knee?.study}`)) as { id: string }[];
    await world.context.db.tenant(testPrincipal().tenantId, (trx) =>
      // As if it had come an hour ago.
      trx
        .updateTable('instances')
        .set({ received_at: new Date(Date.now() - 3_600_000) })
        .execute(),
    );
    const more = ctObject({ ...at, study: knee?.study ?? '', modality: 'DX', description: 'XR KNEE LEFT' });
    await storeInstance(world.context, testPrincipal(), { body: inChunks(more), receivedFrom: 'TEST' });
    await correctAttributes(world.context, testPrincipal(), {
      studyInstanceUid: knee?.study ?? '',
      attributes: { StudyDescription: 'XR KNEE RIGHT' },
      reason: 'Synthetic: the other side',
    });
    const url = `ImagingStudy/${before?.id}`;
    const history = await found(`${url}/_history`);
    const said = (history as { description?: string; numberOfInstances?: number }[]).map((one) => [
      one.description,
      one.numberOfInstances,
    ]);
    expect([said[0], said.at(-1)]).toEqual([
      ['XR KNEE RIGHT', 2],
      ['XR KNEE LEFT', 1],
    ]);
    for (const { meta } of history)
      expect((await send({ url: `${url}/_history/${meta?.versionId}`, token: reader })).status).toBe(200);
    const ofType = (await found('ImagingStudy/_history?_count=2')) as {
      id: string;
      description?: string;
      meta?: { lastUpdated: string };
    }[];
    expect(ofType.filter(({ id }) => id === before?.id).map(({ description }) => description)).toContain(
      'XR KNEE LEFT',
    );
    // The newest version of each counts what QIDO-RS counts.
    const qido = (await world.get('/dicom-web/studies?includefield=all', reader, { accept: 'application/dicom+json' }))
      .json;
    const counted = new Map<string, number>(
      qido.map((one: Record<string, { Value: [never] }>) => [one['0020000D']?.Value[0], one['00201208']?.Value[0]]),
    );
    const newest = new Map(
      (await found('ImagingStudy/_history')).toReversed().map((one) => [one.id, one as ImagingStudy]),
    );
    expect(newest.size).toBe(counted.size);
    for (const { identifier = [], numberOfInstances } of newest.values())
      expect(numberOfInstances).toBe(counted.get(identifier[0]?.value?.replace('urn:oid:', '') ?? ''));
    const times = ofType.map(({ meta }) => meta?.lastUpdated ?? '');
    expect(times).toEqual(times.toSorted().reverse());
    expect(
      JSON.stringify(
        await found(
          'ImagingStudy/_history',
          await world.issuer.token({ scope: 'patient/*.rs', patient: world.other.recordId }),
        ),
      ),
    ).not.toContain(before?.id);
    const [patient] = await Promise.all([world.issuer.token({ scope: 'patient/*.rs', patient: world.other.recordId })]);
    expect((await send({ url: `${url}/_history`, token: patient })).status).toBe(404);
  });

  it('are given in R5 where it is asked for, and nothing else is', async () => {
    const accept = 'application/fhir+json; fhirVersion=5.0';
    const { json, headers } = await send({ url: 'ImagingStudy?modality=MR', token: reader, headers: { accept } });
    expect(headers['content-type']).toContain('fhirVersion=5.0');
    const [{ resource }] = json.entry;
    expect(resource.modality).toContainEqual({ coding: [expect.objectContaining({ code: 'MR' })] });
    expect(
      resource.series.map((one: { modality: { coding: { code: string }[] } }) => one.modality.coding[0]?.code),
    ).toContain('MR');
    expect((await send({ url: 'Patient', token: reader, headers: { accept } })).status).toBe(406);
  });
});

describe('a consent', () => {
  const refusal = (status: string, more: object = {}) => ({
    resourceType: 'Consent',
    identifier: [{ system: 'urn:oid:1.2.276.0.7230010.61', value: 'C1' }],
    status,
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
    patient: { reference: `Patient/${world.other.recordId}` },
    provision: { type: 'deny', ...more },
  });
  const url = 'Consent?identifier=urn:oid:1.2.276.0.7230010.61|C1';
  const marks = /ZEBEDEE|SECRETID77|SECRETEXAM|SECRETFINDING|ZZZZZZZZ/;
  const asked = async (path: string, token: string): Promise<string> => {
    const answer = await world.app.inject({ url: path, headers: { authorization: `Bearer ${token}`, accept: '*/*' } });
    return answer.rawPayload.toString('latin1') + JSON.stringify(answer.headers);
  };
  const paths = (): readonly string[] => {
    const [uids] = world.other.studies;
    const { recordId } = world.other;
    const values: Readonly<Record<string, string>> = {
      study: uids?.study ?? '',
      studyInstanceUid: uids?.study ?? '',
      series: uids?.series ?? '',
      instance: uids?.instance ?? '',
      frames: '1',
      id: recordId,
    };
    const fill = (path: string) =>
      path.replace('*', '7FE00010').replaceAll(/:(\w+)/g, (_all, name: string) => values[name] ?? 'x');
    const reading = world.routes.filter(
      ({ method, url: path }) => method === 'GET' && !path.endsWith('/events') && !path.startsWith('/api/workitems'),
    );
    return [
      ...new Set(reading.map(({ url: path }) => fill(path))),
      ...resourceRows.filter(({ type }) => type !== 'AuditEvent').map(({ type }) => `/fhir/${type}?_count=500`),
      `/fhir/Patient?identifier=SECRETID77`,
      `/dicom-web/studies?includefield=all`,
      `/dicom-web/series?includefield=all`,
      `/dicom-web/instances?includefield=all`,
    ];
  };

  it('that denies is obeyed on the whole table of routes from the next request on, and no longer than it stands', async () => {
    const told = async () => {
      const seen: string[] = [];
      const all = paths();
      for (let at = 0; at < all.length; at += 20) {
        const some = all.slice(at, at + 20);
        const answers = await Promise.all(some.map((path) => asked(path, reader)));
        seen.push(...some.filter((path, place) => marks.test((answers[place] ?? '').replaceAll(path, ''))));
      }
      return seen;
    };
    // The test could fail: these routes do tell of the patient.
    expect((await told()).length).toBeGreaterThan(15);
    const made = await send({ method: 'POST', url: 'Consent', body: refusal('active') });
    expect(made.status).toBe(201);
    expect(await told()).toEqual([]);
    expect((await send({ url: `Patient/${world.other.recordId}`, token: reader })).status).toBe(404);
    expect((await send({ url: `Patient/${world.other.recordId}`, token: admin })).status).toBe(200);
    const bound = await world.issuer.token({ scope: 'patient/*.rs', patient: world.other.recordId });
    expect(await asked('/dicom-web/studies', bound)).not.toMatch(marks);
    expect((await found(`ImagingStudy?patient=${world.alma.recordId}`)).length).toBeGreaterThan(0);
    expect(await found('Consent?status=active&identifier=C1', admin)).toMatchObject([{ provision: { type: 'deny' } }]);
    expect((await send({ method: 'PUT', url, body: refusal('inactive') })).status).toBe(200);
    expect((await send({ url: `Patient/${world.other.recordId}`, token: reader })).status).toBe(200);
  });

  it('holds within its period, and what narrows it and cannot be applied is refused', async () => {
    const denied = async () => (await send({ url: `Patient/${world.other.recordId}`, token: reader })).status === 404;
    await send({ method: 'PUT', url, body: refusal('active', { period: { end: '2020-01-01' } }) });
    expect(await denied()).toBe(false);
    await send({ method: 'PUT', url, body: refusal('active', { period: { start: '2020-01-01' } }) });
    expect(await denied()).toBe(true);
    const narrow = refusal('active', { class: [{ code: 'ImagingStudy' }] });
    expect((await send({ method: 'PUT', url, body: narrow })).status).toBe(400);
    await send({ method: 'PUT', url, body: refusal('entered-in-error') });
    expect(await denied()).toBe(false);
  });

  const participation = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType';
  const recipient = (reference: object, code = 'IRCP') => ({
    role: { coding: [{ system: participation, code }] },
    reference,
  });
  const named = (subject: string) => {
    const system = `${rootOfHub}/subjects`;
    return recipient({ identifier: { system, value: subject } });
  };
  const rootOfHub = 'http://127.0.0.1:0/fhir';
  const seenBy = async (subject: string): Promise<boolean> => {
    const token = await world.issuer.token({ scope: 'imaging.read' }, subject);
    const status = (await send({ url: `Patient/${world.other.recordId}`, token })).status;
    const studies = await asked(`/dicom-web/studies?PatientID=${world.other.patientId}`, token);
    // By both doors or by neither.
    expect([status, /SECRETEXAM|SECRETID77/.test(studies)]).toEqual(status === 200 ? [200, true] : [404, false]);
    return status === 200;
  };

  it.each<readonly [string, (type: string) => object, readonly [friend: boolean, stranger: boolean]]>([
    ['denies to one', () => ({ actor: [named('dr-friend')] }), [false, true]],
    ['denies to all but one', () => ({ provision: [{ type: 'permit', actor: [named('dr-friend')] }] }), [true, false]],
    [
      'permits to all but one',
      () => ({ type: 'permit', provision: [{ type: 'deny', actor: [named('dr-friend')] }] }),
      [false, true],
    ],
  ])('that %s is obeyed for whom it is about', async (_name, more, [friend, stranger]) => {
    const made = await send({ method: 'PUT', url, body: refusal('active', more('deny')) });
    expect([made.status, made.json.issue]).toEqual([200, undefined]);
    expect([await seenBy('dr-friend'), await seenBy('dr-stranger')]).toEqual([friend, stranger]);
    const [kept] = (await found('Consent?identifier=C1', admin)) as { provision: object }[];
    expect(kept?.provision).toMatchObject(more('deny'));
    expect(faultsOf(kept as never)).toEqual([]);
    await send({ method: 'PUT', url, body: refusal('entered-in-error') });
    expect([await seenBy('dr-friend'), await seenBy('dr-stranger')]).toEqual([true, true]);
  });

  describe('in an emergency (A21)', () => {
    const reason = 'unconscious in the emergency room';
    let glass: string;
    let stranger: string;
    const call = async (method: 'GET' | 'POST', path: string, token: string, payload?: object) => {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await world.app.inject({
        method,
        url: `/api/${path}`,
        headers,
        ...(payload && { payload }),
      });
      return { status: answer.statusCode, json: answer.payload === '' ? undefined : answer.json() };
    };
    const begin = (more: object = {}, token = glass) => {
      const patient = { issuer: 'ALPHA', patientId: world.other.patientId };
      return call('POST', 'emergency-accesses', token, { patient, reason, ...more });
    };
    const sees = async (token: string) =>
      (await send({ url: `Patient/${world.other.recordId}`, token })).status === 200 &&
      /SECRETEXAM/.test(await asked(`/dicom-web/studies?PatientID=${world.other.patientId}`, token));

    beforeAll(async () => {
      glass = await world.issuer.token({ scope: 'imaging.read' }, 'dr-glass');
      stranger = await world.issuer.token({ scope: 'imaging.read' }, 'dr-stranger');
      expect((await begin()).status).toBe(409);
      await send({ method: 'PUT', url, body: refusal('active') });
      expect(await sees(glass)).toBe(false);
    });
    afterAll(async () => {
      await send({ method: 'PUT', url, body: refusal('entered-in-error') });
    });

    it.each<readonly [string, object, number]>([
      ['without a reason', { reason: '' }, 400],
      ['with a reason that is none', { reason: '  because    ' }, 400],
      ['of nobody that is known', { patient: { issuer: 'ALPHA', patientId: 'NOBODY' } }, 404],
      ['of whom nothing is withheld', { patient: { issuer: 'ALPHA', patientId: 'A1' } }, 409],
      ['of two at once', { studyInstanceUid: '1.2.3' }, 400],
    ])('is not opened %s', async (_name, more, status) => {
      expect((await begin(more)).status).toBe(status);
      expect(await sees(glass)).toBe(false);
    });

    it('is not opened by a token of one patient', async () => {
      const bound = await world.issuer.token({ scope: 'patient/*.rs', patient: world.alma.recordId });
      expect((await begin({}, bound)).status).toBe(403);
    });

    it('is opened for a reason to the one who gives it, is written down as such, and is reviewed by somebody else', async () => {
      const { status, json } = await begin();
      expect(status).toBe(200);
      expect([await sees(glass), await sees(stranger)]).toEqual([true, false]);
      const trail = (await found(`AuditEvent?patient=Patient/${world.other.recordId}&_count=50`, admin)) as {
        type: { code: string };
        purposeOfEvent?: { coding: { code: string }[] }[];
      }[];
      expect(trail.some(({ type }) => type.code === '110113')).toBe(true);
      const inEmergency = trail.filter((event) => event.purposeOfEvent?.[0]?.coding[0]?.code === 'BTG');
      expect(inEmergency.length).toBeGreaterThan(0);
      expect(JSON.stringify(trail)).not.toContain(reason);
      expect((await call('GET', 'emergency-accesses', glass)).status).toBe(403);
      const [listed] = (await call('GET', 'emergency-accesses', admin)).json;
      expect(listed).toMatchObject({
        id: json.id,
        subject: 'dr-glass',
        reason,
        patientId: world.other.patientId,
        verdict: null,
      });
      const desk = async () =>
        (await call('GET', 'exceptions', admin)).json.items.filter(
          ({ kind }: { kind: string }) => kind === 'emergency-access',
        );
      expect(await desk()).toHaveLength(1);
      const self = await world.issuer.token({ scope: 'imaging.read admin' }, 'dr-glass');
      const review = (token: string) =>
        call('POST', `emergency-accesses/${json.id}/review`, token, { verdict: 'justified' });
      expect((await review(self)).status).toBe(403);
      expect((await review(admin)).status).toBe(204);
      expect((await review(admin)).status).toBe(404);
      expect(await desk()).toHaveLength(0);
      // Reviewed or not: it goes on until its end.
      expect(await sees(glass)).toBe(true);
      expect((await call('POST', `emergency-accesses/${json.id}/end`, stranger)).status).toBe(404);
      expect((await call('POST', `emergency-accesses/${json.id}/end`, glass)).status).toBe(204);
      expect(await sees(glass)).toBe(false);
    });

    it('ends by itself', async () => {
      const [study] = world.other.studies;
      const { json } = await begin({ patient: undefined, studyInstanceUid: study?.study });
      expect(await sees(glass)).toBe(true);
      const lasts = new Date(json.endsAt).getTime() - Date.now();
      expect(lasts).toBeLessThanOrEqual(3_600_000);
      await world.context.db.tenant(testPrincipal().tenantId, (trx) =>
        trx.updateTable('emergency_accesses').set({ ends_at: new Date() }).where('id', '=', json.id).execute(),
      );
      await expect.poll(() => sees(glass), { timeout: 3_000 }).toBe(false);
    });
  });

  it.each<readonly [string, object]>([
    ['an actor in another role', { actor: [recipient({ identifier: { value: 'x' } }, 'AUT')] }],
    ['an actor that nobody can tell', { actor: [recipient({ display: 'Dr No' })] }],
    ['an exception that says the same', { provision: [{ type: 'deny', actor: [named('dr-friend')] }] }],
    ['an exception of another kind', { provision: [{ type: 'permit', dataPeriod: { start: '2020-01-01' } }] }],
  ])('with %s is refused', async (_name, more) => {
    expect((await send({ method: 'PUT', url, body: refusal('active', more) })).status).toBe(400);
  });
});
