/** Batches and transactions, through the door on a real database. */
import { describe, expect, it } from 'vitest';
import { order } from '../../../../test/fhir-bodies.ts';
import { fhirSite, resourcesOf } from '../../../../test/fhir-door.ts';

const site = fhirSite();

describe('Bundles', () => {
  const entry = (method: string, url: string, resource?: object, fullUrl?: string) => ({
    ...(fullUrl && { fullUrl }),
    ...(resource && { resource }),
    request: { method, url },
  });
  const bundle = (type: string, entries: readonly object[]) => ({ resourceType: 'Bundle', type, entry: entries });

  it('a batch answers each entry as it would have been answered alone', async () => {
    const body = bundle('batch', [
      entry('GET', `Patient/${site.world.alma.recordId}`),
      entry('GET', 'Patient/none'),
      entry('GET', 'ImagingStudy?modality=CT&_total=accurate'),
      entry('POST', 'ServiceRequest', order('FA-20')),
      entry('DELETE', `Patient/${site.world.alma.recordId}`),
      entry('GET', `Patient/${site.world.alma.recordId}/$completeness`),
    ]);
    const { json } = await site.send({ method: 'POST', url: '', body });
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
    expect((await site.send({ method: 'POST', url: '', body: bad })).status).toBe(400);
    expect(resourcesOf((await site.get('ServiceRequest?identifier=FA-30')).json)).toEqual([]);
    expect(resourcesOf((await site.get('Patient?identifier=P7')).json)).toEqual([]);
    const { json } = await site.send({ method: 'POST', url: '', body: bundle('transaction', asked) });
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
    const { status, json } = await site.send({ method: 'POST', url: '', body });
    expect([status, json.issue[0].diagnostics]).toEqual([400, expect.stringMatching(told)]);
  });

  it('H79 of more entries than one may have is refused whole', async () => {
    const many = Array.from({ length: 101 }, (_none, at) => entry('POST', 'ServiceRequest', order(`FM-${at}`)));
    expect((await site.send({ method: 'POST', url: '', body: bundle('batch', many) })).status).toBe(400);
    expect((await site.send({ method: 'POST', url: '', body: bundle('transaction', many) })).status).toBe(400);
  });

  it('H79 of one that is conditional, sixteen at once make one', async () => {
    const headers = { 'if-none-exist': 'identifier=urn:oid:1.2.276.0.7230010.51|FA-79' };
    const one = () => site.send({ method: 'POST', url: 'ServiceRequest', body: order('FA-79'), headers });
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
    const headers = { authorization: `Bearer ${site.writer}`, 'content-type': 'application/fhir+json' };
    const answer = await site.world.app.inject({ method: 'POST', url: '/fhir/ServiceRequest', headers, payload });
    expect(answer.statusCode).toBe(400);
    expect((await site.get('metadata')).status).toBe(200);
  });

  it('a token of one patient gets no other by a Bundle', async () => {
    const bound = await site.world.issuer.token({ scope: 'patient/*.rs', patient: site.world.alma.recordId });
    const body = bundle('batch', [
      entry('GET', `Patient/${site.world.other.recordId}`),
      entry('GET', `Appointment?patient=${site.world.other.recordId}`),
      entry('GET', 'DiagnosticReport/_history'),
    ]);
    const { json } = await site.send({ method: 'POST', url: '', body, token: bound });
    expect(JSON.stringify(json)).not.toMatch(/ZEBEDEE|SECRETEXAM|SECRETFINDING/);
    expect(json.entry[0].response.status).toBe('404');
  });
});
