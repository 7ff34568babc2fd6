/** What is left of a patient that its source removed: R4 http.html#delete, its history, and the groups that it was in. */
import { faultsOf } from '@throughline/fhir/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TwoPatients, twoPatients } from '../../../../test/two-patients.ts';

let world: TwoPatients;
let owner: string;
beforeAll(async () => {
  world = await twoPatients();
  const domain = { patient_id_issuer: '1.2.276.0.7230010.99' };
  owner = await world.issuer.token({ scope: 'imaging.read imaging.write admin', ...domain });
});
afterAll(() => world.close());

const system = 'urn:oid:1.2.276.0.7230010.99';
const ask = async (method: 'PUT' | 'DELETE' | 'GET', url: string, body?: unknown, headers = {}) => {
  const answer = await world.app.inject({
    method,
    url: `/fhir/${url}`,
    headers: {
      authorization: `Bearer ${owner}`,
      ...(body !== undefined && { 'content-type': 'application/fhir+json' }),
      ...headers,
    },
    ...(body !== undefined && { payload: JSON.stringify(body) }),
  });
  return {
    status: answer.statusCode,
    etag: answer.headers.etag as string,
    json: answer.body === '' ? undefined : JSON.parse(answer.body),
  };
};
const by = (id: string): string => `Patient?identifier=${encodeURIComponent(`${system}|${id}`)}`;
const tell = async (id: string, family: string): Promise<string> => {
  const name = [{ family, given: ['Gone'] }];
  const body = { resourceType: 'Patient', identifier: [{ system, value: id }], name, birthDate: '1933-03-04' };
  return (await ask('PUT', by(id), body)).json.id;
};

describe('a patient that was removed', () => {
  it('is gone (410), and its history says when, until it is told of again', async () => {
    const id = await tell('Q1', 'Formerly');
    const versionBefore = (await ask('GET', `Patient/${id}`)).json.meta.versionId;
    expect((await ask('DELETE', by('Q1'))).status).toBe(204);
    const gone = await ask('GET', `Patient/${id}`);
    expect(gone).toMatchObject({ status: 410, json: { resourceType: 'OperationOutcome' } });
    expect(JSON.stringify(gone.json)).not.toContain('Formerly');

    const history = await ask('GET', `Patient/${id}/_history`);
    expect(faultsOf(history.json)).toEqual([]);
    const [deletion, before, ...more] = history.json.entry;
    expect(more).toEqual([]);
    expect(deletion).toMatchObject({
      fullUrl: expect.stringContaining(`/Patient/${id}`),
      request: { method: 'DELETE', url: `Patient/${id}` },
      response: { status: '204' },
    });
    expect(deletion.resource).toBeUndefined();
    expect(before).toMatchObject({ request: { method: 'PUT' }, resource: { id, birthDate: '1933-03-04' } });

    const [, version = ''] = /"(\d+)"/.exec(deletion.response.etag) ?? [];
    expect((await ask('GET', `Patient/${id}/_history/${version}`)).status).toBe(410);
    expect((await ask('GET', `Patient/${id}/_history/${versionBefore}`)).json).toMatchObject({
      birthDate: '1933-03-04',
    });

    expect(await tell('Q1', 'Formerly')).toBe(id);
    expect((await ask('GET', `Patient/${id}`)).status).toBe(200);
  });

  it('whom nobody may read, and who never was, is not found', async () => {
    const id = await tell('Q2', 'Withheld');
    expect((await ask('DELETE', by('Q2'))).status).toBe(204);
    expect((await ask('GET', `Patient/${id}`)).status).toBe(410);
    const launch = { scope: 'patient/Patient.rs', patient: world.alma.recordId };
    const patientsOwn = await world.issuer.token(launch);
    expect((await world.get(`/fhir/Patient/${id}`, patientsOwn)).status).toBe(404);
    expect((await ask('GET', 'Patient/01a220fa-0000-7000-8000-000000000000')).status).toBe(404);
  });

  it('is no member of a group until it is there again, and each is another version of the group', async () => {
    const [gone, stays] = [await tell('Q3', 'Leaving'), await tell('Q4', 'Staying')];
    const member = [gone, stays].map((id) => ({ entity: { reference: `Patient/${id}` } }));
    const identifier = [{ system: 'urn:oid:1.2.276.0.7230010.97', value: 'TRIAL' }];
    const group = { resourceType: 'Group', identifier, active: true, type: 'person', actual: true, member };
    const made = await ask('PUT', `Group?identifier=${identifier[0]?.system}|TRIAL`, group);
    expect(made.status).toBe(201);
    const now = async () => {
      const { etag, json } = await ask('GET', `Group/${made.json.id}`);
      const members = json.member.map((each: { entity: { reference: string } }) => each.entity.reference.slice(-36));
      return { etag, members: members.toSorted() };
    };
    const first = await now();
    expect(first.members).toEqual([gone, stays].toSorted());
    expect((await ask('DELETE', by('Q3'))).status).toBe(204);
    const second = await now();
    expect(second.members).toEqual([stays]);
    const cached = await ask('GET', `Group/${made.json.id}`, undefined, { 'if-none-match': first.etag });
    expect(cached.status).toBe(200);
    await tell('Q3', 'Leaving');
    const third = await now();
    expect(third.members).toEqual(first.members);
    expect(new Set([first.etag, second.etag, third.etag]).size).toBe(3);
  });
});
