/** ITI-104 through the door, on a real database. */
import { faultsOf } from '@throughline/fhir/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TwoPatients, twoPatients } from '../../../../test/two-patients.ts';

let world: TwoPatients;
let source: string;
let index: string;
/** The source whose identifiers these are, and that may decide who is whom. */
let owner: string;
beforeAll(async () => {
  world = await twoPatients();
  source = await world.issuer.token({ scope: 'imaging.read imaging.write' });
  index = await world.issuer.token({ scope: 'imaging.read imaging.write admin' });
  const domain = { patient_id_issuer: '1.2.276.0.7230010.99' };
  owner = await world.issuer.token({ scope: 'imaging.read imaging.write admin', ...domain });
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
const remove = async (query: string, token = owner, headers: Readonly<Record<string, string>> = {}) => {
  const answer = await world.app.inject({
    method: 'DELETE',
    url: `/fhir/Patient${query}`,
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
  return { status: answer.statusCode, json: answer.body && JSON.parse(answer.body) };
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
    expect(declared).toMatchObject({ conditionalUpdate: true, conditionalDelete: 'single' });
    const codes = declared.interaction.map((each: { code: string }) => each.code);
    expect(codes).toEqual(expect.arrayContaining(['update', 'delete']));
  });
});

describe('a patient that its source removes', () => {
  const elsewhere = 'urn:oid:1.2.276.0.7230010.96';
  const person = { name: [{ family: 'Removable', given: ['Hedwig'] }], birthDate: '1933-03-14' };
  const matched = async (): Promise<number> => {
    const answer = await world.app.inject({
      method: 'POST',
      url: '/fhir/Patient/$match',
      headers: { authorization: `Bearer ${index}`, 'content-type': 'application/fhir+json' },
      payload: JSON.stringify({
        resourceType: 'Parameters',
        parameter: [{ name: 'resource', resource: { resourceType: 'Patient', gender: 'female', ...person } }],
      }),
    });
    return answer.json().entry?.length ?? 0;
  };
  const referenced = async (value: string, of = system) => {
    const sourceIdentifier = encodeURIComponent(`${of}|${value}`);
    return world.get(`/fhir/Patient/$ihe-pix?sourceIdentifier=${sourceIdentifier}`, index);
  };
  const twice = async (id: string): Promise<string> => {
    const stated = { system: elsewhere, value: `E${id}` };
    const theirs = `?identifier=${encodeURIComponent(`${elsewhere}|E${id}`)}`;
    await put(theirs, { ...patient('x', person), identifier: [stated] });
    const { json } = await put(by(id), patient(id, { ...person, identifier: [{ system, value: id }, stated] }));
    expect(json.link).toHaveLength(1);
    return json.id;
  };

  it('is found by no question, named beside nobody, and there again when it is told of', async () => {
    const id = await twice('R1');
    expect([await matched(), (await referenced('ER1', elsewhere)).json.parameter?.length > 0]).toEqual([2, true]);
    expect(await remove(by('R1'))).toEqual({ status: 204, json: '' });
    expect(await remove(by('R1'))).toEqual({ status: 204, json: '' });

    expect((await read('R1')).entry ?? []).toEqual([]);
    expect((await world.get('/fhir/Patient?family=Removable', index)).json.entry).toHaveLength(1);
    expect((await world.get(`/fhir/Patient/${id}`, index)).status).toBe(410);
    expect(await matched()).toBe(1);
    expect((await referenced('R1')).status).toBe(404);
    const others = await referenced('ER1', elsewhere);
    expect(others.status).toBe(200);
    expect(others.raw.toString()).not.toContain('"R1"');

    const again = await put(by('R1'), patient('R1', person));
    expect(again).toMatchObject({ status: 200, json: { id } });
    expect(again.json.link).toHaveLength(1);
  });

  it('is joined again as it was when the removal is taken back', async () => {
    const id = await twice('R2');
    const before = (await world.get(`/fhir/Patient/${id}`, index)).json;
    await remove(by('R2'));
    const headers = { authorization: `Bearer ${index}` };
    const whose = 'issuer=1.2.276.0.7230010.99&id=R2';
    const listed = await world.app.inject({ url: `/api/identity/changes?${whose}`, headers });
    const [change] = listed.json();
    expect(change).toMatchObject({ kind: 'remove', reason: 'ITI-104: removed', undoneAt: null });
    const undone = await world.app.inject({ method: 'DELETE', url: `/api/identity/changes/${change.id}`, headers });
    expect(undone.statusCode).toBe(204);
    expect((await world.get(`/fhir/Patient/${id}`, index)).json).toEqual(before);
  });

  it('that nobody told of is none, and no error', async () => {
    expect(await remove(by('R3'))).toMatchObject({ status: 200, json: { resourceType: 'OperationOutcome' } });
    expect(await remove(by('R3'), owner, { prefer: 'return=OperationOutcome' })).toMatchObject({ status: 200 });
  });

  it('is refused while studies are filed under it', async () => {
    const { issuer, patientId } = world.alma;
    const domain = { patient_id_issuer: issuer };
    const theirs = await world.issuer.token({ scope: 'imaging.read imaging.write admin', ...domain });
    const [found] = (await world.get(`/fhir/Patient?_id=${world.alma.recordId}`, theirs)).json.entry;
    const own = found.resource.identifier.find((each: { value: string }) => each.value === patientId);
    const query = `?identifier=${encodeURIComponent(`${own.system}|${patientId}`)}`;
    const refused = await remove(query, theirs);
    expect(refused).toMatchObject({ status: 409, json: { resourceType: 'OperationOutcome' } });
    expect((await world.get(`/fhir/Patient/${world.alma.recordId}`, theirs)).status).toBe(200);
  });

  it('is removed by its own source only, by one identifier with its system', async () => {
    await put(by('R4'), patient('R4', { name: [{ family: 'Stays' }], birthDate: '1911-11-12' }));
    const reader = await world.issuer.token({ scope: 'imaging.read admin', patient_id_issuer: '1.2.276.0.7230010.99' });
    const other = await world.issuer.token({ scope: 'imaging.write admin', patient_id_issuer: '1.2.276.0.7230010.96' });
    for (const token of [source, index, reader, other]) expect((await remove(by('R4'), token)).status).toBe(403);
    for (const query of ['', '?identifier=R4', `${by('R4')}&family=Stays`, '?family=Stays'])
      expect((await remove(query)).status).toBe(400);
    expect((await read('R4')).entry).toHaveLength(1);
  });
});
