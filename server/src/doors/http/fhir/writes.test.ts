/** Reports that other systems write, their versions, what is answered and to whom, through the door on a real database. */
import type { Bundle } from '@medplum/fhirtypes';
import { newUid } from '@throughline/dicom';
import { describe, expect, it } from 'vitest';
import { order, reportOf } from '../../../../test/fhir-bodies.ts';
import { fhirSite, resourcesOf } from '../../../../test/fhir-door.ts';

const site = fhirSite();

const report = (value: string, more: object = {}) => reportOf(site.world.alma, value, more);

describe('reports', () => {
  it('have versions, each read by its own number, the newest current', async () => {
    const made = await site.send({ method: 'POST', url: 'DiagnosticReport', body: report('R1') });
    expect(made.status).toBe(201);
    const { id } = made.json;
    const first = await site.get(`DiagnosticReport/${id}`);
    expect(first.json).toMatchObject({ status: 'preliminary', conclusion: 'A nodule, to be followed.' });
    const etag = String(first.headers.etag);
    const url = `DiagnosticReport/${id}`;
    const final = report('R1', { id, status: 'final', conclusion: 'No nodule.', issued: '2026-01-05T12:00:00+01:00' });
    const stale = await site.send({ method: 'PUT', url, body: final, headers: { 'if-match': 'W/"another"' } });
    expect(stale.status).toBe(412);
    expect((await site.send({ method: 'PUT', url, body: final, headers: { 'if-match': etag } })).status).toBe(200);
    expect((await site.get(url)).json).toMatchObject({ status: 'final', conclusion: 'No nodule.' });
    const history: Bundle = (await site.get(`${url}/_history`)).json;
    expect(history.entry?.map(({ response }) => response?.status)).toEqual(['200', '201']);
    const [now, before] = resourcesOf(history);
    expect((await site.get(`${url}/_history/${before?.meta?.versionId}`)).json).toMatchObject({
      status: 'preliminary',
    });
    expect((await site.get(`${url}/_history/${now?.meta?.versionId}`)).json).toMatchObject({ status: 'final' });
    expect((await site.get(`${url}/_history/none`)).status).toBe(404);
    expect(
      resourcesOf((await site.get(`DiagnosticReport?identifier=urn:oid:1.2.276.0.7230010.50|R1`)).json),
    ).toHaveLength(1);
    const all: Bundle = (await site.get('DiagnosticReport/_history')).json;
    expect(resourcesOf(all).filter((each) => each.id === id)).toHaveLength(2);
  });

  it('give the version that the asker has already no second time', async () => {
    const [found] = resourcesOf((await site.get('DiagnosticReport?_count=1')).json);
    const url = `DiagnosticReport/${found?.id}`;
    const { headers } = await site.get(url);
    const again = { 'if-none-match': String(headers.etag) };
    expect((await site.send({ method: 'GET', url, headers: again })).status).toBe(304);
    for (const same of [String(headers.etag).replace('W/', ''), '*', `"1", ${headers.etag}`])
      expect((await site.send({ method: 'GET', url, headers: { 'if-none-match': same } })).status).toBe(304);
    const since = { 'if-modified-since': String(headers['last-modified']) };
    expect((await site.send({ method: 'GET', url, headers: since })).status).toBe(304);
    expect((await site.send({ method: 'GET', url, headers: { 'if-none-match': 'W/"1"' } })).status).toBe(200);
  });

  it.each<readonly [string, () => object, number]>([
    ['twice', () => report('R2'), 409],
    ['of a patient whom nobody knows', () => report('R3', { subject: { reference: 'Patient/none' } }), 400],
    ['that says nothing', () => report('R4', { conclusion: undefined }), 400],
    ['without an identifier', () => report('R5', { identifier: [] }), 400],
    ['under a name of a sender of messages', () => report('R6', { identifier: [{ system: 'HIS', value: 'R6' }] }), 400],
  ])('are not taken %s', async (_what, bodyOf, status) => {
    await site.send({ method: 'POST', url: 'DiagnosticReport', body: report('R2') });
    expect((await site.send({ method: 'POST', url: 'DiagnosticReport', body: bodyOf() })).status).toBe(status);
  });

  it('never move to another patient', async () => {
    const made = await site.send({ method: 'POST', url: 'DiagnosticReport', body: report('R7') });
    const body = report('R7', { id: made.json.id, subject: { reference: `Patient/${site.world.other.recordId}` } });
    expect((await site.send({ method: 'PUT', url: `DiagnosticReport/${made.json.id}`, body })).status).toBe(409);
  });
});

describe('answers to what is written', () => {
  it('are what a read would give, with its version and where it is', async () => {
    const made = await site.send({ method: 'POST', url: 'DiagnosticReport', body: report('W1') });
    const url = `DiagnosticReport/${made.json.id}`;
    const body = report('W1', { id: made.json.id, status: 'final', issued: '2026-01-05T12:00:00+01:00' });
    const changed = await site.send({ method: 'PUT', url, body });
    const read = await site.get(url);
    expect(changed.json).toEqual(read.json);
    for (const header of ['etag', 'last-modified']) expect(changed.headers[header]).toBe(read.headers[header]);
    expect(changed.headers.location).toMatch(new RegExp(`/fhir/${url}/_history/${read.json.meta.versionId}$`));
    const first = String(made.headers.location).split('/fhir/')[1] ?? '';
    expect((await site.get(first)).json).toMatchObject({ status: 'preliminary' });
    // No versions are kept of orders: what cannot be read is not pointed to.
    const placed = await site.send({ method: 'POST', url: 'ServiceRequest', body: order('W2') });
    expect(placed.headers.location).toMatch(new RegExp(`/fhir/ServiceRequest/${placed.json.id}$`));
    expect(placed.headers.etag).toBe(`W/"${placed.json.meta.versionId}"`);
  });

  it('an update by id says the same id itself', async () => {
    const { json } = await site.send({ method: 'POST', url: 'ServiceRequest', body: order('W3') });
    const put = (more: object) =>
      site.send({ method: 'PUT', url: `ServiceRequest/${json.id}`, body: order('W3', { status: 'revoked', ...more }) });
    expect([(await put({})).status, (await put({ id: 'another' })).status]).toEqual([400, 400]);
    expect((await site.get(`ServiceRequest/${json.id}`)).json.status).toBe('active');
    expect((await put({ id: json.id })).json.status).toBe('revoked');
  });

  it.each([
    ['return=minimal', undefined],
    ['respond-async, return=minimal', undefined],
    ['return=OperationOutcome', 'OperationOutcome'],
    ['return=representation', 'ServiceRequest'],
    ['handling=strict', 'ServiceRequest'],
  ])('Prefer: %s is answered with %s', async (prefer, type) => {
    const made = await site.send({
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
    const token = await site.world.issuer.token({ scope, client_id: 'app' }, 'app');
    const [own, other] = [newUid().slice(-12), newUid().slice(-12)];
    const { json } = await site.send({ method: 'POST', url: 'ServiceRequest', body: order(other) });
    const made = await site.send({ method: 'POST', url: 'ServiceRequest', body: order(own), token });
    const changed = await site.send({
      method: 'PUT',
      url: `ServiceRequest/${json.id}`,
      body: order(other, { id: json.id }),
      token,
    });
    const url = `ServiceRequest?identifier=urn:oid:1.2.276.0.7230010.51|${other}`;
    const told = await site.send({ method: 'PUT', url, body: order(other), token });
    expect([made.status, changed.status, told.status]).toEqual([create, update, put]);
    const bound = await site.world.issuer.token({ scope, client_id: 'app', patient: site.world.alma.recordId }, 'app');
    expect(
      (await site.send({ method: 'POST', url: 'ServiceRequest', body: order('FA-99'), token: bound })).status,
    ).toBe(403);
  });
});
