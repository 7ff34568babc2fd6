/** Bulk export through the door, made by the process behind it, on a real database. */
import { faultsOf } from '@throughline/fhir/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testPrincipal } from '../../../../test/context.ts';
import { type TwoPatients, twoPatients } from '../../../../test/two-patients.ts';
import { notifyOnce } from './notifier.ts';

let world: TwoPatients;
let system: string;
const { tenantId } = testPrincipal();

beforeAll(async () => {
  world = await twoPatients();
  system = await world.issuer.token({ scope: 'system/*.rs', client_id: 'app' }, 'app');
});
afterAll(() => world.close());

const send = (method: 'GET' | 'DELETE', url: string, token = system, headers: Readonly<Record<string, string>> = {}) =>
  world.app.inject({ method, url, headers: { authorization: `Bearer ${token}`, ...headers } });
const ask = (url: string, token = system) => send('GET', `/fhir/${url}`, token, { prefer: 'respond-async' });
const pathOf = (address: unknown): string => `/fhir/${String(address).split('/fhir/')[1]}`;
const make = async (): Promise<void> => {
  while (await notifyOnce(world.context, tenantId, { root: 'http://hub.test/fhir' }));
};

const exported = async (url: string) => {
  const asked = await ask(url);
  expect(asked.statusCode).toBe(202);
  const place = pathOf(asked.headers['content-location']);
  const early = await send('GET', place);
  expect([early.statusCode, early.headers['x-progress']]).toEqual([202, expect.stringMatching(/^0 of \d types$/)]);
  await make();
  const done = await send('GET', place);
  expect([done.statusCode, done.headers.expires]).toEqual([200, expect.stringContaining('GMT')]);
  return { place, manifest: done.json<{ output: { type: string; url: string; count: number }[] }>() };
};

const linesOf = async (address: string, token = system) => {
  const file = await send('GET', pathOf(address), token);
  expect([file.statusCode, file.headers['content-type']]).toEqual([200, 'application/fhir+ndjson']);
  return file.payload
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
};

it('gives every resource of every type once, as many as a search counts, all of them valid', async () => {
  const { manifest } = await exported('$export');
  const types = manifest.output.map(({ type }) => type);
  expect(types).toEqual(
    expect.arrayContaining(['Patient', 'ImagingStudy', 'DiagnosticReport', 'Appointment', 'Endpoint']),
  );
  for (const { type, url, count } of manifest.output) {
    const lines = await linesOf(url);
    const counted = await send('GET', `/fhir/${type}?_total=accurate&_count=0`);
    expect([type, lines.length, new Set(lines.map(({ id }) => id)).size]).toEqual([type, count, count]);
    expect([type, count]).toEqual([type, counted.json().total]);
    for (const line of lines) expect([type, faultsOf(line)]).toEqual([type, []]);
  }
});

it('of types and of what changed since', async () => {
  const { manifest } = await exported(
    'Patient/$export?_type=Patient,Appointment&_outputFormat=application/fhir%2Bndjson',
  );
  expect(manifest.output.map(({ type }) => type)).toEqual(['Patient', 'Appointment']);
  const later = await exported(`$export?_type=Patient&_since=${new Date(Date.now() + 60_000).toISOString()}`);
  expect(later.manifest.output).toEqual([]);
});

it('is cancelled with its files, before and after they are made', async () => {
  const { place, manifest } = await exported('$export?_type=Patient');
  const [file] = manifest.output;
  expect((await send('DELETE', place)).statusCode).toBe(202);
  expect((await send('GET', place)).statusCode).toBe(404);
  expect((await send('GET', pathOf(file?.url))).statusCode).toBe(404);
  const running = pathOf((await ask('$export')).headers['content-location']);
  expect((await send('DELETE', running)).statusCode).toBe(202);
  await make();
  expect((await send('GET', running)).statusCode).toBe(404);
});

it('is for systems and administrators, each their own, and written down', async () => {
  const other = await world.issuer.token({ scope: 'system/*.rs', client_id: 'other' }, 'other');
  const narrow = await world.issuer.token({ scope: 'system/Patient.rs', client_id: 'app' }, 'app');
  const bound = await world.issuer.token(
    { scope: 'system/*.rs', client_id: 'app', patient: world.alma.recordId },
    'app',
  );
  const reader = await world.issuer.token({ scope: 'imaging.read' });
  for (const token of [bound, reader]) expect((await ask('$export', token)).statusCode).toBe(403);
  expect((await ask('$export?_type=ImagingStudy', narrow)).statusCode).toBe(403);
  const { place, manifest } = await exported('$export?_type=Patient,ImagingStudy');
  const [patients, studies] = manifest.output;
  expect((await send('GET', place, other)).statusCode).toBe(404);
  expect((await send('GET', pathOf(patients?.url), other)).statusCode).toBe(404);
  expect((await send('GET', pathOf(studies?.url), narrow)).statusCode).toBe(403);
  expect((await send('GET', pathOf(patients?.url), bound)).statusCode).toBe(403);
  expect(await linesOf(patients?.url ?? '', narrow)).toHaveLength(3);
  const rows = await world.context.db.tenant(tenantId, (trx) =>
    trx.selectFrom('audit_events').select(['action', 'detail']).where('event_code', '=', '110106').execute(),
  );
  const deeds = rows.map(({ detail }) => detail as { file?: number; export: string });
  expect(deeds.some(({ file, export: id }) => file === 1 && place.endsWith(id))).toBe(true);
});

it.each([
  ['$export?_type=Observation', 400],
  ['$export?_since=yesterday', 400],
  ['$export?_typeFilter=Patient%3Factive=true', 400],
  ['$export?_outputFormat=csv', 406],
  ['Patient/$export?_type=Organization', 400],
])('refuses %s with %i', async (url, status) => {
  expect((await ask(url)).statusCode).toBe(status);
});

it('refuses what is not asked for later', async () => {
  expect((await send('GET', '/fhir/$export')).statusCode).toBe(400);
});

it('of a group is of its persons with all their records, and of nobody else', async () => {
  const store = await world.issuer.token({ scope: 'imaging.read imaging.write admin' });
  const write = (body: object, token = store) =>
    world.app.inject({
      method: 'PUT',
      url: '/fhir/Group?identifier=urn:oid:1.2.276.0.7230010.62|G1',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
      payload: JSON.stringify(body),
    });
  const group = (...members: readonly string[]) => ({
    resourceType: 'Group',
    identifier: [{ system: 'urn:oid:1.2.276.0.7230010.62', value: 'G1' }],
    type: 'person',
    actual: true,
    name: 'Synthetic cohort',
    member: members.map((id) => ({ entity: { reference: `Patient/${id}` } })),
  });
  const made = await write(group(world.other.recordId));
  expect([made.statusCode, faultsOf(made.json())]).toEqual([201, []]);
  const { id } = made.json<{ id: string }>();
  expect((await write(group(world.alma.recordId))).statusCode).toBe(200);
  expect((await write(group('00000000-0000-7000-8000-00000000dead'))).statusCode).toBe(400);
  expect((await write(group(world.alma.recordId), system)).statusCode).toBe(403);
  const found = await send('GET', `/fhir/Group?member=${world.almaElsewhere.recordId}`, store);
  expect(found.json().entry.map((one: { resource: { id: string } }) => one.resource.id)).toEqual([id]);
  expect((await send('GET', `/fhir/Group?member=${world.other.recordId}`, store)).json().entry ?? []).toEqual([]);
  // Nothing of it within a patient context, not even whether there is one.
  const bound = await world.issuer.token({ scope: 'patient/*.rs', patient: world.alma.recordId });
  expect((await send('GET', `/fhir/Group/${id}`, bound)).statusCode).toBe(404);
  expect((await send('GET', '/fhir/Group', bound)).json().entry ?? []).toEqual([]);
  const { manifest } = await exported(`Group/${id}/$export?_type=Patient,ImagingStudy,DiagnosticReport`);
  const lines = (await Promise.all(manifest.output.map(({ url }) => linesOf(url)))).flat();
  const ids = lines.filter(({ resourceType }) => resourceType === 'Patient').map((one) => one.id);
  expect(ids.toSorted()).toEqual([world.alma.recordId, world.almaElsewhere.recordId].toSorted());
  expect(lines.filter(({ resourceType }) => resourceType === 'ImagingStudy')).toHaveLength(3);
  expect(JSON.stringify(lines)).not.toMatch(/SECRET|ZEBEDEE/);
  expect((await ask('Group/00000000-0000-7000-8000-00000000dead/$export')).statusCode).toBe(404);
  const narrow = await world.issuer.token({ scope: 'system/Patient.rs', client_id: 'app' }, 'app');
  expect((await ask(`Group/${id}/$export?_type=Patient`, narrow)).statusCode).toBe(403);
});
