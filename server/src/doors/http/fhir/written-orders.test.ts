/** Orders and appointments that other systems write, through the door on a real database. */
import type { Bundle } from '@medplum/fhirtypes';
import { appointmentStatuses } from '@throughline/fhir';
import { describe, expect, it } from 'vitest';
import { testPrincipal } from '../../../../test/context.ts';
import { appointmentOf, order, reportOf } from '../../../../test/fhir-bodies.ts';
import { fhirSite, resourcesOf } from '../../../../test/fhir-door.ts';

const site = fhirSite();

const report = (value: string, more: object = {}) => reportOf(site.world.alma, value, more);

const appointment = (value: string, more: object = {}) => appointmentOf(site.world.alma, value, more);

const topics = async (topic: string): Promise<number> =>
  (
    await site.world.context.db.tenant(testPrincipal().tenantId, (trx) =>
      trx.selectFrom('outbox').select('id').where('topic', '=', topic).execute(),
    )
  ).length;

describe('orders and appointments', () => {
  it('an order is on the worklist, gathers as one of HL7, and ends', async () => {
    const before = await topics('order.placed');
    const made = await site.send({ method: 'POST', url: 'ServiceRequest', body: order('FA-1') });
    expect([made.status, made.json.status]).toEqual([201, 'active']);
    expect(await topics('order.placed')).toBe(before + 1);
    const ended = order('FA-1', { status: 'revoked' });
    const url = 'ServiceRequest?identifier=urn:oid:1.2.276.0.7230010.51|FA-1';
    expect((await site.send({ method: 'PUT', url, body: ended })).json).toMatchObject({
      id: made.json.id,
      status: 'revoked',
    });
  });

  it('an order that is over is not active again, and says so', async () => {
    const made = await site.send({ method: 'POST', url: 'ServiceRequest', body: order('FA-4') });
    const put = (status: string) =>
      site.send({
        method: 'PUT',
        url: `ServiceRequest/${made.json.id}`,
        body: order('FA-4', { id: made.json.id, status }),
      });
    expect((await put('revoked')).status).toBe(200);
    for (const status of ['active', 'completed']) {
      const refused = await put(status);
      expect([refused.status, refused.json.resourceType]).toEqual([409, 'OperationOutcome']);
    }
    expect((await put('revoked')).json.status).toBe('revoked');
  });

  it('an order of which nobody said when has no date, until somebody does', async () => {
    const made = await site.send({
      method: 'POST',
      url: 'ServiceRequest',
      body: order('FA-5', { occurrenceDateTime: undefined }),
    });
    expect(made.status).toBe(201);
    expect(made.json).not.toHaveProperty('occurrenceDateTime');
    const url = `ServiceRequest/${made.json.id}`;
    expect((await site.get(url)).json).not.toHaveProperty('occurrenceDateTime');
    const dated = await site.send({ method: 'PUT', url, body: order('FA-5', { id: made.json.id }) });
    expect(dated.json.occurrenceDateTime).toBe('2026-03-01T09:30:00+01:00');
    const undated = order('FA-5', { id: made.json.id, occurrenceDateTime: undefined });
    expect((await site.send({ method: 'PUT', url, body: undated })).json).not.toHaveProperty('occurrenceDateTime');
  });

  it.each([
    ['FA-6A', '2026-03-01T09:30:00+01:00', '2026-03-01T09:30:00+01:00'],
    ['FA-6B', '2026-03-01T09:30:15.250-05:00', '2026-03-01T09:30:15-05:00'],
    ['FA-6C', '2026-03-01', '2026-03-01'],
  ])('the start of order %s, %s, is given as it was told', async (number, occurrenceDateTime, given) => {
    const { json } = await site.send({
      method: 'POST',
      url: 'ServiceRequest',
      body: order(number, { occurrenceDateTime }),
    });
    expect(json.occurrenceDateTime).toBe(given);
  });

  it('a start on the clock of UTC is the same moment on the clock here, which the worklist shows', async () => {
    const body = order('FA-7', { occurrenceDateTime: '2026-03-01T08:30:00Z' });
    const { json } = await site.send({ method: 'POST', url: 'ServiceRequest', body });
    expect(json.occurrenceDateTime).toMatch(/[+-]\d\d:\d\d$/);
    const at = new Date('2026-03-01T08:30:00Z');
    expect(new Date(json.occurrenceDateTime).getTime()).toBe(at.getTime());
    const [step] = await site.world.context.db.tenant(testPrincipal().tenantId, (trx) =>
      trx.selectFrom('scheduled_steps').select('start_time').where('id', '=', json.id).execute(),
    );
    const local = [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, '0'));
    expect(step?.start_time).toBe(local.join(''));
  });

  it('an order without a date stays on the day on which it came when it is told again', async () => {
    const body = order('FA-8', { occurrenceDateTime: undefined });
    const made = await site.send({ method: 'POST', url: 'ServiceRequest', body });
    const day = () =>
      site.world.context.db.tenant(testPrincipal().tenantId, (trx) =>
        trx.selectFrom('scheduled_steps').select('start_date').where('id', '=', made.json.id).executeTakeFirst(),
      );
    await site.world.context.db.tenant(testPrincipal().tenantId, (trx) =>
      trx
        .updateTable('scheduled_steps')
        .set({ start_date: '20260105', created_at: new Date('2026-01-05T12:00:00Z') })
        .where('id', '=', made.json.id)
        .execute(),
    );
    const url = `ServiceRequest/${made.json.id}`;
    await site.send({ method: 'PUT', url, body: { ...body, id: made.json.id } });
    expect(await day()).toEqual({ start_date: '20260105' });
    await site.send({ method: 'PUT', url, body: order('FA-8', { id: made.json.id }) });
    expect(await day()).toEqual({ start_date: '20260301' });
    await site.send({ method: 'PUT', url, body: { ...body, id: made.json.id } });
    expect(await day()).toEqual({ start_date: '20260105' });
  });

  it.each(appointmentStatuses)('an appointment that is %s is given as it was told, to its end', async (status) => {
    const times = { start: '2026-04-02T09:30:00+02:00', end: '2026-04-02T10:00:00+02:00' };
    const body = appointment(`AP-${status}`, { status, ...times });
    const { json } = await site.send({ method: 'POST', url: 'Appointment', body });
    expect(json).toMatchObject({ status, start: '2026-04-02T07:30:00.000Z', end: '2026-04-02T08:00:00.000Z' });
    expect(json).not.toHaveProperty('comment');
  });

  it('an appointment that is proposed without a time is not called booked', async () => {
    const body = appointment('AP-P', { status: 'proposed', start: undefined, end: undefined });
    const before = await topics('order.placed');
    const { json } = await site.send({ method: 'POST', url: 'Appointment', body });
    expect([json.status, json.comment, await topics('order.placed')]).toEqual(['proposed', undefined, before]);
  });

  it('a conditional create makes one', async () => {
    const headers = { 'if-none-exist': 'identifier=urn:oid:1.2.276.0.7230010.51|FA-2' };
    const first = await site.send({ method: 'POST', url: 'ServiceRequest', body: order('FA-2'), headers });
    const second = await site.send({ method: 'POST', url: 'ServiceRequest', body: order('FA-2'), headers });
    expect([first.status, second.status, second.json.id]).toEqual([201, 200, first.json.id]);
  });

  it('an order does not become one of another patient, nor end for one', async () => {
    const made = await site.send({ method: 'POST', url: 'ServiceRequest', body: order('FA-3') });
    const url = `ServiceRequest/${made.json.id}`;
    const before = (await site.get(url)).json;
    const other = { id: made.json.id, subject: { reference: `Patient/${site.world.other.recordId}` } };
    for (const body of [order('FA-3', other), order('FA-3', { ...other, status: 'revoked' })])
      expect((await site.send({ method: 'PUT', url, body })).status).toBe(409);
    expect((await site.get(url)).json).toEqual(before);
  });

  it('an order that came in another way is not changed', async () => {
    const [theirs] = resourcesOf((await site.get(`ServiceRequest?identifier=ORD-1`)).json);
    const body = order('ORD-1', { id: theirs?.id, identifier: [{ system: 'ALPHA', value: 'ORD-1' }] });
    expect((await site.send({ method: 'PUT', url: `ServiceRequest/${theirs?.id}`, body })).status).toBe(404);
  });

  it('an appointment is found by day, moved and cancelled', async () => {
    const made = await site.send({ method: 'POST', url: 'Appointment', body: appointment('AP-1') });
    expect([made.status, made.json.start]).toEqual([201, '2026-03-02T08:30:00.000Z']);
    const found: Bundle = (
      await site.get(`Appointment?actor=${site.world.alma.recordId}&date=2026-03-02&_total=accurate`)
    ).json;
    expect([found.total, resourcesOf(found)[0]?.id]).toEqual([1, made.json.id]);
    const body = appointment('AP-1', { id: made.json.id, status: 'cancelled' });
    expect((await site.send({ method: 'PUT', url: `Appointment/${made.json.id}`, body })).json.status).toBe(
      'cancelled',
    );
  });

  it('nobody writes with a token of one patient, or without the right to store', async () => {
    const reader = await site.world.issuer.token({ scope: 'imaging.read' });
    const bound = await site.world.issuer.token({
      scope: 'imaging.read imaging.write',
      patient: site.world.alma.recordId,
    });
    for (const token of [reader, bound])
      for (const [url, body] of [
        ['ServiceRequest', order('FA-9')],
        ['Appointment', appointment('AP-9')],
        ['DiagnosticReport', report('R9')],
        // Whatever is in the body.
        ['DiagnosticReport', { resourceType: 'DiagnosticReport' }],
        ['Consent', {}],
      ] as const)
        expect((await site.send({ method: 'POST', url, body, token })).status).toBe(403);
  });
});
