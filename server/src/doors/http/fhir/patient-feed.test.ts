/** ITI-104 through the door, on a real database. */
import { faultsOf } from '@throughline/fhir/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TwoPatients, twoPatients } from '../../../../test/two-patients.ts';

let world: TwoPatients;
let source: string;
let index: string;
beforeAll(async () => {
  world = await twoPatients();
  source = await world.issuer.token({ scope: 'imaging.read imaging.write' });
  index = await world.issuer.token({ scope: 'imaging.read imaging.write admin' });
});
afterAll(() => world.close());

const system = 'urn:oid:1.2.276.0.7230010.99';
const patient = (id: string, more: object = {}) => ({
  resourceType: 'Patient',
  identifier: [{ system, value: id }],
  name: [
    { use: 'nickname', given: ['Tilly'] },
    { use: 'official', family: 'Synthetic', given: ['Ottilie', 'Maria'] },
  ],
  gender: 'female',
  birthDate: '1979-04-02',
  ...more,
});
const put = async (query: string, body: unknown, token = source) => {
  const answer = await world.app.inject({
    method: 'PUT',
    url: `/fhir/Patient${query}`,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
    payload: JSON.stringify(body),
  });
  return { status: answer.statusCode, location: answer.headers.location, json: answer.body && JSON.parse(answer.body) };
};
const by = (id: string): string => `?identifier=${encodeURIComponent(`${system}|${id}`)}`;
const read = async (id: string) => (await world.get(`/fhir/Patient${by(id)}`, source)).json;

describe('a feed of patients', () => {
  it('makes a record once, and brings it up to date', async () => {
    const made = await put(by('F1'), patient('F1'));
    expect(made).toMatchObject({ status: 201, json: { resourceType: 'Patient', birthDate: '1979-04-02' } });
    expect(faultsOf(made.json)).toEqual([]);
    const again = await put(by('F1'), patient('F1', { birthDate: '1979-04-20' }));
    expect(again).toMatchObject({
      status: 200,
      location: expect.stringContaining(`/Patient/${made.json.id}/_history/`),
      json: { birthDate: '1979-04-20' },
    });
    const found = await read('F1');
    expect(found.total ?? found.entry.length).toBe(1);
    expect(found.entry[0].resource.name[0]).toMatchObject({ family: 'Synthetic' });
  });

  it('links what is told of the same person', async () => {
    const stated = { system: 'urn:oid:1.2.276.0.7230010.98', value: 'G7' };
    const other = { name: [{ family: 'Feigned', given: ['Bruno'] }], gender: 'male', birthDate: '1951-11-12' };
    await put('?identifier=urn:oid:1.2.276.0.7230010.98|G7', { ...patient('x', other), identifier: [stated] });
    const { json } = await put(by('F7'), patient('F7', { ...other, identifier: [{ system, value: 'F7' }, stated] }));
    expect(json.link).toHaveLength(1);
  });

  it('merges a patient that was replaced, by one who may', async () => {
    await put(by('M1'), patient('M1', { name: [{ family: 'Contrived' }], birthDate: '1990-08-09' }));
    const replaced = patient('M2', {
      name: [{ text: 'unknown' }],
      birthDate: undefined,
      active: false,
      link: [{ other: { identifier: { system, value: 'M1' } }, type: 'replaced-by' }],
    });
    expect((await put(by('M2'), replaced)).status).toBe(403);
    expect((await read('M2')).entry ?? []).toEqual([]);
    const merged = await put(by('M2'), replaced, index);
    expect(merged.status).toBe(201);
    expect(merged.json.link).toHaveLength(1);
    expect((await put(by('M2'), replaced, index)).status).toBe(200);
  });

  it.each([
    ['without an identifier', '', patient('F1'), 400],
    ['with another identifier than its own', by('F2'), patient('F1'), 400],
    ['of an identifier without a system', '?identifier=F1', patient('F1'), 400],
    ['with more than the identifier', `${by('F1')}&name=x`, patient('F1'), 400],
    ['of something else', by('F1'), { resourceType: 'Observation' }, 400],
    ['of no resource', by('F1'), [1], 400],
  ])('%s is refused', async (_title, query, body, status) => {
    const answer = await put(query, body);
    expect(answer).toMatchObject({ status, json: { resourceType: 'OperationOutcome' } });
    expect(JSON.stringify(answer.json)).not.toContain('Ottilie');
  });

  it('is not taken from who may only read, nor from who sees one patient', async () => {
    const reader = await world.issuer.token({ scope: 'imaging.read' });
    const bound = await world.issuer.token({ scope: 'imaging.read imaging.write admin', patient: world.alma.recordId });
    const app = await world.issuer.token({ scope: 'user/*.cruds', client_id: 'app' }, 'app');
    for (const token of [reader, bound, app]) expect((await put(by('N1'), patient('N1'), token)).status).toBe(403);
    expect((await read('N1')).entry ?? []).toEqual([]);
  });

  it('is declared', async () => {
    const { json } = await world.get('/fhir/metadata', source);
    const declared = json.rest[0].resource.find((each: { type: string }) => each.type === 'Patient');
    expect(declared).toMatchObject({ conditionalUpdate: true });
    expect(declared.interaction.map((each: { code: string }) => each.code)).toContain('update');
  });
});
