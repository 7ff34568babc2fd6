/** The hub, as subscribers see it that know the standard only. */
import { describe, expect, it } from 'vitest';
import { castSite, every, message, patientOf, statusOf, studyOf, studyOpened } from '../../../../test/cast-site.ts';
import { postEvent, postForm, subscribeForm } from '../../../../test/cast-subscriber.ts';
import { DEFAULT_TENANT_ID } from '../../../features/access/index.ts';
import { openCastChannel } from '../../../features/fhircast/index.ts';

const site = castSite();

describe('the hub', () => {
  it('says what it supports, to anybody', async () => {
    const answer = await fetch(`${site.hub}/.well-known/fhircast-configuration`);
    expect(answer.headers.get('content-type')).toContain('application/json');
    const said = await answer.json();
    expect(said).toMatchObject({ fhircastVersion: '3.0.0', websocketSupport: true });
    expect(said.eventsSupported).toEqual(expect.arrayContaining(['Patient-open', 'Encounter-open', 'Home-open']));
  });

  it('confirms, tells everybody of what is opened under its id, and says what is open', async () => {
    const { subject, token, topic } = await site.session();
    const one = await site.subscriber({ token, topic, name: 'Reporting' });
    expect(one.endpoint).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/fhircast\/channels\/[\w-]{43}$/);
    expect(one.confirmation).toEqual({
      'hub.mode': 'subscribe',
      'hub.topic': topic,
      'hub.events': every,
      'hub.lease_seconds': expect.any(Number),
    });
    const other = await site.subscriber({ token, topic, events: 'imagingstudy-OPEN' });
    const opened = studyOpened(topic, site.world.alma);
    expect((await postEvent(site.hub, token, opened)).status).toBe(202);
    for (const each of [one, other]) {
      const told = await each.next();
      expect(told).toMatchObject({ id: opened.id, timestamp: opened.timestamp });
      expect(told.event).toMatchObject({ ...opened.event, 'context.versionId': expect.any(String) });
    }
    const current = (await site.world.get(`/fhircast/${topic}`, token)).json;
    expect(current['context.type']).toBe('ImagingStudy');
    expect(current.context.map(({ key }: { key: string }) => key)).toEqual(['study', 'patient', 'content']);
    // Each telling is written down, with whom it was told of.
    const disclosures = (await site.auditOf(subject)).filter(({ action }) => action === 'R');
    expect(disclosures.map(({ patient_record_id }) => patient_record_id)).toEqual(
      disclosures.map(() => site.world.alma.recordId),
    );
    expect(disclosures.length).toBe(3);
    await Promise.all([one.leave(), other.leave()]);
  });

  it('tells whoever follows patients only that the patient was opened, once', async () => {
    const { token, topic } = await site.session();
    const one = await site.subscriber({ token, topic, events: 'Patient-open' });
    await postEvent(site.hub, token, studyOpened(topic, site.world.alma));
    await postEvent(site.hub, token, studyOpened(topic, site.world.alma, 1));
    await postEvent(site.hub, token, studyOpened(topic, site.world.other));
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
    const { token, topic } = await site.session();
    const opened = studyOpened(topic, site.world.alma);
    await postEvent(site.hub, token, opened);
    const late = await site.subscriber({ token, topic, events: 'ImagingStudy-open,ImagingStudy-close' });
    expect((await late.next()).id).toBe(opened.id);
    const closed = message(topic, 'imagingstudy-close', [{ key: 'study', resource: studyOf(site.world.alma) }]);
    expect((await postEvent(site.hub, token, closed)).status).toBe(202);
    expect(await statusOf(late)).toBe('ImagingStudy-close');
    expect((await site.world.get(`/fhircast/${topic}`, token)).json).toEqual({
      'context.type': '',
      'context.versionId': '',
      context: [],
    });
    // What is late is refused, not told as if it were new.
    expect(
      (await postEvent(site.hub, token, { ...studyOpened(topic, site.world.alma), timestamp: '2020-01-01T00:00:00' }))
        .status,
    ).toBe(409);
    await late.leave();
  });

  it.each([
    [409, 'It refused to follow the event.'],
    [500, 'It could not follow the event.'],
  ])('tells the others of one that answers %i', async (status, diagnostics) => {
    const { token, topic } = await site.session();
    const follows = await site.subscriber({ token, topic, name: 'Reporting' });
    const refuses = await site.subscriber({ token, topic, name: 'Viewer', answer: () => status });
    const opened = studyOpened(topic, site.world.alma);
    await postEvent(site.hub, token, opened);
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
    const { token, topic } = await site.session();
    const follows = await site.subscriber({ token, topic, events: 'Patient-open,SyncError' });
    const form = { hub: site.hub, token, topic, events: 'Patient-open' };
    const made = (await (await postForm(site.hub, token, subscribeForm(form))).json()) as Record<string, string>;
    const channel = made['hub.channel.endpoint']?.split('/').at(-1) ?? '';
    const said: object[] = [];
    const closed = Promise.withResolvers<void>();
    const mute = { send: (one: object) => void said.push(one), close: closed.resolve };
    await openCastChannel(site.world.context, DEFAULT_TENANT_ID, channel, mute, { answerMs: 50 });
    await postEvent(
      site.hub,
      token,
      message(topic, 'Patient-open', [{ key: 'patient', resource: patientOf(site.world.alma) }]),
    );
    expect(await statusOf(follows)).toBe('Patient-open');
    expect(await statusOf(follows)).toBe('SyncError');
    await closed.promise;
    expect(said.at(-1)).toMatchObject({ 'hub.mode': 'denied' });
    await follows.leave();
  });

  it('tells of a connection that broke, not of one that was closed', async () => {
    const { token, topic } = await site.session();
    const stays = await site.subscriber({ token, topic });
    await (await site.subscriber({ token, topic, name: 'Leaves' })).leave(1000);
    await (await site.subscriber({ token, topic, name: 'Breaks' })).leave(3999);
    const { event } = await stays.next();
    expect(event.context[0].resource.issue[0].details.coding.at(-1).code).toBe('Breaks');
    await stays.leave();
  });

  it('ends a subscription on request, at the end of its lease, and with the session', async () => {
    const { token, topic } = await site.session();
    const one = await site.subscriber({ token, topic });
    const ended = await one.unsubscribe();
    expect([ended.status, await ended.json()]).toEqual([202, { 'hub.channel.endpoint': one.endpoint }]);
    expect(await one.next()).toMatchObject({ 'hub.mode': 'denied', 'hub.topic': topic });
    expect(await one.closed).toBe(1000);
    const short = await site.subscriber({ token, topic, lease: 1 });
    expect(short.confirmation['hub.lease_seconds']).toBe(1);
    expect(await short.next()).toMatchObject({ 'hub.mode': 'denied', 'hub.reason': 'The lease is over.' });
    expect((await one.unsubscribe()).status).toBe(404);
  });

  it('changes what a channel is told, and confirms it again', async () => {
    const { token, topic } = await site.session();
    const one = await site.subscriber({ token, topic, events: 'Home-open' });
    const form = {
      ...subscribeForm({ hub: site.hub, token, topic, events: 'SyncError' }),
      'hub.channel.endpoint': one.endpoint,
    };
    expect(await (await postForm(site.hub, token, form)).json()).toEqual({ 'hub.channel.endpoint': one.endpoint });
    expect(await one.next()).toMatchObject({ 'hub.mode': 'subscribe', 'hub.events': 'SyncError' });
    await one.leave();
  });

  it('binds a channel to the first socket that comes', async () => {
    const { token, topic } = await site.session();
    const one = await site.subscriber({ token, topic });
    const second = new WebSocket(one.endpoint);
    const code = await new Promise((resolve) => second.addEventListener('close', (event) => resolve(event.code)));
    expect(code).toBe(1008);
    await one.leave();
    const after = new WebSocket(one.endpoint);
    expect(await new Promise((resolve) => after.addEventListener('close', (event) => resolve(event.code)))).toBe(1008);
  });
});
