/** Patient demographics of IHE PDQm (ITI-78, ITI-119) through the door: every parameter finds whom it is of, and nobody else. */
import { faultsOf } from '@throughline/fhir/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TwoPatients, twoPatients } from '../../../../test/two-patients.ts';

const system = 'urn:oid:1.2.276.0.7230010.78';
const mothersMaidenName = 'http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName';
const people = {
  Zenaida: {
    identifier: [{ system, value: 'Z1' }],
    name: [{ family: 'Invented', given: ['Zenaida'] }],
    gender: 'female',
    birthDate: '1971-03-05',
    telecom: [
      { system: 'phone', value: '+44 20 7946 0018' },
      { system: 'email', value: 'Zenaida@example.org' },
    ],
    address: [{ line: ['5 Mill Lane'], city: 'Überdorf', state: 'North', postalCode: '20100', country: 'DEU' }],
    extension: [{ url: mothersMaidenName, valueString: 'Contrivance' }],
    multipleBirthInteger: 2,
  },
  Benno: {
    identifier: [{ system, value: 'B1' }],
    name: [{ family: 'Invented', given: ['Benno'] }],
    gender: 'male',
    birthDate: '1968-11-30',
    telecom: [{ system: 'phone', value: '020 7946 0777' }],
    address: [{ line: ['18 High Street'], city: 'Southam', state: 'South', postalCode: '30550', country: 'GBR' }],
    deceasedDateTime: '2020-02-02',
  },
} as const;

let world: TwoPatients;
let source: string;
beforeAll(async () => {
  world = await twoPatients();
  source = await world.issuer.token({ scope: 'imaging.read imaging.write admin' });
  for (const person of Object.values(people)) {
    const answer = await put(person.identifier[0].value, person);
    expect(answer.statusCode).toBe(201);
  }
});
afterAll(() => world.close());

const put = (id: string, person: object) =>
  world.app.inject({
    method: 'PUT',
    url: `/fhir/Patient?identifier=${encodeURIComponent(`${system}|${id}`)}`,
    headers: { authorization: `Bearer ${source}`, 'content-type': 'application/fhir+json' },
    payload: JSON.stringify({ resourceType: 'Patient', ...person }),
  });
const search = async (query: string) => {
  const { status, json } = await world.get(`/fhir/Patient?${query}`, source);
  expect(faultsOf(json)).toEqual([]);
  const names = (json.entry ?? []).map((entry: { resource: { name?: { given?: string[] }[] } }) =>
    entry.resource.name?.[0]?.given?.join(' '),
  );
  return { status, names, json };
};

describe('ITI-78', () => {
  it.each([
    ['gender=female', ['Zenaida']],
    ['gender=male,female', ['Benno', 'Zenaida']],
    ['gender=unknown', []],
    ['gender=f', []],
    ['active=yes', []],
    ['active=true', ['Benno', 'Zenaida']],
    ['active=false', []],
    ['telecom=phone|02079460018', ['Zenaida']],
    ['telecom=email|zenaida@EXAMPLE.org', ['Zenaida']],
    ['telecom=020 7946 0777', ['Benno']],
    ['telecom=17', []],
    ['address=5 mill', ['Zenaida']],
    ['address=30550', ['Benno']],
    ['address-city=uber', ['Zenaida']],
    ['address-city=dorf', []],
    ['address-city=%25', []],
    ['address-state=south', ['Benno']],
    ['address-postalcode=20100', ['Zenaida']],
    ['address-country=GB', ['Benno']],
    ['mothersMaidenName=contriv', ['Zenaida']],
    ['given=Ben&birthdate=1968-11-30&address-city=Southam', ['Benno']],
    ['given=Ben&address-city=Uber', []],
    ['family:exact=Invented', ['Benno', 'Zenaida']],
    ['family:exact=invented', []],
    ['family:exact=Invent', []],
    ['family:exact=Other,Invented', ['Benno', 'Zenaida']],
    ['family=other,INV', ['Benno', 'Zenaida']],
    ['given:exact=Benno', ['Benno']],
    ['given:exact=Benn', []],
    ['given=zen,other', ['Zenaida']],
    ['given=Zen&given=Ben', []],
    ['address-city:exact=Überdorf', ['Zenaida']],
    ['address-city:exact=Uberdorf', []],
    ['address:exact=18 High Street', ['Benno']],
    ['mothersMaidenName:exact=Contrivance', ['Zenaida']],
    ['mothersMaidenName:exact=Contriv', []],
    [`identifier=${system}|Z1`, ['Zenaida']],
    [`identifier=${system}|`, ['Benno', 'Zenaida']],
  ])('%s', async (query, expected) => {
    const { status, names } = await search(`family=Invented&${query}`);
    expect([status, names.toSorted()]).toEqual([200, expected]);
  });

  it('says how many there are where it gives all of them, and where it is asked', async () => {
    const totalOf = async (query: string) => (await search(`family=Invented${query}`)).json.total;
    expect(await totalOf('')).toBe(2);
    expect(await totalOf('&given=Nobody')).toBe(0);
    expect(await totalOf('&_count=1')).toBeUndefined();
    expect(await totalOf('&_count=1&_total=accurate')).toBe(2);
  });

  it('an identifier of a system that nobody knows is nobody', async () => {
    expect(await search('identifier=urn:oid:1.2.3.4.5|Z1')).toMatchObject({ status: 200, names: [] });
  });

  it('a domain that nobody knows is not found; one beside an identifier is refused', async () => {
    const unknown = await search('family=Invented&identifier=urn:oid:1.2.3.4.5|');
    expect(unknown).toMatchObject({ status: 404, json: { issue: [{ code: 'not-found' }] } });
    expect(unknown.json.issue[0].diagnostics).toContain('targetSystem not found');
    expect((await search('identifier=ALPHA|,BETA|B9')).json).toMatchObject({ issue: [{ code: 'invalid' }] });
  });

  it('gives what is known of the patient', async () => {
    const { json } = await search('family=Invented');
    const of = (given: string) =>
      json.entry.find(
        (entry: { resource: { name: { given: string[] }[] } }) => entry.resource.name[0]?.given[0] === given,
      )?.resource;
    expect(of('Zenaida')).toMatchObject({
      active: true,
      telecom: [
        { system: 'phone', value: '+44 20 7946 0018' },
        { system: 'email', value: 'Zenaida@example.org' },
      ],
      address: people.Zenaida.address,
      extension: people.Zenaida.extension,
      multipleBirthInteger: 2,
    });
    expect(of('Benno')).toMatchObject({ deceasedDateTime: '2020-02-02' });
  });

  it('says of a patient who was merged into another one that it is no longer used, and by whom it was replaced', async () => {
    const duplicate = { ...people.Benno, identifier: [{ system, value: 'B2' }], active: false };
    const link = [{ other: { identifier: { system, value: 'B1' } }, type: 'replaced-by' }];
    await put('B2', { ...duplicate, link });
    const { json } = await search(`identifier=${system}|B2`);
    const surviving = (await search(`identifier=${system}|B1`)).json.entry[0].resource;
    const survivor = surviving.id;
    expect(surviving).toMatchObject({
      active: true,
      link: [{ other: { reference: `Patient/${json.entry[0].resource.id}` }, type: 'replaces' }],
    });
    expect(json.entry[0].resource).toMatchObject({
      active: false,
      link: [{ other: { reference: `Patient/${survivor}` }, type: 'replaced-by' }],
    });
    expect((await search('family=Invented&active=false')).names).toEqual(['Benno']);
  });
});

describe('ITI-119', () => {
  const match = async (body: object) => {
    const answer = await world.app.inject({
      method: 'POST',
      url: '/fhir/Patient/$match',
      headers: { authorization: `Bearer ${source}`, 'content-type': 'application/fhir+json' },
      payload: JSON.stringify(body),
    });
    const json = answer.json();
    expect(faultsOf(json)).toEqual([]);
    const graded = (json.entry ?? []).map(
      ({
        resource,
        search: { extension, score },
      }: {
        resource: { id: string };
        search: { extension: { valueCode: string }[]; score: number };
      }) => ({ id: resource.id, grade: extension[0]?.valueCode, score }),
    );
    return { status: answer.statusCode, json, graded };
  };
  const asked = (resource: object, ...more: object[]) => ({
    resourceType: 'Parameters',
    parameter: [{ name: 'resource', resource: { resourceType: 'Patient', ...resource } }, ...more],
  });
  // A name that is nearly hers, and the house and telephone that are.
  const nearly = {
    name: [{ family: 'Invented', given: ['Zenaide'] }],
    birthDate: '1971-03-05',
    telecom: people.Zenaida.telecom,
    address: people.Zenaida.address,
  };

  it('address and telephone grade up whom the name alone leaves open', async () => {
    const { telecom: _telecom, address: _address, ...bare } = nearly;
    const [alone] = (await match(asked(bare))).graded;
    const [whole] = (await match(asked(nearly))).graded;
    expect(whole.score).toBeGreaterThan(alone.score);
    expect(['probable', 'possible']).toContain(alone.grade);
  });

  it('gives certain matches only, as many as are wanted, where that is asked', async () => {
    const certain = {
      name: people.Zenaida.name,
      birthDate: '1971-03-05',
      gender: 'female',
      address: people.Zenaida.address,
    };
    expect((await match(asked(nearly, { name: 'onlyCertainMatches', valueBoolean: true }))).graded).toEqual([]);
    const found = await match(asked(certain, { name: 'onlyCertainMatches', valueBoolean: true }));
    expect(found.graded).toMatchObject([{ grade: 'certain' }]);
    expect((await match(asked(certain, { name: 'count', valueInteger: 1 }))).graded).toHaveLength(1);
    expect((await match({ resourceType: 'Patient', ...certain })).graded).toMatchObject([{ grade: 'certain' }]);
  });

  it('is refused without a Patient', async () => {
    for (const body of [{ resourceType: 'Parameters', parameter: [] }, { resourceType: 'Bundle' }])
      expect(await match(body)).toMatchObject({ status: 400, json: { issue: [{ code: 'invalid' }] } });
  });
});
