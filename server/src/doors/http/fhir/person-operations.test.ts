import { faultsOf } from '@throughline/fhir/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idsOf } from '../../../../test/fhir-door.ts';
import { type TwoPatients, twoPatients } from '../../../../test/two-patients.ts';

let world: TwoPatients;
let department: string;

beforeAll(async () => {
  world = await twoPatients();
  department = await world.issuer.token({ scope: 'imaging.read' });
});
afterAll(() => world.close());

describe('$match', () => {
  const match = async (resource: object, token = department) => {
    const answer = await world.app.inject({
      method: 'POST',
      url: '/fhir/Patient/$match',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
      payload: JSON.stringify({ resourceType: 'Parameters', parameter: [{ name: 'resource', resource }] }),
    });
    return { status: answer.statusCode, json: answer.json() };
  };

  it('grades both records of the person, and nobody else', async () => {
    const { json } = await match({
      resourceType: 'Patient',
      name: [{ family: 'Quill', given: ['Alma'] }],
      birthDate: '1962-03-17',
      gender: 'female',
    });
    expect(faultsOf(json)).toEqual([]);
    expect(new Set(idsOf(json))).toEqual(new Set([world.alma.recordId, world.almaElsewhere.recordId]));
    expect(json.entry[0].search).toMatchObject({ mode: 'match', extension: [{ valueCode: 'certain' }] });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded'])('takes no %s', async (type) => {
    const headers = { authorization: `Bearer ${department}`, 'content-type': type };
    const answer = await world.app.inject({ method: 'POST', url: '/fhir/Patient/$match', headers, payload: '{}' });
    expect([answer.statusCode, answer.json().issue[0].code]).toEqual([415, 'not-supported']);
  });

  it('finds nobody of another birth date, and refuses nonsense and a token of one patient', async () => {
    const person = { resourceType: 'Patient', name: [{ family: 'Quill', given: ['Otto'] }], birthDate: '2001-01-09' };
    expect((await match(person)).json.total).toBe(0);
    expect((await match({ resourceType: 'Observation' })).status).toBe(400);
    const bound = await world.issuer.token({ scope: 'patient/*.rs', patient: world.alma.recordId });
    expect((await match(person, bound)).status).toBe(403);
  });
});

describe('$ihe-pix (ITI-83)', () => {
  const pix = (query: string, token = department) => world.get(`/fhir/Patient/$ihe-pix?${query}`, token);
  const outcomeOf = ({ status, json }: Awaited<ReturnType<typeof pix>>) => [status, json.issue?.[0]?.code];

  it('gives the identifiers of the same person elsewhere, in the domains that were asked for', async () => {
    const { json } = await pix('sourceIdentifier=ALPHA|A1');
    expect(faultsOf(json)).toEqual([]);
    expect(json.parameter).toEqual([
      {
        name: 'targetIdentifier',
        valueIdentifier: { use: 'official', system: expect.stringMatching(/NamingSystem\/BETA$/), value: 'B9' },
      },
      { name: 'targetId', valueReference: { reference: `Patient/${world.almaElsewhere.recordId}` } },
    ]);
    expect((await pix('sourceIdentifier=ALPHA|A1&targetSystem=BETA')).json.parameter).toHaveLength(2);
    expect((await pix('sourceIdentifier=ALPHA|A1&targetSystem=ALPHA')).json.parameter).toBeUndefined();
    expect((await pix('sourceIdentifier=ALPHA|SECRETID77')).json.parameter).toBeUndefined();
  });

  it('tells an unknown identifier from an unknown domain and an unknown target', async () => {
    expect(outcomeOf(await pix('sourceIdentifier=ALPHA|NOBODY'))).toEqual([404, 'not-found']);
    expect(outcomeOf(await pix('sourceIdentifier=GAMMA|A1'))).toEqual([400, 'code-invalid']);
    expect(outcomeOf(await pix('sourceIdentifier=ALPHA|A1&targetSystem=GAMMA'))).toEqual([403, 'code-invalid']);
    for (const query of ['', 'sourceIdentifier=A1', 'sourceIdentifier=ALPHA|A1&sourceIdentifier=BETA|B9'])
      expect(outcomeOf(await pix(query))).toEqual([400, 'invalid']);
  });

  it('gives a token of one patient nothing of another', async () => {
    const bound = await world.issuer.token({ scope: 'patient/*.rs', patient: world.other.recordId });
    expect(outcomeOf(await pix('sourceIdentifier=ALPHA|A1', bound))).toEqual([404, 'not-found']);
  });
});
