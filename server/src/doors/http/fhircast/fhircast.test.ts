/** The hub, as subscribers see it that know the standard only. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CastSubscriber,
  type CastSubscriberOptions,
  postEvent,
  postForm,
  subscribeForm,
  subscribeTo,
} from '../../../../test/cast-subscriber.ts';
import { authorizeUrl, Browser, parametersAt, pkce, postToken, ticketOf } from '../../../../test/smart-client.ts';
import { type KnownPatient, type TwoPatients, twoPatients } from '../../../../test/two-patients.ts';
import { connectDatabase } from '../../../db/database.ts';
import { DEFAULT_TENANT_ID } from '../../../features/access/index.ts';
import { openCastChannel } from '../../../features/fhircast/index.ts';
import { buildApp } from '../app.ts';

let world: TwoPatients;
let hub: string;
let pacs: string;

const every =
  'Patient-open,ImagingStudy-open,ImagingStudy-close,DiagnosticReport-open,DiagnosticReport-update,SyncError';

const tokenOf = (subject: string, scope = 'fhircast/*.*', claims: Readonly<Record<string, unknown>> = {}) =>
  world.issuer.token({ scope, ...claims }, subject);

const topicOf = async (token: string): Promise<string> => (await world.get('/api/fhircast', token)).json['hub.topic'];

const subscriber = (options: Partial<CastSubscriberOptions> & { readonly token: string; readonly topic: string }) =>
  subscribeTo({ hub, events: every, ...options });

const studyOf = ({ studies }: KnownPatient, at = 0) => ({
  resourceType: 'ImagingStudy',
  id: `study-${studies[at]?.study}`,
  status: 'available',
  identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${studies[at]?.study}` }],
});

const patientOf = ({ issuer, patientId }: KnownPatient) => ({
  resourceType: 'Patient',
  id: `patient-${patientId}`,
  identifier: [{ system: issuer, value: patientId }],
});

const message = (topic: string, name: string, context: unknown, more: object = {}) => ({
  timestamp: new Date().toISOString(),
  id: randomUUID(),
  event: { 'hub.topic': topic, 'hub.event': name, context, ...more },
});

const studyOpened = (topic: string, patient: KnownPatient, at = 0) =>
  message(topic, 'ImagingStudy-open', [
    { key: 'study', resource: studyOf(patient, at) },
    { key: 'patient', resource: patientOf(patient) },
  ]);

/** Each test in a session of its own. */
let count = 0;
const session = async (scope?: string) => {
  count += 1;
  const subject = `dr-${count}`;
  const token = await tokenOf(subject, scope);
  return { subject, token, topic: await topicOf(await tokenOf(subject)) };
};

beforeAll(async () => {
  world = await twoPatients();
  hub = `${await world.app.listen({ host: '127.0.0.1', port: 0 })}/fhircast`;
  pacs = hub.replace(/\/fhircast$/, '');
});
afterAll(() => world.close());

const auditOf = (subject: string) =>
  world.context.db.tenant(DEFAULT_TENANT_ID, (trx) =>
    trx
      .selectFrom('audit_events')
      .select(['action', 'patient_record_id', 'detail'])
      .where('subject', '=', subject)
      .orderBy('id')
      .execute(),
  );

const statusOf = (one: CastSubscriber) => one.next().then(({ event }) => event?.['hub.event']);

describe('the hub', () => {
  it('says what it supports, to anybody', async () => {
    const answer = await fetch(`${hub}/.well-known/fhircast-configuration`);
    expect(answer.headers.get('content-type')).toContain('application/json');
    const said = await answer.json();
    expect(said).toMatchObject({ fhircastVersion: '3.0.0', websocketSupport: true });
    expect(said.eventsSupported).toEqual(expect.arrayContaining(['Patient-open', 'Encounter-open', 'Home-open']));
  });

  it('confirms, tells everybody of what is opened under its id, and says what is open', async () => {
    const { subject, token, topic } = await session();
    const one = await subscriber({ token, topic, name: 'Reporting' });
    expect(one.endpoint).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/fhircast\/channels\/[\w-]{43}$/);
    expect(one.confirmation).toEqual({
      'hub.mode': 'subscribe',
      'hub.topic': topic,
      'hub.events': every,
      'hub.lease_seconds': expect.any(Number),
    });
    const other = await subscriber({ token, topic, events: 'imagingstudy-OPEN' });
    const opened = studyOpened(topic, world.alma);
    expect((await postEvent(hub, token, opened)).status).toBe(202);
    for (const each of [one, other]) {
      const told = await each.next();
      expect(told).toMatchObject({ id: opened.id, timestamp: opened.timestamp });
      expect(told.event).toMatchObject({ ...opened.event, 'context.versionId': expect.any(String) });
    }
    const current = (await world.get(`/fhircast/${topic}`, token)).json;
    expect(current['context.type']).toBe('ImagingStudy');
    expect(current.context.map(({ key }: { key: string }) => key)).toEqual(['study', 'patient', 'content']);
    // Each telling is written down, with whom it was told of.
    const disclosures = (await auditOf(subject)).filter(({ action }) => action === 'R');
    expect(disclosures.map(({ patient_record_id }) => patient_record_id)).toEqual(
      disclosures.map(() => world.alma.recordId),
    );
    expect(disclosures.length).toBe(3);
    await Promise.all([one.leave(), other.leave()]);
  });

  it('tells whoever follows patients only that the patient was opened, once', async () => {
    const { token, topic } = await session();
    const one = await subscriber({ token, topic, events: 'Patient-open' });
    await postEvent(hub, token, studyOpened(topic, world.alma));
    await postEvent(hub, token, studyOpened(topic, world.alma, 1));
    await postEvent(hub, token, studyOpened(topic, world.other));
    const told = [await one.next(), await one.next()].map(({ event }) => [
      event['hub.event'],
      event.context[0].resource.id,
    ]);
    expect(told).toEqual([
      ['Patient-open', 'patient-A1'],
      ['Patient-open', 'patient-SECRETID77'],
    ]);
    await one.leave();
  });

  it('tells who comes later what is open, and what was closed is open no more', async () => {
    const { token, topic } = await session();
    const opened = studyOpened(topic, world.alma);
    await postEvent(hub, token, opened);
    const late = await subscriber({ token, topic, events: 'ImagingStudy-open,ImagingStudy-close' });
    expect((await late.next()).id).toBe(opened.id);
    const closed = message(topic, 'imagingstudy-close', [{ key: 'study', resource: studyOf(world.alma) }]);
    expect((await postEvent(hub, token, closed)).status).toBe(202);
    expect(await statusOf(late)).toBe('ImagingStudy-close');
    expect((await world.get(`/fhircast/${topic}`, token)).json).toEqual({
      'context.type': '',
      'context.versionId': '',
      context: [],
    });
    // What is late is refused, not told as if it were new.
    expect(
      (await postEvent(hub, token, { ...studyOpened(topic, world.alma), timestamp: '2020-01-01T00:00:00' })).status,
    ).toBe(409);
    await late.leave();
  });

  it.each([
    [409, 'It refused to follow the event.'],
    [500, 'It could not follow the event.'],
  ])('tells the others of one that answers %i', async (status, diagnostics) => {
    const { token, topic } = await session();
    const follows = await subscriber({ token, topic, name: 'Reporting' });
    const refuses = await subscriber({ token, topic, name: 'Viewer', answer: () => status });
    const opened = studyOpened(topic, world.alma);
    await postEvent(hub, token, opened);
    await follows.next();
    const { event } = await follows.next();
    expect(event['hub.event']).toBe('SyncError');
    const [issue] = event.context[0].resource.issue;
    expect(issue).toMatchObject({ severity: 'warning', code: 'processing', diagnostics });
    expect(issue.details.coding.map(({ code }: { code: string }) => code)).toEqual([
      opened.id,
      'ImagingStudy-open',
      'Viewer',
    ]);
    await Promise.all([follows.leave(), refuses.leave()]);
  });

  it('unsubscribes one that does not answer, and tells the others', async () => {
    const { token, topic } = await session();
    const follows = await subscriber({ token, topic, events: 'Patient-open,SyncError' });
    const form = { hub, token, topic, events: 'Patient-open' };
    const made = (await (await postForm(hub, token, subscribeForm(form))).json()) as Record<string, string>;
    const channel = made['hub.channel.endpoint']?.split('/').at(-1) ?? '';
    const said: object[] = [];
    const closed = Promise.withResolvers<void>();
    const mute = { send: (one: object) => void said.push(one), close: closed.resolve };
    await openCastChannel(world.context, DEFAULT_TENANT_ID, channel, mute, { answerMs: 50 });
    await postEvent(hub, token, message(topic, 'Patient-open', [{ key: 'patient', resource: patientOf(world.alma) }]));
    expect(await statusOf(follows)).toBe('Patient-open');
    expect(await statusOf(follows)).toBe('SyncError');
    await closed.promise;
    expect(said.at(-1)).toMatchObject({ 'hub.mode': 'denied' });
    await follows.leave();
  });

  it('tells of a connection that broke, not of one that was closed', async () => {
    const { token, topic } = await session();
    const stays = await subscriber({ token, topic });
    await (await subscriber({ token, topic, name: 'Leaves' })).leave(1000);
    await (await subscriber({ token, topic, name: 'Breaks' })).leave(3999);
    const { event } = await stays.next();
    expect(event.context[0].resource.issue[0].details.coding.at(-1).code).toBe('Breaks');
    await stays.leave();
  });

  it('ends a subscription on request, at the end of its lease, and with the session', async () => {
    const { token, topic } = await session();
    const one = await subscriber({ token, topic });
    const ended = await one.unsubscribe();
    expect([ended.status, await ended.json()]).toEqual([202, { 'hub.channel.endpoint': one.endpoint }]);
    expect(await one.next()).toMatchObject({ 'hub.mode': 'denied', 'hub.topic': topic });
    expect(await one.closed).toBe(1000);
    const short = await subscriber({ token, topic, lease: 1 });
    expect(short.confirmation['hub.lease_seconds']).toBe(1);
    expect(await short.next()).toMatchObject({ 'hub.mode': 'denied', 'hub.reason': 'The lease is over.' });
    expect((await one.unsubscribe()).status).toBe(404);
  });

  it('changes what a channel is told, and confirms it again', async () => {
    const { token, topic } = await session();
    const one = await subscriber({ token, topic, events: 'Home-open' });
    const form = { ...subscribeForm({ hub, token, topic, events: 'SyncError' }), 'hub.channel.endpoint': one.endpoint };
    expect(await (await postForm(hub, token, form)).json()).toEqual({ 'hub.channel.endpoint': one.endpoint });
    expect(await one.next()).toMatchObject({ 'hub.mode': 'subscribe', 'hub.events': 'SyncError' });
    await one.leave();
  });

  it('binds a channel to the first socket that comes', async () => {
    const { token, topic } = await session();
    const one = await subscriber({ token, topic });
    const second = new WebSocket(one.endpoint);
    const code = await new Promise((resolve) => second.addEventListener('close', (event) => resolve(event.code)));
    expect(code).toBe(1008);
    await one.leave();
    const after = new WebSocket(one.endpoint);
    expect(await new Promise((resolve) => after.addEventListener('close', (event) => resolve(event.code)))).toBe(1008);
  });
});

describe('content sharing', () => {
  const report = { resourceType: 'DiagnosticReport', id: 'r1', status: 'unknown' };
  const reported = (topic: string) =>
    message(topic, 'DiagnosticReport-open', [
      { key: 'report', resource: report },
      { key: 'study', resource: studyOf(world.alma) },
      { key: 'patient', resource: patientOf(world.alma) },
    ]);
  const updated = (topic: string, version: string, entry: readonly unknown[], id = 'r1') =>
    message(
      topic,
      'DiagnosticReport-update',
      [
        { key: 'report', reference: { reference: `DiagnosticReport/${id}` } },
        { key: 'updates', resource: { resourceType: 'Bundle', id: 'b1', type: 'transaction', entry } },
      ],
      { 'context.versionId': version },
    );
  const put = (id: string, value: number) => ({
    request: { method: 'PUT' },
    resource: { resourceType: 'Observation', id, valueInteger: value },
  });

  it('builds up the content by versions, whole or not at all', async () => {
    const { token, topic } = await session();
    const one = await subscriber({ token, topic });
    await postEvent(hub, token, reported(topic));
    const first = (await one.next()).event['context.versionId'];
    expect((await postEvent(hub, token, updated(topic, first, [put('o1', 1), put('o2', 2)]))).status).toBe(202);
    const { event } = await one.next();
    expect(event['context.priorVersionId']).toBe(first);
    const second = event['context.versionId'];
    const removal = { fullUrl: 'Observation/o1', request: { method: 'DELETE' } };
    const refused = [
      updated(topic, first, [put('o3', 3)]),
      updated(topic, second, [put('o3', 3)], 'another'),
      updated(topic, second, [put('o3', 3), put('o3', 4)]),
      updated(topic, second, [put('o3', 3), { fullUrl: 'DiagnosticReport/r1', request: { method: 'DELETE' } }]),
      updated(
        topic,
        second,
        Array.from({ length: 201 }, (_, at) => put(`x${at}`, at)),
      ),
    ];
    const statuses: number[] = [];
    for (const each of refused) statuses.push((await postEvent(hub, token, each)).status);
    expect(statuses).toEqual([409, 409, 400, 400, 413]);
    expect((await postEvent(hub, token, updated(topic, second, [removal, put('o2', 5)]))).status).toBe(202);
    const { json } = await world.get(`/fhircast/${topic}`, token);
    expect(json['context.versionId']).toBe((await one.next()).event['context.versionId']);
    const content = json.context.find(({ key }: { key: string }) => key === 'content').resource;
    expect(content).toMatchObject({
      type: 'collection',
      entry: [{ resource: { resourceType: 'Observation', id: 'o2', valueInteger: 5 } }],
    });
    await one.leave();
  });

  it('is the same whichever process is asked, and tells across processes', async () => {
    const { token, topic } = await session();
    const one = await subscriber({ token, topic });
    const db = connectDatabase({ url: world.context.databaseUrl });
    const another = await buildApp({ ...world.context, db });
    const elsewhere = `${await another.listen({ host: '127.0.0.1', port: 0 })}/fhircast`;
    await postEvent(elsewhere, token, reported(topic));
    const { event } = await one.next();
    expect(event['hub.event']).toBe('DiagnosticReport-open');
    const late = await subscribeTo({ hub: elsewhere, token, topic, events: every });
    expect((await late.next()).event['context.versionId']).toBe(event['context.versionId']);
    await postEvent(hub, token, updated(topic, event['context.versionId'], [put('o1', 1)]));
    const told = [await one.next(), await late.next()].map((each) => each.event['context.versionId']);
    expect(told[0]).toBe(told[1]);
    await Promise.all([one.leave(), late.leave()]);
    await another.close();
    await db.close();
  });

  it('knows after a restart what was open before it, and its version', async () => {
    const { token, topic } = await session();
    await postEvent(hub, token, reported(topic));
    const before = (await world.get(`/fhircast/${topic}`, token)).json;
    const again = await buildApp(world.context);
    const headers = { authorization: `Bearer ${token}` };
    const after = (await again.inject({ url: `/fhircast/${topic}`, headers })).json();
    await again.close();
    expect(after['context.versionId']).toBe(before['context.versionId']);
    const update = await postEvent(hub, token, updated(topic, after['context.versionId'], [put('o1', 1)]));
    expect(update.status).toBe(202);
  });
});

describe('who may', () => {
  it('nobody of another session joins it, tells in it or reads it', async () => {
    const { token, topic } = await session();
    await postEvent(hub, token, studyOpened(topic, world.alma));
    const another = await tokenOf('somebody-else');
    const form = subscribeForm({ hub, token: another, topic, events: 'Patient-open' });
    expect([
      (await postForm(hub, another, form)).status,
      (await postEvent(hub, another, studyOpened(topic, world.alma))).status,
      (await world.get(`/fhircast/${topic}`, another)).status,
    ]).toEqual([404, 404, 404]);
    const one = await subscriber({ token, topic });
    const taken = { ...form, 'hub.channel.endpoint': one.endpoint };
    expect((await postForm(hub, another, taken)).status).toBe(404);
    await one.leave();
  });

  it('each event by its own scope', async () => {
    const { subject, topic } = await session();
    const reads = await tokenOf(subject, 'fhircast/Patient-open.read imaging.read');
    const one = await subscriber({ token: reads, topic, events: 'Patient-open,ImagingStudy-open' });
    expect(one.confirmation['hub.events']).toBe('Patient-open');
    const opened = studyOpened(topic, world.alma);
    const writes = await tokenOf(subject, 'fhircast/ImagingStudy-open.write');
    const none = await tokenOf(subject, 'imaging.read imaging.write admin');
    const wants = (token: string) => postForm(hub, token, subscribeForm({ hub, token, topic, events: 'Patient-open' }));
    expect([
      (await postEvent(hub, reads, opened)).status,
      (await wants(writes)).status,
      (await postEvent(hub, writes, opened)).status,
      (await wants(none)).status,
      (await postEvent(hub, none, opened)).status,
      (await world.get(`/fhircast/${topic}`, none)).status,
    ]).toEqual([403, 403, 202, 403, 403, 403]);
    // Of what is open, only what may be known: the patient of the study.
    const { json } = await world.get(`/fhircast/${topic}`, reads);
    expect([json['context.type'], json.context[0].key]).toEqual(['Patient', 'patient']);
    await one.leave();
  });

  it('a token of one patient learns nothing of another, and the others learn that it does not follow', async () => {
    const { subject, token, topic } = await session();
    const bound = await tokenOf(subject, 'fhircast/*.*', { patient: world.alma.recordId });
    const follows = await subscriber({ token, topic });
    const one = await subscriber({ token: bound, topic, name: 'Bound' });
    await postEvent(hub, token, studyOpened(topic, world.almaElsewhere));
    expect(await statusOf(one)).toBe('ImagingStudy-open');
    await postEvent(hub, token, studyOpened(topic, world.other));
    const told = await one.next();
    expect(told.event['hub.event']).toBe('SyncError');
    expect(JSON.stringify(told)).not.toMatch(/SECRET|ZEBEDEE/);
    const seen = [await statusOf(follows), await statusOf(follows), await statusOf(follows)];
    expect(seen).toEqual(['ImagingStudy-open', 'ImagingStudy-open', 'SyncError']);
    expect((await world.get(`/fhircast/${topic}`, bound)).status).toBe(403);
    expect((await postEvent(hub, bound, studyOpened(topic, world.other))).status).toBe(403);
    const late = await subscriber({ token: bound, topic, events: 'Patient-open,SyncError' });
    expect(await statusOf(late)).toBe('SyncError');
    await Promise.all([follows.leave(), one.leave(), late.leave()]);
  });

  it('a patient is known by the id that the token came with, and no other identifier makes it that one', async () => {
    const { subject, token, topic } = await session();
    const follows = await subscriber({ token, topic });
    const bound = await tokenOf(subject, 'fhircast/*.*', { patient: world.alma.recordId });
    const opened = (patient: object) =>
      postEvent(
        hub,
        bound,
        message(topic, 'Patient-open', [{ key: 'patient', resource: { resourceType: 'Patient', ...patient } }]),
      );
    const { identifier } = patientOf(world.alma);
    expect((await opened({ id: world.alma.recordId })).status).toBe(202);
    expect((await opened({ id: world.other.recordId })).status).toBe(403);
    expect((await opened({ id: world.other.recordId, identifier })).status).toBe(403);
    expect((await opened({ id: 'of-another-server', identifier })).status).toBe(202);
    await follows.leave();
  });

  it.each([
    ['no channel type', { 'hub.channel.type': '' }, 400],
    ['a webhook', { 'hub.channel.type': 'webhook' }, 400],
    ['no topic', { 'hub.topic': '' }, 400],
    ['another mode', { 'hub.mode': 'denied' }, 400],
    ['an event that there is not', { 'hub.events': 'Patient-open,Toaster-open' }, 400],
    ['a lease of nothing', { 'hub.lease_seconds': '-1' }, 400],
  ])('a subscription with %s is refused in plain text', async (_, change, status) => {
    const { token, topic } = await session();
    const form = { ...subscribeForm({ hub, token, topic, events: 'Patient-open' }), ...change };
    const answer = await postForm(hub, token, form);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/plain; charset=utf-8']);
  });

  it.each([
    ['without a context', { context: undefined }],
    ['without the study', { context: [] }],
    ['with a patient for a study', { context: [{ key: 'study', resource: { resourceType: 'Patient', id: 'p' } }] }],
    ['of another name', { 'hub.event': 'Study-open' }],
  ])('an event %s is refused', async (_, change) => {
    const { token, topic } = await session();
    const { event, ...rest } = studyOpened(topic, world.alma);
    expect((await postEvent(hub, token, { ...rest, event: { ...event, ...change } })).status).toBe(400);
  });

  it('an event of the future is refused', async () => {
    const { token, topic } = await session();
    const timestamp = new Date(Date.now() + 3_600_000).toISOString();
    expect((await postEvent(hub, token, { ...studyOpened(topic, world.alma), timestamp })).status).toBe(400);
  });
});

it('an application that is launched is told where its user is followed, and ends with the session', async () => {
  const admin = { authorization: `Bearer ${await world.issuer.token({ scope: 'admin' })}` };
  const [redirect, passcode] = ['https://pacs.test/', 'a synthetic passcode'];
  const scopes = ['openid', 'fhircast/*.read', 'fhircast/ImagingStudy-open.write'];
  const put = (url: string, payload: object) =>
    world.app.inject({ method: 'PUT', url: `/api/${url}`, headers: admin, payload });
  await put('oauth-clients/pacs', { name: 'PACS', redirectUris: [redirect], scopes });
  await put('users/reader', { name: 'Rea Der', passcode, scopes: ['imaging.read'] });
  const { verifier, challenge } = pkce();
  const browser = new Browser(world.app);
  const proof = { code_challenge: challenge, code_challenge_method: 'S256', aud: `${pacs}/fhir` };
  const scope = [...scopes, 'fhircast/Patient-open.write'].join(' ');
  const asked = { client_id: 'pacs', redirect_uri: redirect, response_type: 'code', scope, state: 's' };
  const who = await browser.open(authorizeUrl({ ...asked, ...proof }));
  const back = await browser.post('/oauth/sign-in', { ticket: ticketOf(who), username: 'reader', passcode });
  const { json } = await postToken(world.app, {
    grant_type: 'authorization_code',
    client_id: 'pacs',
    code: parametersAt(back).code ?? '',
    code_verifier: verifier,
    redirect_uri: redirect,
  });
  expect(json.scope).toBe(scopes.join(' '));
  expect(json['hub.url']).toBe(hub);
  const cookie = `throughline_session=${browser.cookies.get('throughline_session')}`;
  const own = await world.app.inject({ url: '/api/fhircast', headers: { cookie } });
  expect(own.json()).toEqual({ 'hub.url': hub, 'hub.topic': json['hub.topic'] });
  const one = await subscriber({ token: json.access_token, topic: json['hub.topic'] });
  expect(one.confirmation['hub.lease_seconds']).toBeLessThanOrEqual(3600);
  const headers = { cookie, host: '127.0.0.1', origin: 'http://127.0.0.1' };
  expect((await world.app.inject({ method: 'DELETE', url: '/api/session', headers })).statusCode).toBe(204);
  expect(await one.next()).toMatchObject({ 'hub.mode': 'denied', 'hub.reason': 'The session has ended.' });
});
