/** Content sharing: by versions, whichever process is asked. */
import { describe, expect, it } from 'vitest';
import { castSite, every, message, patientOf, studyOf } from '../../../../test/cast-site.ts';
import { postEvent, subscribeTo } from '../../../../test/cast-subscriber.ts';
import { connectDatabase } from '../../../db/database.ts';
import { buildApp } from '../app.ts';

const site = castSite();

describe('content sharing', () => {
  const report = { resourceType: 'DiagnosticReport', id: 'r1', status: 'unknown' };
  const reported = (topic: string) =>
    message(topic, 'DiagnosticReport-open', [
      { key: 'report', resource: report },
      { key: 'study', resource: studyOf(site.world.alma) },
      { key: 'patient', resource: patientOf(site.world.alma) },
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
    const { token, topic } = await site.session();
    const one = await site.subscriber({ token, topic });
    await postEvent(site.hub, token, reported(topic));
    const first = (await one.next()).event['context.versionId'];
    expect((await postEvent(site.hub, token, updated(topic, first, [put('o1', 1), put('o2', 2)]))).status).toBe(202);
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
    for (const each of refused) statuses.push((await postEvent(site.hub, token, each)).status);
    expect(statuses).toEqual([409, 409, 400, 400, 413]);
    expect((await postEvent(site.hub, token, updated(topic, second, [removal, put('o2', 5)]))).status).toBe(202);
    const { json } = await site.world.get(`/fhircast/${topic}`, token);
    expect(json['context.versionId']).toBe((await one.next()).event['context.versionId']);
    const content = json.context.find(({ key }: { key: string }) => key === 'content').resource;
    expect(content).toMatchObject({
      type: 'collection',
      entry: [{ resource: { resourceType: 'Observation', id: 'o2', valueInteger: 5 } }],
    });
    await one.leave();
  });

  it('is the same whichever process is asked, and tells across processes', async () => {
    const { token, topic } = await site.session();
    const one = await site.subscriber({ token, topic });
    const db = connectDatabase({ url: site.world.context.databaseUrl });
    const another = await buildApp({ ...site.world.context, db });
    const elsewhere = `${await another.listen({ host: '127.0.0.1', port: 0 })}/fhircast`;
    await postEvent(elsewhere, token, reported(topic));
    const { event } = await one.next();
    expect(event['hub.event']).toBe('DiagnosticReport-open');
    const late = await subscribeTo({ hub: elsewhere, token, topic, events: every });
    expect((await late.next()).event['context.versionId']).toBe(event['context.versionId']);
    await postEvent(site.hub, token, updated(topic, event['context.versionId'], [put('o1', 1)]));
    const told = [await one.next(), await late.next()].map((each) => each.event['context.versionId']);
    expect(told[0]).toBe(told[1]);
    await Promise.all([one.leave(), late.leave()]);
    await another.close();
    await db.close();
  });

  it('knows after a restart what was open before it, and its version', async () => {
    const { token, topic } = await site.session();
    await postEvent(site.hub, token, reported(topic));
    const before = (await site.world.get(`/fhircast/${topic}`, token)).json;
    const again = await buildApp(site.world.context);
    const headers = { authorization: `Bearer ${token}` };
    const after = (await again.inject({ url: `/fhircast/${topic}`, headers })).json();
    await again.close();
    expect(after['context.versionId']).toBe(before['context.versionId']);
    const update = await postEvent(site.hub, token, updated(topic, after['context.versionId'], [put('o1', 1)]));
    expect(update.status).toBe(202);
  });
});
