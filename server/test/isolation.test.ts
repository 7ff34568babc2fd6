/**
 * A token of one patient never gets a byte of another, on any route that there is (H76, A14, A15); what is told is written down, and when
 * that cannot be, nothing is told and nothing is taken (A28, H92).
 */
import { randomUUID } from 'node:crypto';
import { newUid } from '@throughline/dicom';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { storeInstance } from '../src/features/store/index.ts';
import { testPrincipal } from './context.ts';
import { ctObject, inChunks } from './objects.ts';
import { appTokenOf, launchedTokenOf } from './smart-client.ts';
import { type TwoPatients, twoPatients } from './two-patients.ts';

let world: TwoPatients;
let rowIds: Readonly<
  Record<
    'study' | 'report' | 'order' | 'document' | 'appointment' | 'observation' | 'visit' | 'diagnosis' | 'consent',
    string
  >
>;
let department: string;
/** All that can be granted beside a patient context. */
let bound: readonly string[];

/** What only the other patient has: name, identifier, exam, finding, and pixels. */
const marks = ['ZEBEDEE', 'BEATRIX', 'SECRETID77', 'SECRETEXAM', 'SECRETFINDING', 'ZZZZZZZZ', 'ORD-2', '1981-11-30'];

beforeAll(async () => {
  world = await twoPatients();
  department = await world.issuer.token({ scope: 'imaging.read imaging.write admin' });
  const patient = world.alma.recordId;
  const scopes = [
    'imaging.read imaging.write admin',
    'patient/*.cruds',
    'patient/*.cruds imaging.read imaging.write admin user/*.cruds',
  ];
  bound = [
    ...(await Promise.all(scopes.map((scope) => world.issuer.token({ scope, patient })))),
    await world.issuer.token({ scope: 'system/*.cruds', client_id: 'app', patient }, 'app'),
    await world.issuer.token({ scope: 'imaging.read admin', patient: 'Patient/nobody' }),
    await world.issuer.token({ scope: 'imaging.read admin', patient: { id: patient } }),
    // What the hub itself gives out: to an application that asked for all it could, and to a page that was launched.
    await appTokenOf(world, patient),
    await launchedTokenOf(world),
  ];
  const first = async (path: string) => (await world.get(`/fhir/${path}`, department)).json.entry[0].resource.id;
  const { recordId } = world.other;
  rowIds = {
    study: await first(`ImagingStudy?patient=${recordId}`),
    report: await first(`DiagnosticReport?patient=${recordId}`),
    order: await first(`ServiceRequest?patient=${recordId}`),
    observation: await first(`Observation?patient=${recordId}`),
    document: await first(`DocumentReference?patient=${recordId}`),
    appointment: await first(`Appointment?patient=${recordId}`),
    visit: await first(`Encounter?patient=${recordId}`),
    diagnosis: await first(`Condition?patient=${recordId}`),
    consent: await first(`Consent?patient=${recordId}`),
  };
});
afterAll(() => world.close());

afterEach(() => {
  vi.useRealTimers();
});

const idFor = (url: string): string => {
  if (url.includes('/ImagingStudy/')) return rowIds.study;
  if (url.includes('/DiagnosticReport/')) return rowIds.report;
  if (url.includes('/ServiceRequest/')) return rowIds.order;
  if (url.includes('/Observation/')) return rowIds.observation;
  if (url.includes('/DocumentReference/')) return rowIds.document;
  if (url.includes('/Appointment/')) return rowIds.appointment;
  if (url.includes('/Encounter/')) return rowIds.visit;
  if (url.includes('/Condition/')) return rowIds.diagnosis;
  if (url.includes('/Consent/')) return rowIds.consent;
  return world.other.recordId;
};

/** The addresses of a route for the other patient, and for everybody. */
const addressesOf = (url: string): readonly string[] => {
  const [uids] = world.other.studies;
  const values: Readonly<Record<string, string>> = {
    study: uids?.study ?? '',
    studyInstanceUid: uids?.study ?? '',
    series: uids?.series ?? '',
    seriesInstanceUid: uids?.series ?? '',
    instance: uids?.instance ?? '',
    sopInstanceUid: uids?.instance ?? '',
    frames: '1',
    id: idFor(url),
  };
  const path = url.replace('*', '7FE00010').replaceAll(/:(\w+)/g, (_all, name: string) => values[name] ?? 'x');
  const { recordId, patientId } = world.other;
  const queries = url.startsWith('/fhir/')
    ? [
        `patient=${recordId}`,
        `patient.identifier=${patientId}`,
        `identifier=${patientId}`,
        `identifier=${uids?.study}`,
        `_id=${idFor(`${url}/`)}`,
        '_include=ImagingStudy:patient',
        '_revinclude=ImagingStudy:patient',
        ...(url.includes(':')
          ? []
          : [`related=${rowIds.study}&_include=DocumentReference:related`, `actor=${recordId}`]),
      ]
    : [
        `PatientID=${patientId}&includefield=all`,
        'includefield=all',
        'date=2026-01-03',
        `StudyInstanceUID=${uids?.study}`,
      ];
  return [path, ...queries.map((query) => `${path}?${query}`)];
};

const accepts = ['*/*', 'application/dicom+json', 'multipart/related; type="application/dicom"', 'image/png'];

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly accept: string;
}

const ask = async ({ method, url, accept }: Asked, token: string) => {
  const isChange = method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
  const answer = await world.app.inject({
    method: method as 'GET',
    url,
    headers: { authorization: `Bearer ${token}`, accept, ...(isChange && { 'content-type': 'application/json' }) },
    ...(isChange && { payload: '{}' }),
  });
  return {
    status: answer.statusCode,
    text: answer.rawPayload.toString('latin1'),
    headers: JSON.stringify(answer.headers),
  };
};

/** What was asked for by its own name may be repeated; nothing else. */
const leaks = (text: string, url: string): string[] =>
  marks.filter((mark) => text.includes(mark) && !url.includes(mark));

/** An event stream has no end of its own for who may have it. */
const isEndless = (url: string): boolean => url.endsWith('/events');

const sees = async (url: string): Promise<boolean> => {
  for (const address of addressesOf(url))
    for (const accept of accepts)
      if (leaks((await ask({ method: 'GET', url: address, accept }, department)).text, address).length > 0) return true;
  return false;
};

const refuses = async (asked: Asked, token: string): Promise<void> => {
  const { text, headers, status } = await ask(asked, token);
  const { method, url } = asked;
  expect([method, url, status, leaks(text + headers, url)]).toEqual([method, url, status, []]);
};

it('on the whole table of routes', { timeout: 300_000 }, async () => {
  const reading = world.routes.filter(({ method, url }) => method === 'GET' && !isEndless(url));
  const told = await Promise.all(reading.map(({ url }) => sees(url)));
  // The test could fail: these routes do tell of the other patient.
  expect(told.filter(Boolean).length).toBeGreaterThan(20);
  const [first = '', ...others] = bound;
  for (const { method, url } of world.routes) {
    const [plain = '', ...queried] = addressesOf(url);
    const reads = method === 'GET' ? accepts : ['*/*'];
    await Promise.all([
      ...reads.map((accept) => refuses({ method, url: plain, accept }, first)),
      ...(method === 'GET' ? queried : []).map((address) => refuses({ method, url: address, accept: '*/*' }, first)),
      ...others.map((token) => refuses({ method, url: plain, accept: '*/*' }, token)),
    ]);
  }
});

/** What tells of nobody: the page, how the hub is, what its services are, and the ways in. */
const openToAll: readonly string[] = [
  ...[
    '/',
    '/application-entities',
    '/closed',
    '/exceptions',
    '/hl7',
    '/identity',
    '/measures',
    '/open',
    '/read',
    '/read/*',
  ],
  ...['/sources', '/terms'],
  ...['/health', '/ready', '/api/sign-in', '/oauth/jwks', '/cds-services', '/fhir/metadata'],
  ...['', '/dicom-web', '/fhir'].map((door) => `${door}/.well-known/smart-configuration`),
  '/.well-known/openid-configuration',
  '/fhircast/.well-known/fhircast-configuration',
];

it('nobody is answered before they have said who they are, but by what leads there (A05)', async () => {
  const answered: string[] = [];
  for (const { method, url } of world.routes.filter((route) => route.method !== 'HEAD' && !isEndless(route.url))) {
    const [path = ''] = addressesOf(url);
    const { statusCode } = await world.app.inject({ method: method as 'GET', url: path });
    if (statusCode < 400) answered.push(`${method} ${url}`);
  }
  expect(answered.toSorted()).toEqual(openToAll.map((url) => `GET ${url}`).toSorted());
});

const asOwner = async (statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: world.context.databaseUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
};

/** What each reading route answers whoever may see everything. */
const answers = async (): Promise<ReadonlyMap<string, string>> => {
  const reading = world.routes.filter(({ method, url }) => method === 'GET' && !isEndless(url));
  const told = new Map<string, string>();
  for (const { url } of reading)
    for (const address of addressesOf(url).slice(0, 1)) {
      const { status, text } = await ask({ method: 'GET', url: address, accept: '*/*' }, department);
      told.set(address, `${status} ${text}`);
    }
  return told;
};

it('a tenant is told the same whether or not another has the same patients and objects (A17)', {
  timeout: 120_000,
}, async () => {
  const tenantId = randomUUID();
  // A manifest says when it was written, to the second: the hour stands still, so that only the neighbour is new.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  const [warm, before] = [await answers(), await answers()];
  await asOwner(`insert into tenants (id, name) values ('${tenantId}', 'neighbour')`);
  const principal = { ...testPrincipal(), tenantId };
  for (const { study, series, instance } of world.other.studies)
    for (const uid of [instance, newUid()]) {
      const fields = {
        study,
        series,
        instance: uid,
        patientId: 'SECRETID77',
        patientName: 'NEIGHBOUR^NORA',
        issuer: 'ALPHA',
      };
      await storeInstance(world.context, principal, { body: inChunks(ctObject(fields)), receivedFrom: 'NEIGHBOUR' });
    }
  const after = await answers();
  // What changes by itself from one time to the next, such as the audit trail, says nothing.
  const steady = [...before.keys()].filter((address) => warm.get(address) === before.get(address));
  expect(steady.length).toBeGreaterThan(60);
  expect(steady.filter((address) => after.get(address) !== before.get(address))).toEqual([]);
  expect([...after.values()].filter((text) => text.includes('NEIGHBOUR'))).toEqual([]);
});

const auditRows = (): Promise<number> =>
  world.context.db.tenant(testPrincipal().tenantId, async (trx) => {
    const { count } = await trx
      .selectFrom('audit_events')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return Number(count);
  });

it('every route that tells of a patient has written it down when its answer is there (A28)', {
  timeout: 120_000,
}, async () => {
  const reading = world.routes.filter(({ method, url }) => method === 'GET' && !isEndless(url));
  const silent: string[] = [];
  let [told, asked] = [0, 0];
  for (const { url } of reading)
    for (const address of addressesOf(url).slice(0, 1)) {
      // Each time somebody else: what one is given of a study within a minute is one access.
      asked += 1;
      const token = await world.issuer.token({ scope: 'imaging.read imaging.write admin' }, `dr-${asked}`);
      const before = await auditRows();
      const { text } = await ask({ method: 'GET', url: address, accept: '*/*' }, token);
      if (leaks(text, address).length === 0) continue;
      told += 1;
      if ((await auditRows()) === before) silent.push(address);
    }
  expect(told).toBeGreaterThan(20);
  expect(silent).toEqual([]);
});

it('and sees the whole of its own patient', async () => {
  const token = await world.issuer.token({ scope: 'patient/*.rs', patient: world.alma.recordId });
  const studies = await world.get('/dicom-web/studies', token, { accept: 'application/dicom+json' });
  expect(studies.json).toHaveLength(3);
  const elsewhere = world.almaElsewhere.studies[0]?.study;
  expect((await world.get(`/dicom-web/studies/${elsewhere}`, token)).status).toBe(200);
  expect((await world.get(`/api/reading/${elsewhere}`, token)).status).toBe(200);
  const everything = await world.get(`/fhir/Patient/${world.alma.recordId}/$everything`, token);
  expect(everything.json.entry.length).toBeGreaterThanOrEqual(9);
  const narrow = await world.issuer.token({ scope: 'patient/Patient.r', patient: world.alma.recordId });
  expect((await world.get(`/dicom-web/studies/${elsewhere}`, narrow)).status).toBe(403);
});

const given = (url: string, accept = '*/*', as = department) =>
  world.app.inject({ url, headers: { authorization: `Bearer ${as}`, accept } });

describe('H92 while the trail cannot be written', () => {
  const named = /QUILL|ZEBEDEE|SECRETID77|SECRETEXAM/;
  const [secret] = ['SECRETID77'];
  const reading = (): readonly (readonly [url: string, accept?: string])[] => {
    const [study] = world.other.studies;
    return [
      [`/dicom-web/studies?PatientID=${secret}`, 'application/dicom+json'],
      [`/dicom-web/studies/${study?.study}/metadata`, 'application/dicom+json'],
      [`/dicom-web/studies/${study?.study}`, 'multipart/related; type="application/dicom"'],
      [`/fhir/Patient/${world.other.recordId}`],
      [`/fhir/ImagingStudy?patient=${world.other.recordId}`],
      [`/fhir/Patient/${world.other.recordId}/$everything`],
      [`/api/reading/${study?.study}`],
      [`/api/studies/${study?.study}/report`],
    ];
  };

  it('nothing is told and nothing is taken; afterwards both are as before', async () => {
    // The test could fail: all of it is told.
    for (const [url, accept] of reading()) expect([url, (await given(url, accept)).statusCode]).toEqual([url, 200]);
    const store = () =>
      world.app.inject({
        method: 'POST',
        url: '/dicom-web/studies',
        headers: {
          authorization: `Bearer ${department}`,
          accept: 'application/dicom+json',
          'content-type': 'multipart/related; type="application/dicom"; boundary=b',
        },
        payload: Buffer.concat([
          Buffer.from('--b\r\nContent-Type: application/dicom\r\n\r\n'),
          Buffer.from(ctObject({ patientId: 'AUDIT1', issuer: 'ALPHA' })),
          Buffer.from('\r\n--b--\r\n'),
        ]),
      });
    // Somebody else: what one is given of a study within a minute is one access, and is written down already.
    const later = await world.issuer.token({ scope: 'imaging.read imaging.write admin' }, 'dr-later');
    await asOwner('revoke insert on audit_events from throughline_app');
    try {
      for (const [url, accept] of reading()) {
        const { statusCode, rawPayload } = await given(url, accept, later);
        const said = rawPayload.toString('latin1');
        expect([url, statusCode >= 500, named.test(said.replaceAll(secret ?? '', ''))]).toEqual([url, true, false]);
      }
      expect((await store()).statusCode).not.toBe(200);
    } finally {
      await asOwner('grant insert on audit_events to throughline_app');
    }
    const kept = await given('/dicom-web/studies?PatientID=AUDIT1', 'application/dicom+json');
    expect(kept.statusCode === 204 || kept.json().length === 0).toBe(true);
    expect((await store()).statusCode).toBe(200);
    for (const [url, accept] of reading()) expect([url, (await given(url, accept)).statusCode]).toEqual([url, 200]);
  });
});

it('H91 a name with line ends and JSON in it is one record, and says nothing that it is not', async () => {
  const name = 'dr\r\n{"event":"110113"}\u0000\u2028"}';
  const evil = await world.issuer.token({ scope: 'imaging.read' }, name.replace('\u0000', ''));
  const answer = await world.app.inject({
    url: `/fhir/Patient/${world.alma.recordId}`,
    headers: { authorization: `Bearer ${evil}`, 'user-agent': 'x"}\\n{"forged":true' },
  });
  expect(answer.statusCode).toBe(200);
  const rows = await world.context.db.tenant(testPrincipal().tenantId, (trx) =>
    trx.selectFrom('audit_events').select(['subject', 'event_code']).where('subject', 'like', 'dr%').execute(),
  );
  const made = rows.filter(({ subject }) => subject.includes('{'));
  expect(new Set(made.map(({ subject }) => subject))).toEqual(new Set([name.replace('\u0000', '')]));
  expect(made.map(({ event_code }) => event_code)).not.toContain('110113');
  const trail = await given('/fhir/AuditEvent?_count=20');
  expect(trail.statusCode).toBe(200);
  expect(trail.json().entry.length).toBeGreaterThan(0);
});
