/** ITI-93 through the door, on a real database. */
import { faultsOf } from '@throughline/fhir/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TwoPatients, twoPatients } from '../../../../test/two-patients.ts';

let world: TwoPatients;
let source: string;
let index: string;
let owner: string;
beforeAll(async () => {
  world = await twoPatients();
  source = await world.issuer.token({ scope: 'imaging.read imaging.write' });
  index = await world.issuer.token({ scope: 'imaging.read imaging.write admin' });
  const domain = { patient_id_issuer: '1.2.276.0.7230010.97' };
  owner = await world.issuer.token({ scope: 'imaging.read imaging.write admin', ...domain });
});
afterAll(() => world.close());

const system = 'urn:oid:1.2.276.0.7230010.97';
const birthDates = ['1931-02-03', '1944-05-06', '1957-08-09', '1963-11-12', '1976-01-15', '1989-04-18'];
const families = ['Contrived', 'Feigned', 'Invented', 'Madeup', 'Notional', 'Simulated'];
let number = 0;
/** Nobody whom the index would join with another by itself. */
const patient = (id: string, more: object = {}) => {
  number += 1;
  return {
    resourceType: 'Patient',
    id,
    identifier: [{ system, value: id }],
    name: [{ family: families[number % families.length], given: [`Synthetic${number}`] }],
    birthDate: birthDates[number % birthDates.length],
    ...more,
  };
};
const entry = (resource: { readonly id: string }, method = 'PUT') => ({
  fullUrl: `https://source.example.org/fhir/Patient/${resource.id}`,
  resource,
  request: { method, url: `Patient/${resource.id}` },
  response: { status: '200' },
});
const message = (changes: readonly object[], header: object = {}) => ({
  resourceType: 'Bundle',
  type: 'message',
  entry: [
    {
      fullUrl: 'urn:uuid:2bf0b8d2-9d3c-4c5d-9a51-9d9f4b8a7c11',
      resource: {
        resourceType: 'MessageHeader',
        id: 'message-1',
        eventUri: 'urn:ihe:iti:pmir:2019:patient-feed',
        source: { endpoint: 'https://source.example.org/fhir' },
        focus: [{ reference: 'urn:uuid:1' }],
        ...header,
      },
    },
    { fullUrl: 'urn:uuid:1', resource: { resourceType: 'Bundle', type: 'history', entry: changes } },
  ],
});
const send = async (body: unknown, token = source) => {
  const answer = await world.app.inject({
    method: 'POST',
    url: '/fhir/$process-message',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
    payload: JSON.stringify(body),
  });
  return { status: answer.statusCode, json: JSON.parse(answer.body) };
};
const read = async (id: string) => {
  const { json } = await world.get(`/fhir/Patient?identifier=${encodeURIComponent(`${system}|${id}`)}`, index);
  return json.entry?.[0]?.resource;
};
const linksOf = async (id: string): Promise<number> => (await read(id))?.link?.length ?? 0;

describe('a message of patients', () => {
  it('makes and changes them, and answers the message', async () => {
    const [one, other] = [patient('P1'), patient('P2')];
    const told = await send(message([entry(one, 'POST'), entry(other, 'POST')]));
    expect(told).toMatchObject({ status: 200, json: { resourceType: 'Bundle', type: 'message' } });
    expect(told.json.entry[0].resource).toMatchObject({
      resourceType: 'MessageHeader',
      eventUri: 'urn:ihe:iti:pmir:2019:patient-feed',
      destination: [{ endpoint: 'https://source.example.org/fhir' }],
      response: { identifier: 'message-1', code: 'ok' },
    });
    expect(faultsOf(told.json)).toEqual([]);
    await send(message([entry({ ...one, birthDate: '1931-02-04' } as typeof one)]));
    expect(await read('P1')).toMatchObject({ birthDate: '1931-02-04' });
    expect(await read('P2')).toMatchObject({ birthDate: other.birthDate });
  });

  it('merges and links, whoever comes first, and once however often it is told', async () => {
    const survivor = patient('M1');
    const absorbed = patient('M2', {
      active: false,
      link: [{ other: { reference: 'Patient/M1' }, type: 'replaced-by' }],
    });
    const sister = patient('L2');
    const linked = patient('L1', { link: [{ other: { identifier: { system, value: 'L2' } }, type: 'seealso' }] });
    const whole = message([entry(absorbed), entry(linked), entry(survivor), entry(sister)]);
    for (const _time of [1, 2]) {
      expect((await send(whole, index)).status).toBe(200);
      expect([await linksOf('M1'), await linksOf('L1'), await linksOf('L2')]).toEqual([1, 1, 1]);
    }
  });

  it('removes them, by their resource or by their identifier, and once however often it is told', async () => {
    await send(message([entry(patient('D1')), entry(patient('D2')), entry(patient('D3'))]));
    const url = `Patient?identifier=${encodeURIComponent(`${system}|D2`)}`;
    const whole = message([
      entry(patient('D1'), 'DELETE'),
      { fullUrl: 'https://source.example.org/fhir/Patient/D2', request: { method: 'DELETE', url } },
      entry(patient('D4')),
    ]);
    for (const token of [source, index]) expect((await send(whole, token)).status).toBe(403);
    expect(await read('D4')).toBeUndefined();
    for (const _time of [1, 2]) {
      expect((await send(whole, owner)).status).toBe(200);
      expect([await read('D1'), await read('D2')]).toEqual([undefined, undefined]);
      expect(await read('D3')).toBeDefined();
      expect(await read('D4')).toBeDefined();
    }
    const headers = { authorization: `Bearer ${index}` };
    const changes = '/api/identity/changes?issuer=1.2.276.0.7230010.97&id=D1';
    const listed = (await world.app.inject({ url: changes, headers })).json();
    expect(listed).toMatchObject([{ kind: 'remove', reason: 'ITI-93: message message-1' }]);
  });

  it('is taken whole or not at all', async () => {
    const bad = patient('W2', { link: [{ other: { reference: 'Patient/nobody' }, type: 'replaced-by' }] });
    expect((await send(message([entry(patient('W1')), entry(bad)]), index)).status).toBe(400);
    const merging = patient('W3', { link: [{ other: { reference: 'Patient/W4' }, type: 'replaced-by' }] });
    expect((await send(message([entry(patient('W4')), entry(merging)]), source)).status).toBe(403);
    for (const id of ['W1', 'W2', 'W3', 'W4']) expect(await read(id)).toBeUndefined();
  });

  it.each([
    ['of another event', message([entry(patient('E1'))], { eventUri: 'urn:ihe:iti:pmir:2019:other' })],
    ['that patches somebody', message([entry(patient('E2'), 'PATCH')])],
    ['that removes whom nobody can know', message([{ request: { method: 'DELETE', url: 'Patient/E2' } }])],
    ['of something else than patients', message([entry({ resourceType: 'Observation', id: 'E3' } as { id: string })])],
    ['without a history', { ...message([]), entry: [] }],
    ['that is none', [1]],
  ])('%s is refused', async (_title, body) => {
    const answer = await send(body, index);
    expect(answer).toMatchObject({ status: 400, json: { resourceType: 'OperationOutcome' } });
    expect(JSON.stringify(answer.json)).not.toContain('Synthetic');
  });

  it('is not taken from who may only read, nor from who sees one patient', async () => {
    const reader = await world.issuer.token({ scope: 'imaging.read' });
    const bound = await world.issuer.token({ scope: 'imaging.read imaging.write admin', patient: world.alma.recordId });
    for (const token of [reader, bound]) expect((await send(message([entry(patient('N1'))]), token)).status).toBe(403);
    expect(await read('N1')).toBeUndefined();
  });

  it('is declared', async () => {
    const { json } = await world.get('/fhir/metadata', source);
    expect(json.rest[0].operation).toContainEqual(expect.objectContaining({ name: 'process-message' }));
  });
});
