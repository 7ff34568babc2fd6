/** What bodies are sent as, and which version they are about: what would be read wrongly is refused, not guessed. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TwoPatients, twoPatients } from '../../../../test/two-patients.ts';

let world: TwoPatients;
let token: string;
beforeAll(async () => {
  world = await twoPatients();
  token = await world.issuer.token({ scope: 'imaging.read imaging.write' });
});
afterAll(() => world.close());

const send = (method: 'POST' | 'PUT', url: string, payload: string, headers: Readonly<Record<string, string>>) =>
  world.app.inject({ method, url: `/fhir/${url}`, payload, headers: { authorization: `Bearer ${token}`, ...headers } });
const order = (value: string, more: object = {}) =>
  JSON.stringify({
    resourceType: 'ServiceRequest',
    identifier: [{ system: 'urn:oid:1.2.276.0.7230010.61', value }],
    status: 'active',
    intent: 'order',
    code: { text: 'CT of the chest' },
    subject: { reference: `Patient/${world.alma.recordId}` },
    ...more,
  });
const batch = JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry: [] });

it.each([
  ['application/fhir+json', 201],
  ['application/fhir+json; charset=UTF-8; fhirVersion=4.0', 201],
  ['application/fhir+json; charset=iso-8859-1', 415],
  ['application/fhir+json; fhirVersion=5.0', 415],
])('a resource as %s: %i', async (type, status) => {
  const answer = await send('POST', 'ServiceRequest', order(`C-${type.length}`), { 'content-type': type });
  expect([answer.statusCode, answer.json().resourceType]).toEqual([
    status,
    status === 201 ? 'ServiceRequest' : 'OperationOutcome',
  ]);
});

it.each([
  ['application/fhir+json; charset=utf-16', 415],
  ['application/fhir+json; fhirVersion=3.0', 415],
])('a Bundle as %s: %i', async (type, status) => {
  expect((await send('POST', '', batch, { 'content-type': type })).statusCode).toBe(status);
});

it.each([
  ['application/fhir+json; charset=iso-8859-1', 415],
  ['application/fhir+json; fhirVersion=5.0', 415],
  ['application/x-www-form-urlencoded', 415],
  ['application/fhir+json; charset=utf-8; fhirVersion=4.0', 400],
])('a message as %s: %i', async (type, status) => {
  const answer = await send('POST', '$process-message', batch, { 'content-type': type });
  expect([answer.statusCode, answer.json().resourceType]).toEqual([status, 'OperationOutcome']);
});

it('a search whose parameters are not read is refused, and not answered with everybody', async () => {
  const asked = JSON.stringify({ identifier: 'BETA|B9' });
  for (const type of ['application/json', 'application/fhir+json'])
    expect((await send('POST', 'Patient/_search', asked, { 'content-type': type })).statusCode).toBe(415);
});

it('If-Match: * is any version, and none where there is none', async () => {
  const json = { 'content-type': 'application/fhir+json', 'if-match': '*' };
  const url = (value: string) => `ServiceRequest?identifier=urn:oid:1.2.276.0.7230010.61|${value}`;
  expect((await send('PUT', url('E-1'), order('E-1'), json)).statusCode).toBe(412);
  await send('POST', 'ServiceRequest', order('E-1'), { 'content-type': 'application/fhir+json' });
  expect((await send('PUT', url('E-1'), order('E-1'), json)).statusCode).toBe(200);
});
