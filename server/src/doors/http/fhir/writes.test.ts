/** What other systems write by FHIR, its versions, and Bundles of it, through the door on a real database. */
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { newUid, tags } from '@throughline/dicom';
import { appointmentStatuses, resourceRows } from '@throughline/fhir';
import { faultsOf } from '@throughline/fhir/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pdfObject } from '../../../../../tools/network/objects/document-objects.ts';
import { testPrincipal } from '../../../../test/context.ts';
import { ctDataset, inChunks } from '../../../../test/objects.ts';
import { type TwoPatients, twoPatients } from '../../../../test/two-patients.ts';
import { correctAttributes } from '../../../features/corrections/index.ts';
import { storeInstance } from '../../../features/store/index.ts';

let world: TwoPatients;
let writer: string;
let admin: string;

/** A scanned letter beside a study of Alma. */
const storeLetter = async (study: string): Promise<void> => {
  const person = { issuer: 'ALPHA', patientId: 'A1', patientName: 'QUILL^ALMA', birthDate: '19620317' };
  const header = ctDataset({ ...person, study, series: newUid(), studyDate: '20260102' });
  for (const tag of [tags.PixelData, tags.Rows, tags.Columns, tags.SamplesPerPixel, tags.PhotometricInterpretation])
    header.delete(tag);
  const bytes = pdfObject({ header, sopInstanceUid: newUid() }, { date: '20260102', time: '120000' });
  await storeInstance(world.context, testPrincipal(), { body: inChunks(bytes), receivedFrom: 'TEST' });
};

beforeAll(async () => {
  world = await twoPatients();
  writer = await world.issuer.token({ scope: 'imaging.read imaging.write' });
  admin = await world.issuer.token({ scope: 'imaging.read imaging.write admin' });
  const [ct] = world.alma.studies;
  await storeLetter(ct?.study ?? '');
  await correctAttributes(world.context, testPrincipal(), {
    studyInstanceUid: ct?.study ?? '',
    attributes: { StudyDescription: 'CT CHEST WITH CONTRAST' },
    reason: 'Synthetic: was named wrongly',
  });
});
afterAll(() => world.close());

interface Sending {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: string;
}

const send = async ({ method, url, body, headers = {}, token = writer }: Sending) => {
  const answer = await world.app.inject({
    method,
    url: `/fhir/${url}`,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json', ...headers },
    ...(body && { payload: JSON.stringify(body) }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: answers are read field by field
  const json: any = answer.payload === '' ? undefined : JSON.parse(answer.payload);
  if (json !== undefined) expect([method, url, faultsOf(json)]).toEqual([method, url, []]);
  return { status: answer.statusCode, json, headers: answer.headers };
};
const get = (url: string, token = admin) => send({ method: 'GET', url, token });
const resourcesOf = (found: Bundle): Resource[] => (found.entry ?? []).flatMap(({ resource }) => resource ?? []);

const subject = () => ({ reference: `Patient/${world.alma.recordId}` });
const report = (value: string, more: object = {}) => ({
  resourceType: 'DiagnosticReport',
  identifier: [{ system: 'urn:oid:1.2.276.0.7230010.50', value }],
  status: 'preliminary',
  code: { text: 'CT of the chest' },
  subject: subject(),
  issued: '2026-01-05T10:00:00+01:00',
  resultsInterpreter: [{ display: 'Synthetic Reader' }],
  conclusion: 'A nodule, to be followed.',
  ...more,
});
const order = (value: string, more: object = {}) => ({
  resourceType: 'ServiceRequest',
  identifier: [{ system: 'urn:oid:1.2.276.0.7230010.51', value }],
  status: 'active',
  intent: 'order',
  code: { coding: [{ system: 'http://loinc.org', code: '24627-2', display: 'CT Chest' }] },
  subject: { identifier: { system: 'ALPHA', value: 'A1' } },
  occurrenceDateTime: '2026-03-01T09:30:00+01:00',
  ...more,
});
const appointment = (value: string, more: object = {}) => ({
  resourceType: 'Appointment',
  identifier: [{ system: 'urn:oid:1.2.276.0.7230010.52', value }],
  status: 'booked',
  start: '2026-03-02T09:30:00+01:00',
  end: '2026-03-02T10:00:00+01:00',
  serviceType: [{ text: 'CT chest' }],
  participant: [
    { actor: subject(), status: 'accepted' },
    { actor: { display: 'Room 2' }, status: 'accepted' },
  ],
  ...more,
});

const topics = async (topic: string): Promise<number> =>
  (
    await world.context.db.tenant(testPrincipal().tenantId, (trx) =>
      trx.selectFrom('outbox').select('id').where('topic', '=', topic).execute(),
    )
  ).length;

describe('reports', () => {
  it('have versions, each read by its own number, the newest current', async () => {
    const made = await send({ method: 'POST', url: 'DiagnosticReport', body: report('R1') });
    expect(made.status).toBe(201);
    const { id } = made.json;
    const first = await get(`DiagnosticReport/${id}`);
    expect(first.json).toMatchObject({ status: 'preliminary', conclusion: 'A nodule, to be followed.' });
    const etag = String(first.headers.etag);
    const url = `DiagnosticReport/${id}`;
    const final = report('R1', { id, status: 'final', conclusion: 'No nodule.', issued: '2026-01-05T12:00:00+01:00' });
    const stale = await send({ method: 'PUT', url, body: final, headers: { 'if-match': 'W/"another"' } });
    expect(stale.status).toBe(412);
    expect((await send({ method: 'PUT', url, body: final, headers: { 'if-match': etag } })).status).toBe(200);
    expect((await get(url)).json).toMatchObject({ status: 'final', conclusion: 'No nodule.' });
    const history: Bundle = (await get(`${url}/_history`)).json;
    expect(history.entry?.map(({ response }) => response?.status)).toEqual(['200', '201']);
    const [now, before] = resourcesOf(history);
    expect((await get(`${url}/_history/${before?.meta?.versionId}`)).json).toMatchObject({ status: 'preliminary' });
    expect((await get(`${url}/_history/${now?.meta?.versionId}`)).json).toMatchObject({ status: 'final' });
    expect((await get(`${url}/_history/none`)).status).toBe(404);
    expect(resourcesOf((await get(`DiagnosticReport?identifier=urn:oid:1.2.276.0.7230010.50|R1`)).json)).toHaveLength(
      1,
    );
    const all: Bundle = (await get('DiagnosticReport/_history')).json;
    expect(resourcesOf(all).filter((each) => each.id === id)).toHaveLength(2);
  });

  it('give the version that the asker has already no second time', async () => {
    const [found] = resourcesOf((await get('DiagnosticReport?_count=1')).json);
    const url = `DiagnosticReport/${found?.id}`;
    const { headers } = await get(url);
    const again = { 'if-none-match': String(headers.etag) };
    expect((await send({ method: 'GET', url, headers: again })).status).toBe(304);
    for (const same of [String(headers.etag).replace('W/', ''), '*', `"1", ${headers.etag}`])
      expect((await send({ method: 'GET', url, headers: { 'if-none-match': same } })).status).toBe(304);
    const since = { 'if-modified-since': String(headers['last-modified']) };
    expect((await send({ method: 'GET', url, headers: since })).status).toBe(304);
    expect((await send({ method: 'GET', url, headers: { 'if-none-match': 'W/"1"' } })).status).toBe(200);
  });

  it.each<readonly [string, () => object, number]>([
    ['twice', () => report('R2'), 409],
    ['of a patient whom nobody knows', () => report('R3', { subject: { reference: 'Patient/none' } }), 400],
    ['that says nothing', () => report('R4', { conclusion: undefined }), 400],
    ['without an identifier', () => report('R5', { identifier: [] }), 400],
    ['under a name of a sender of messages', () => report('R6', { identifier: [{ system: 'HIS', value: 'R6' }] }), 400],
  ])('are not taken %s', async (_what, bodyOf, status) => {
    await send({ method: 'POST', url: 'DiagnosticReport', body: report('R2') });
    expect((await send({ method: 'POST', url: 'DiagnosticReport', body: bodyOf() })).status).toBe(status);
  });

  it('never move to another patient', async () => {
    const made = await send({ method: 'POST', url: 'DiagnosticReport', body: report('R7') });
    const body = report('R7', { id: made.json.id, subject: { reference: `Patient/${world.other.recordId}` } });
    expect((await send({ method: 'PUT', url: `DiagnosticReport/${made.json.id}`, body })).status).toBe(409);
  });
});

describe('orders and appointments', () => {
  it('an order is on the worklist, gathers as one of HL7, and ends', async () => {
    const before = await topics('order.placed');
    const made = await send({ method: 'POST', url: 'ServiceRequest', body: order('FA-1') });
    expect([made.status, made.json.status]).toEqual([201, 'active']);
    expect(await topics('order.placed')).toBe(before + 1);
    const ended = order('FA-1', { status: 'revoked' });
    const url = 'ServiceRequest?identifier=urn:oid:1.2.276.0.7230010.51|FA-1';
    expect((await send({ method: 'PUT', url, body: ended })).json).toMatchObject({
      id: made.json.id,
      status: 'revoked',
    });
  });

  it('an order that is over is not active again, and says so', async () => {
    const made = await send({ method: 'POST', url: 'ServiceRequest', body: order('FA-4') });
    const put = (status: string) =>
      send({ method: 'PUT', url: `ServiceRequest/${made.json.id}`, body: order('FA-4', { id: made.json.id, status }) });
    expect((await put('revoked')).status).toBe(200);
    for (const status of ['active', 'completed']) {
      const refused = await put(status);
      expect([refused.status, refused.json.resourceType]).toEqual([409, 'OperationOutcome']);
    }
    expect((await put('revoked')).json.status).toBe('revoked');
  });

  it('an order of which nobody said when has no date, until somebody does', async () => {
    const made = await send({
      method: 'POST',
      url: 'ServiceRequest',
      body: order('FA-5', { occurrenceDateTime: undefined }),
    });
    expect(made.status).toBe(201);
    expect(made.json).not.toHaveProperty('occurrenceDateTime');
    const url = `ServiceRequest/${made.json.id}`;
    expect((await get(url)).json).not.toHaveProperty('occurrenceDateTime');
    const dated = await send({ method: 'PUT', url, body: order('FA-5', { id: made.json.id }) });
    expect(dated.json.occurrenceDateTime).toBe('2026-03-01T09:30:00+01:00');
    const undated = order('FA-5', { id: made.json.id, occurrenceDateTime: undefined });
    expect((await send({ method: 'PUT', url, body: undated })).json).not.toHaveProperty('occurrenceDateTime');
  });

  it.each([
    ['FA-6A', '2026-03-01T09:30:00+01:00', '2026-03-01T09:30:00+01:00'],
    ['FA-6B', '2026-03-01T09:30:15.250-05:00', '2026-03-01T09:30:15-05:00'],
    ['FA-6C', '2026-03-01', '2026-03-01'],
  ])('the start of order %s, %s, is given as it was told', async (number, occurrenceDateTime, given) => {
    const { json } = await send({ method: 'POST', url: 'ServiceRequest', body: order(number, { occurrenceDateTime }) });
    expect(json.occurrenceDateTime).toBe(given);
  });

  it('a start on the clock of UTC is the same moment on the clock here, which the worklist shows', async () => {
    const body = order('FA-7', { occurrenceDateTime: '2026-03-01T08:30:00Z' });
    const { json } = await send({ method: 'POST', url: 'ServiceRequest', body });
    expect(json.occurrenceDateTime).toMatch(/[+-]\d\d:\d\d$/);
    const at = new Date('2026-03-01T08:30:00Z');
    expect(new Date(json.occurrenceDateTime).getTime()).toBe(at.getTime());
    const [step] = await world.context.db.tenant(testPrincipal().tenantId, (trx) =>
      trx.selectFrom('scheduled_steps').select('start_time').where('id', '=', json.id).execute(),
    );
    const local = [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, '0'));
    expect(step?.start_time).toBe(local.join(''));
  });

  it('an order without a date stays on the day on which it came when it is told again', async () => {
    const body = order('FA-8', { occurrenceDateTime: undefined });
    const made = await send({ method: 'POST', url: 'ServiceRequest', body });
    const day = () =>
      world.context.db.tenant(testPrincipal().tenantId, (trx) =>
        trx.selectFrom('scheduled_steps').select('start_date').where('id', '=', made.json.id).executeTakeFirst(),
      );
    await world.context.db.tenant(testPrincipal().tenantId, (trx) =>
      trx
        .updateTable('scheduled_steps')
        .set({ start_date: '20260105', created_at: new Date('2026-01-05T12:00:00Z') })
        .where('id', '=', made.json.id)
        .execute(),
    );
    const url = `ServiceRequest/${made.json.id}`;
    await send({ method: 'PUT', url, body: { ...body, id: made.json.id } });
    expect(await day()).toEqual({ start_date: '20260105' });
    await send({ method: 'PUT', url, body: order('FA-8', { id: made.json.id }) });
    expect(await day()).toEqual({ start_date: '20260301' });
    await send({ method: 'PUT', url, body: { ...body, id: made.json.id } });
    expect(await day()).toEqual({ start_date: '20260105' });
  });

  it.each(appointmentStatuses)('an appointment that is %s is given as it was told, to its end', async (status) => {
    const times = { start: '2026-04-02T09:30:00+02:00', end: '2026-04-02T10:00:00+02:00' };
    const body = appointment(`AP-${status}`, { status, ...times });
    const { json } = await send({ method: 'POST', url: 'Appointment', body });
    expect(json).toMatchObject({ status, start: '2026-04-02T07:30:00.000Z', end: '2026-04-02T08:00:00.000Z' });
    expect(json).not.toHaveProperty('comment');
  });

  it('an appointment that is proposed without a time is not called booked', async () => {
    const body = appointment('AP-P', { status: 'proposed', start: undefined, end: undefined });
    const before = await topics('order.placed');
    const { json } = await send({ method: 'POST', url: 'Appointment', body });
    expect([json.status, json.comment, await topics('order.placed')]).toEqual(['proposed', undefined, before]);
  });

  it('a conditional create makes one', async () => {
    const headers = { 'if-none-exist': 'identifier=urn:oid:1.2.276.0.7230010.51|FA-2' };
    const first = await send({ method: 'POST', url: 'ServiceRequest', body: order('FA-2'), headers });
    const second = await send({ method: 'POST', url: 'ServiceRequest', body: order('FA-2'), headers });
    expect([first.status, second.status, second.json.id]).toEqual([201, 200, first.json.id]);
  });

  it('an order does not become one of another patient, nor end for one', async () => {
    const made = await send({ method: 'POST', url: 'ServiceRequest', body: order('FA-3') });
    const url = `ServiceRequest/${made.json.id}`;
    const before = (await get(url)).json;
    const other = { id: made.json.id, subject: { reference: `Patient/${world.other.recordId}` } };
    for (const body of [order('FA-3', other), order('FA-3', { ...other, status: 'revoked' })])
      expect((await send({ method: 'PUT', url, body })).status).toBe(409);
    expect((await get(url)).json).toEqual(before);
  });

  it('an order that came in another way is not changed', async () => {
    const [theirs] = resourcesOf((await get(`ServiceRequest?identifier=ORD-1`)).json);
    const body = order('ORD-1', { id: theirs?.id, identifier: [{ system: 'ALPHA', value: 'ORD-1' }] });
    expect((await send({ method: 'PUT', url: `ServiceRequest/${theirs?.id}`, body })).status).toBe(404);
  });

  it('an appointment is found by day, moved and cancelled', async () => {
    const made = await send({ method: 'POST', url: 'Appointment', body: appointment('AP-1') });
    expect([made.status, made.json.start]).toEqual([201, '2026-03-02T08:30:00.000Z']);
    const found: Bundle = (await get(`Appointment?actor=${world.alma.recordId}&date=2026-03-02&_total=accurate`)).json;
    expect([found.total, resourcesOf(found)[0]?.id]).toEqual([1, made.json.id]);
    const body = appointment('AP-1', { id: made.json.id, status: 'cancelled' });
    expect((await send({ method: 'PUT', url: `Appointment/${made.json.id}`, body })).json.status).toBe('cancelled');
  });

  it('nobody writes with a token of one patient, or without the right to store', async () => {
    const reader = await world.issuer.token({ scope: 'imaging.read' });
    const bound = await world.issuer.token({ scope: 'imaging.read imaging.write', patient: world.alma.recordId });
    for (const token of [reader, bound])
      for (const [url, body] of [
        ['ServiceRequest', order('FA-9')],
        ['Appointment', appointment('AP-9')],
        ['DiagnosticReport', report('R9')],
        // Whatever is in the body.
        ['DiagnosticReport', { resourceType: 'DiagnosticReport' }],
        ['Consent', {}],
      ] as const)
        expect((await send({ method: 'POST', url, body, token })).status).toBe(403);
  });
});

describe('answers to what is written', () => {
  it('are what a read would give, with its version and where it is', async () => {
    const made = await send({ method: 'POST', url: 'DiagnosticReport', body: report('W1') });
    const url = `DiagnosticReport/${made.json.id}`;
    const body = report('W1', { id: made.json.id, status: 'final', issued: '2026-01-05T12:00:00+01:00' });
    const changed = await send({ method: 'PUT', url, body });
    const read = await get(url);
    expect(changed.json).toEqual(read.json);
    for (const header of ['etag', 'last-modified']) expect(changed.headers[header]).toBe(read.headers[header]);
    expect(changed.headers.location).toMatch(new RegExp(`/fhir/${url}/_history/${read.json.meta.versionId}$`));
    const first = String(made.headers.location).split('/fhir/')[1] ?? '';
    expect((await get(first)).json).toMatchObject({ status: 'preliminary' });
    // No versions are kept of orders: what cannot be read is not pointed to.
    const placed = await send({ method: 'POST', url: 'ServiceRequest', body: order('W2') });
    expect(placed.headers.location).toMatch(new RegExp(`/fhir/ServiceRequest/${placed.json.id}$`));
    expect(placed.headers.etag).toBe(`W/"${placed.json.meta.versionId}"`);
  });

  it('an update by id says the same id itself', async () => {
    const { json } = await send({ method: 'POST', url: 'ServiceRequest', body: order('W3') });
    const put = (more: object) =>
      send({ method: 'PUT', url: `ServiceRequest/${json.id}`, body: order('W3', { status: 'revoked', ...more }) });
    expect([(await put({})).status, (await put({ id: 'another' })).status]).toEqual([400, 400]);
    expect((await get(`ServiceRequest/${json.id}`)).json.status).toBe('active');
    expect((await put({ id: json.id })).json.status).toBe('revoked');
  });

  it.each([
    ['return=minimal', undefined],
    ['respond-async, return=minimal', undefined],
    ['return=OperationOutcome', 'OperationOutcome'],
    ['return=representation', 'ServiceRequest'],
    ['handling=strict', 'ServiceRequest'],
  ])('Prefer: %s is answered with %s', async (prefer, type) => {
    const made = await send({
      method: 'POST',
      url: 'ServiceRequest',
      body: order(newUid().slice(-12)),
      headers: { prefer },
    });
    expect([made.status, made.json?.resourceType]).toEqual([201, type]);
    expect(made.headers.etag).toMatch(/^W\//);
    expect(made.headers.location).toMatch(/ServiceRequest\/[0-9a-f-]{36}$/);
  });
});

describe('scopes of systems', () => {
  it.each([
    ['system/ServiceRequest.c', 201, 403, 403],
    ['system/ServiceRequest.u', 403, 200, 403],
    ['system/ServiceRequest.cu', 201, 200, 200],
    ['system/*.cruds', 201, 200, 200],
    ['system/ServiceRequest.rs', 403, 403, 403],
    ['system/DiagnosticReport.cu', 403, 403, 403],
    ['user/ServiceRequest.cu', 403, 403, 403],
  ])('%s: create %i, update %i, conditional update %i', async (scope, create, update, put) => {
    const token = await world.issuer.token({ scope, client_id: 'app' }, 'app');
    const [own, other] = [newUid().slice(-12), newUid().slice(-12)];
    const { json } = await send({ method: 'POST', url: 'ServiceRequest', body: order(other) });
    const made = await send({ method: 'POST', url: 'ServiceRequest', body: order(own), token });
    const changed = await send({
      method: 'PUT',
      url: `ServiceRequest/${json.id}`,
      body: order(other, { id: json.id }),
      token,
    });
    const url = `ServiceRequest?identifier=urn:oid:1.2.276.0.7230010.51|${other}`;
    const told = await send({ method: 'PUT', url, body: order(other), token });
    expect([made.status, changed.status, told.status]).toEqual([create, update, put]);
    const bound = await world.issuer.token({ scope, client_id: 'app', patient: world.alma.recordId }, 'app');
    expect((await send({ method: 'POST', url: 'ServiceRequest', body: order('FA-99'), token: bound })).status).toBe(
      403,
    );
  });
});

describe('what is kept beside studies', () => {
  it('a document is referred to with its study, and the manifest of each study', async () => {
    const [ct] = world.alma.studies;
    const [study] = resourcesOf((await get(`ImagingStudy?identifier=${ct?.study}`)).json);
    const found: Bundle = (await get(`DocumentReference?related=${study?.id}&_include=DocumentReference:related`)).json;
    const texts = resourcesOf(found).map((each) => JSON.stringify(each));
    expect(texts).toHaveLength(3);
    const [manifest = ''] = texts.filter((text) => text.includes('113030'));
    const url = /"url":"[^"]*?(\/api\/[^"]+)"/.exec(manifest)?.[1] ?? '';
    expect((await world.get(url, admin)).raw.subarray(128, 132).toString()).toBe('DICM');
    expect((await world.get(url.replace(/dcm$/, 'fhir.json'), admin)).json.resourceType).toBe('Bundle');
    const [letter = ''] = texts.filter((text) => text.includes('104.1'));
    const object = /"url":"[^"]*?(\/dicom-web\/[^"]+)"/.exec(letter)?.[1] ?? '';
    expect((await world.get(object, admin)).raw.toString('latin1')).toContain('%PDF');
  });

  it('a correction is told with its reason, to administrators only', async () => {
    const found: Bundle = (await get('Provenance?_include=Provenance:target')).json;
    expect(resourcesOf(found)).toMatchObject([
      { resourceType: 'Provenance', reason: [{ text: 'Synthetic: was named wrongly' }] },
      { resourceType: 'ImagingStudy', description: 'CT CHEST WITH CONTRAST' },
    ]);
    expect((await get('Provenance', writer)).status).toBe(403);
    const both: Bundle = (await get('ImagingStudy?_revinclude=Provenance:target', writer)).json;
    expect(resourcesOf(both).some(({ resourceType }) => resourceType === 'Provenance')).toBe(false);
  });

  it('what a source said of a patient before is read again', async () => {
    const url = 'Patient?identifier=urn:oid:1.2.276.0.7230010.53|P1';
    const body = (family: string) => ({
      resourceType: 'Patient',
      identifier: [{ system: 'urn:oid:1.2.276.0.7230010.53', value: 'P1' }],
      name: [{ family, given: ['Synthetic'] }],
      birthDate: '1950-05-05',
    });
    const { json } = await send({ method: 'PUT', url, body: body('Before') });
    await send({ method: 'PUT', url, body: body('After') });
    const history: Bundle = (await get(`Patient/${json.id}/_history`)).json;
    expect(resourcesOf(history)).toMatchObject([{ name: [{ family: 'After' }] }, { name: [{ family: 'Before' }] }]);
    const [, old] = resourcesOf(history);
    const version = await get(`Patient/${json.id}/_history/${old?.meta?.versionId}`);
    expect(version.json).toMatchObject({ name: [{ family: 'Before' }] });
    const bound = await world.issuer.token({ scope: 'patient/*.rs', patient: world.alma.recordId });
    expect((await get(`Patient/${json.id}/_history`, bound)).status).toBe(404);
    expect(JSON.stringify((await get('Patient/_history', bound)).json)).not.toContain('Before');
  });

  it('every type sorts by what it says, up and down, and page by page without a gap', async () => {
    for (const { type, sorts } of resourceRows)
      for (const name of sorts)
        for (const sort of [name, `-${name}`]) {
          const whole = resourcesOf((await get(`${type}?_sort=${sort}`)).json).map(({ id }) => id);
          const seen: (string | undefined)[] = [];
          let next: string | undefined = `${type}?_sort=${sort}&_count=2`;
          while (next !== undefined) {
            const page: Bundle = (await get(next)).json;
            seen.push(...resourcesOf(page).map(({ id }) => id));
            next = page.link?.find(({ relation }) => relation === 'next')?.url?.split('/fhir/')[1];
          }
          expect([type, sort, seen]).toEqual([type, sort, whole]);
          expect(new Set(seen).size).toBe(seen.length);
        }
    expect((await get('ImagingStudy?_sort=status')).status).toBe(400);
    const started = resourcesOf((await get('ImagingStudy?_sort=started')).json);
    const dates = started.map((each) => (each.resourceType === 'ImagingStudy' ? each.started : ''));
    expect(dates).toEqual(dates.toSorted());
  });

  it('every include and revinclude that is declared is answered', async () => {
    for (const { type, includes, revIncludes } of resourceRows) {
      for (const name of includes) expect((await get(`${type}?_include=${type}:${name}`)).status).toBe(200);
      for (const name of revIncludes) expect((await get(`${type}?_revinclude=${name}`)).status).toBe(200);
    }
    const found: Bundle = (await get(`Patient?_id=${world.alma.recordId}&_revinclude=Appointment:patient`)).json;
    expect(resourcesOf(found).map(({ resourceType }) => resourceType)).toContain('Appointment');
  });
});

describe('Bundles', () => {
  const entry = (method: string, url: string, resource?: object, fullUrl?: string) => ({
    ...(fullUrl && { fullUrl }),
    ...(resource && { resource }),
    request: { method, url },
  });
  const bundle = (type: string, entries: readonly object[]) => ({ resourceType: 'Bundle', type, entry: entries });

  it('a batch answers each entry as it would have been answered alone', async () => {
    const body = bundle('batch', [
      entry('GET', `Patient/${world.alma.recordId}`),
      entry('GET', 'Patient/none'),
      entry('GET', 'ImagingStudy?modality=CT&_total=accurate'),
      entry('POST', 'ServiceRequest', order('FA-20')),
      entry('DELETE', `Patient/${world.alma.recordId}`),
      entry('GET', `Patient/${world.alma.recordId}/$completeness`),
    ]);
    const { json } = await send({ method: 'POST', url: '', body });
    const statuses = json.entry.map(({ response }: { response: { status: string } }) => response.status);
    expect(statuses).toEqual(['200', '404', '200', '201', '404', '200']);
  });

  it('a transaction resolves what its entries refer to, and writes all or nothing', async () => {
    const patient = {
      resourceType: 'Patient',
      identifier: [{ system: 'urn:oid:1.2.276.0.7230010.53', value: 'P7' }],
      name: [{ family: 'Whole', given: ['Synthetic'] }],
    };
    const place = 'Patient?identifier=urn:oid:1.2.276.0.7230010.53|P7';
    const reference = 'urn:uuid:0198c0de-0000-7000-8000-000000000001';
    const placed = order('FA-30', { subject: { reference } });
    const broken = order('FA-31', { subject: { reference: 'Patient/none' } });
    const asked = [entry('POST', 'ServiceRequest', placed), entry('PUT', place, patient, reference)];
    const bad = bundle('transaction', [...asked, entry('POST', 'ServiceRequest', broken)]);
    expect((await send({ method: 'POST', url: '', body: bad })).status).toBe(400);
    expect(resourcesOf((await get('ServiceRequest?identifier=FA-30')).json)).toEqual([]);
    expect(resourcesOf((await get('Patient?identifier=P7')).json)).toEqual([]);
    const { json } = await send({ method: 'POST', url: '', body: bundle('transaction', asked) });
    const [made, known] = resourcesOf(json);
    expect(made).toMatchObject({ resourceType: 'ServiceRequest', subject: { reference: `Patient/${known?.id}` } });
  });

  it.each<readonly [string, object, RegExp]>([
    ['a Patient', { resourceType: 'Patient' }, /is a Bundle/],
    ['a searchset', bundle('searchset', []), /batch or transaction/],
    ['an entry without a request', bundle('batch', [entry('GET', 'Patient'), {}]), /entry 2 .* for its request/],
    ['a method that is none', bundle('batch', [entry('LOOK', 'Patient')]), /entry 1 .* for its request\.method/],
    [
      'too many',
      bundle(
        'batch',
        Array.from({ length: 101 }, () => entry('GET', 'Patient')),
      ),
      /at most 100 entries/,
    ],
    ['no list', { ...bundle('batch', []), entry: {} }, /are a list/],
  ])('of which something is wrong, %s, say what', async (_what, body, told) => {
    const { status, json } = await send({ method: 'POST', url: '', body });
    expect([status, json.issue[0].diagnostics]).toEqual([400, expect.stringMatching(told)]);
  });

  it('H79 of more entries than one may have is refused whole', async () => {
    const many = Array.from({ length: 101 }, (_none, at) => entry('POST', 'ServiceRequest', order(`FM-${at}`)));
    expect((await send({ method: 'POST', url: '', body: bundle('batch', many) })).status).toBe(400);
    expect((await send({ method: 'POST', url: '', body: bundle('transaction', many) })).status).toBe(400);
  });

  it('H79 of one that is conditional, sixteen at once make one', async () => {
    const headers = { 'if-none-exist': 'identifier=urn:oid:1.2.276.0.7230010.51|FA-79' };
    const one = () => send({ method: 'POST', url: 'ServiceRequest', body: order('FA-79'), headers });
    const made = await Promise.all(Array.from({ length: 16 }, one));
    expect(made.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(made.filter(({ status }) => status < 400).map(({ json }) => json.id)).size).toBe(1);
  });

  it.each([
    [
      'extensions a thousand deep',
      `{"resourceType":"ServiceRequest","extension":${'[{"extension":'.repeat(1000)}[]${'}]'.repeat(1000)}}`,
    ],
    ['keys twice', '{"resourceType":"ServiceRequest","resourceType":"Patient","status":"active","status":"x"}'],
    ['a prototype', '{"resourceType":"ServiceRequest","__proto__":{"status":"active"},"constructor":{"prototype":{}}}'],
    ['no JSON', '{"resourceType":'],
  ])('H81 %s: refused, and the door stands', async (_name, payload) => {
    const headers = { authorization: `Bearer ${writer}`, 'content-type': 'application/fhir+json' };
    const answer = await world.app.inject({ method: 'POST', url: '/fhir/ServiceRequest', headers, payload });
    expect(answer.statusCode).toBe(400);
    expect((await get('metadata')).status).toBe(200);
  });

  it('a token of one patient gets no other by a Bundle', async () => {
    const bound = await world.issuer.token({ scope: 'patient/*.rs', patient: world.alma.recordId });
    const body = bundle('batch', [
      entry('GET', `Patient/${world.other.recordId}`),
      entry('GET', `Appointment?patient=${world.other.recordId}`),
      entry('GET', 'DiagnosticReport/_history'),
    ]);
    const { json } = await send({ method: 'POST', url: '', body, token: bound });
    expect(JSON.stringify(json)).not.toMatch(/ZEBEDEE|SECRETEXAM|SECRETFINDING/);
    expect(json.entry[0].response.status).toBe('404');
  });
});
