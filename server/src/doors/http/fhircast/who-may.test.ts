/** Who may subscribe, tell and read, and what is refused. */
import { describe, expect, it } from 'vitest';
import { castSite, message, patientOf, statusOf, studyOpened } from '../../../../test/cast-site.ts';
import { postEvent, postForm, subscribeForm } from '../../../../test/cast-subscriber.ts';
import { authorizeUrl, Browser, parametersAt, pkce, postToken, ticketOf } from '../../../../test/smart-client.ts';

const site = castSite();

describe('who may', () => {
  it('nobody of another session joins it, tells in it or reads it', async () => {
    const { token, topic } = await site.session();
    await postEvent(site.hub, token, studyOpened(topic, site.world.alma));
    const another = await site.tokenOf('somebody-else');
    const form = subscribeForm({ hub: site.hub, token: another, topic, events: 'Patient-open' });
    expect([
      (await postForm(site.hub, another, form)).status,
      (await postEvent(site.hub, another, studyOpened(topic, site.world.alma))).status,
      (await site.world.get(`/fhircast/${topic}`, another)).status,
    ]).toEqual([404, 404, 404]);
    const one = await site.subscriber({ token, topic });
    const taken = { ...form, 'hub.channel.endpoint': one.endpoint };
    expect((await postForm(site.hub, another, taken)).status).toBe(404);
    await one.leave();
  });

  it('each event by its own scope', async () => {
    const { subject, topic } = await site.session();
    const reads = await site.tokenOf(subject, 'fhircast/Patient-open.read imaging.read');
    const one = await site.subscriber({ token: reads, topic, events: 'Patient-open,ImagingStudy-open' });
    expect(one.confirmation['hub.events']).toBe('Patient-open');
    const opened = studyOpened(topic, site.world.alma);
    const writes = await site.tokenOf(subject, 'fhircast/ImagingStudy-open.write');
    const none = await site.tokenOf(subject, 'imaging.read imaging.write admin');
    const wants = (token: string) =>
      postForm(site.hub, token, subscribeForm({ hub: site.hub, token, topic, events: 'Patient-open' }));
    expect([
      (await postEvent(site.hub, reads, opened)).status,
      (await wants(writes)).status,
      (await postEvent(site.hub, writes, opened)).status,
      (await wants(none)).status,
      (await postEvent(site.hub, none, opened)).status,
      (await site.world.get(`/fhircast/${topic}`, none)).status,
    ]).toEqual([403, 403, 202, 403, 403, 403]);
    // Of what is open, only what may be known: the patient of the study.
    const { json } = await site.world.get(`/fhircast/${topic}`, reads);
    expect([json['context.type'], json.context[0].key]).toEqual(['Patient', 'patient']);
    await one.leave();
  });

  it('a token of one patient learns nothing of another, and the others learn that it does not follow', async () => {
    const { subject, token, topic } = await site.session();
    const bound = await site.tokenOf(subject, 'fhircast/*.*', { patient: site.world.alma.recordId });
    const follows = await site.subscriber({ token, topic });
    const one = await site.subscriber({ token: bound, topic, name: 'Bound' });
    await postEvent(site.hub, token, studyOpened(topic, site.world.almaElsewhere));
    expect(await statusOf(one)).toBe('ImagingStudy-open');
    await postEvent(site.hub, token, studyOpened(topic, site.world.other));
    const told = await one.next();
    expect(told.event['hub.event']).toBe('SyncError');
    expect(JSON.stringify(told)).not.toMatch(/SECRET|ZEBEDEE/);
    const seen = [await statusOf(follows), await statusOf(follows), await statusOf(follows)];
    expect(seen).toEqual(['ImagingStudy-open', 'ImagingStudy-open', 'SyncError']);
    expect((await site.world.get(`/fhircast/${topic}`, bound)).status).toBe(403);
    expect((await postEvent(site.hub, bound, studyOpened(topic, site.world.other))).status).toBe(403);
    const late = await site.subscriber({ token: bound, topic, events: 'Patient-open,SyncError' });
    expect(await statusOf(late)).toBe('SyncError');
    await Promise.all([follows.leave(), one.leave(), late.leave()]);
  });

  it('a patient is known by the id that the token came with, and no other identifier makes it that one', async () => {
    const { subject, token, topic } = await site.session();
    const follows = await site.subscriber({ token, topic });
    const bound = await site.tokenOf(subject, 'fhircast/*.*', { patient: site.world.alma.recordId });
    const opened = (patient: object) =>
      postEvent(
        site.hub,
        bound,
        message(topic, 'Patient-open', [{ key: 'patient', resource: { resourceType: 'Patient', ...patient } }]),
      );
    const { identifier } = patientOf(site.world.alma);
    expect((await opened({ id: site.world.alma.recordId })).status).toBe(202);
    expect((await opened({ id: site.world.other.recordId })).status).toBe(403);
    expect((await opened({ id: site.world.other.recordId, identifier })).status).toBe(403);
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
    const { token, topic } = await site.session();
    const form = { ...subscribeForm({ hub: site.hub, token, topic, events: 'Patient-open' }), ...change };
    const answer = await postForm(site.hub, token, form);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/plain; charset=utf-8']);
  });

  it.each([
    ['without a context', { context: undefined }],
    ['without the study', { context: [] }],
    ['with a patient for a study', { context: [{ key: 'study', resource: { resourceType: 'Patient', id: 'p' } }] }],
    ['of another name', { 'hub.event': 'Study-open' }],
  ])('an event %s is refused', async (_, change) => {
    const { token, topic } = await site.session();
    const { event, ...rest } = studyOpened(topic, site.world.alma);
    expect((await postEvent(site.hub, token, { ...rest, event: { ...event, ...change } })).status).toBe(400);
  });

  it('an event of the future is refused', async () => {
    const { token, topic } = await site.session();
    const timestamp = new Date(Date.now() + 3_600_000).toISOString();
    expect((await postEvent(site.hub, token, { ...studyOpened(topic, site.world.alma), timestamp })).status).toBe(400);
  });
});

it('an application that is launched is told where its user is followed, and ends with the session', async () => {
  const admin = { authorization: `Bearer ${await site.world.issuer.token({ scope: 'admin' })}` };
  const [redirect, passcode] = ['https://pacs.test/', 'a synthetic passcode'];
  const scopes = ['openid', 'fhircast/*.read', 'fhircast/ImagingStudy-open.write'];
  const put = (url: string, payload: object) =>
    site.world.app.inject({ method: 'PUT', url: `/api/${url}`, headers: admin, payload });
  await put('oauth-clients/pacs', { name: 'PACS', redirectUris: [redirect], scopes });
  await put('users/reader', { name: 'Rea Der', passcode, scopes: ['imaging.read'] });
  const { verifier, challenge } = pkce();
  const browser = new Browser(site.world.app);
  const proof = { code_challenge: challenge, code_challenge_method: 'S256', aud: `${site.base}/fhir` };
  const scope = [...scopes, 'fhircast/Patient-open.write'].join(' ');
  const asked = { client_id: 'pacs', redirect_uri: redirect, response_type: 'code', scope, state: 's' };
  const who = await browser.open(authorizeUrl({ ...asked, ...proof }));
  const back = await browser.post('/oauth/sign-in', { ticket: ticketOf(who), username: 'reader', passcode });
  const { json } = await postToken(site.world.app, {
    grant_type: 'authorization_code',
    client_id: 'pacs',
    code: parametersAt(back).code ?? '',
    code_verifier: verifier,
    redirect_uri: redirect,
  });
  expect(json.scope).toBe(scopes.join(' '));
  expect(json['hub.url']).toBe(site.hub);
  const cookie = `throughline_session=${browser.cookies.get('throughline_session')}`;
  const own = await site.world.app.inject({ url: '/api/fhircast', headers: { cookie } });
  expect(own.json()).toEqual({ 'hub.url': site.hub, 'hub.topic': json['hub.topic'] });
  const one = await site.subscriber({ token: json.access_token, topic: json['hub.topic'] });
  expect(one.confirmation['hub.lease_seconds']).toBeLessThanOrEqual(3600);
  const headers = { cookie, host: '127.0.0.1', origin: 'http://127.0.0.1' };
  expect((await site.world.app.inject({ method: 'DELETE', url: '/api/session', headers })).statusCode).toBe(204);
  expect(await one.next()).toMatchObject({ 'hub.mode': 'denied', 'hub.reason': 'The session has ended.' });
});
