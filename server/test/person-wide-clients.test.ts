/** Which domain a client is of, and whether it wants one issuer only: how that is said, and what is refused. */
import { Dataset, newUid, tags } from '@throughline/dicom';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { command as admin } from '../src/cli/admin.ts';
import { listEntities, registerEntity } from '../src/features/application-entities/index.ts';
import { mergePatients, undoChange } from '../src/features/patients/index.ts';
import { testPrincipal } from './context.ts';
import { storeRequest } from './dicomweb-door.ts';
import { ctObject } from './objects.ts';
import { type TwoDomains, twoDomains } from './two-domains.ts';

let world: TwoDomains;
const principal = testPrincipal();
beforeAll(async () => {
  world = await twoDomains();
});
afterAll(() => world.close());

const bearer = async (claims: Readonly<Record<string, unknown>>) => ({
  authorization: `Bearer ${await world.issuer.token({ scope: 'imaging.read imaging.write admin', ...claims })}`,
});

const entityOf = async (aeTitle: string) =>
  (await listEntities(world.context, principal)).find((entity) => entity.ae_title === aeTitle);

describe('the switch of an application entity', () => {
  const entity = { address: '127.0.0.1', services: ['find'] } as const;

  it('needs an issuer', async () => {
    const registered = registerEntity(world.context, principal, { aeTitle: 'NONE', ...entity, oneIssuer: true });
    await expect(registered).rejects.toMatchObject({ code: 'bad-request' });
    expect(await entityOf('NONE')).toBeUndefined();
  });

  it('is set and told by the API', async () => {
    const headers = await bearer({});
    const url = '/api/application-entities';
    const put = (payload: object) =>
      world.app.inject({ method: 'PUT', url: `${url}/BYAPI`, headers, payload: { ...entity, ...payload } });
    expect((await put({ issuer: 'NORTH', oneIssuer: true })).json()).toMatchObject({ oneIssuer: true });
    const all = (await world.app.inject({ url, headers })).json() as readonly Record<string, unknown>[];
    expect(all.find(({ aeTitle }) => aeTitle === 'BYAPI')).toMatchObject({ issuer: 'NORTH', oneIssuer: true });
    await put({ issuer: 'NORTH' });
    expect(await entityOf('BYAPI')).toMatchObject({ issuer: 'NORTH', one_issuer: false });
  });

  it('is set by the command', async () => {
    vi.stubEnv('DATABASE_URL', world.context.databaseUrl);
    vi.stubEnv('THROUGHLINE_DATA', world.context.config.dataFolder);
    const add = ['ae', 'add', 'BYCLI', '--address', '127.0.0.1', '--services', 'find', '--issuer', 'NORTH'];
    await admin.run([...add, '--one-issuer']);
    expect(await entityOf('BYCLI')).toMatchObject({ issuer: 'NORTH', one_issuer: true });
    await admin.run(add);
    expect(await entityOf('BYCLI')).toMatchObject({ one_issuer: false });
    vi.unstubAllEnvs();
  });
});

describe('a token', () => {
  it.each([
    ['an empty issuer', { patient_id_issuer: '' }],
    ['an issuer that is no text', { patient_id_issuer: ['NORTH'] }],
    ['the wish for one issuer, and none', { one_issuer: true }],
    ['a wish that is neither yes nor no', { patient_id_issuer: 'NORTH', one_issuer: 'yes' }],
  ])('with %s is refused', async (_name, claims) => {
    const answer = await world.app.inject({ url: '/dicom-web/studies', headers: await bearer(claims) });
    expect(answer.statusCode).toBe(401);
  });

  it('of a domain files what comes without an issuer under it', async () => {
    const study = newUid();
    const { headers: type, body: payload } = await storeRequest([ctObject({ study, patientId: 'W1' })]);
    const headers = { ...(await bearer({ patient_id_issuer: 'WEST' })), ...type };
    const answer = await world.app.inject({ method: 'POST', url: '/dicom-web/studies', headers, payload });
    expect(answer.statusCode).toBe(200);
    const found = await world.web('ANYBODY', '/dicom-web/studies?PatientID=W1&IssuerOfPatientID=WEST');
    expect(found.json.map((result) => result['0020000D']?.Value?.[0])).toEqual([study]);
  });
});

describe('two numbers of one site', () => {
  const patients = (id: string) =>
    world.find('NORTH', 'PATIENT', (keys) => keys.set(tags.PatientID, id).set(tags.NumberOfPatientRelatedStudies, ''));
  const reason = 'registered twice';

  it('are one after a merge, that of the survivor, and two again when it is undone', async () => {
    await world.unlink();
    const twice = await world.send({
      issuer: 'NORTH',
      patientId: 'N2',
      patientName: 'LOVELACE^A',
      birthDate: '18151210',
    });
    const [absorbed, survivor] = [
      { issuer: 'NORTH', id: 'N1' },
      { issuer: 'NORTH', id: 'N2' },
    ];
    const { changeId = '' } = await mergePatients(world.context, principal, { survivor, absorbed, reason });
    for (const id of ['N1', 'N2']) {
      const [found, ...more] = await patients(id);
      expect(more).toEqual([]);
      expect([found?.string(tags.PatientID), found?.number(tags.NumberOfPatientRelatedStudies)]).toEqual(['N2', 2]);
    }
    const identifier = new Dataset().set(tags.QueryRetrieveLevel, 'PATIENT').set(tags.PatientID, 'N1');
    expect(await world.get('NORTH', identifier)).toHaveLength(2);
    await undoChange(world.context, principal, changeId);
    expect(await world.get('NORTH', identifier)).toEqual([world.north.encoded]);
    const again = new Dataset().set(tags.QueryRetrieveLevel, 'PATIENT').set(tags.PatientID, 'N2');
    expect(await world.get('NORTH', again)).toEqual([twice.encoded]);
  });
});

it('dcm4chee-arc-light #4990: objects of a new patient that come all at once make one patient, found once', async () => {
  const fields = { issuer: 'NORTH', patientId: 'N4990', patientName: 'NEW^PATIENT' };
  await Promise.all(Array.from({ length: 16 }, () => world.send(fields)));
  const found = await world.find('NORTH', 'PATIENT', (keys) =>
    keys.set(tags.PatientID, 'N4990').set(tags.NumberOfPatientRelatedStudies, ''),
  );
  expect(found.map((match) => match.number(tags.NumberOfPatientRelatedStudies))).toEqual([16]);
});

it('dcm4chee-arc-light #4508: one number under two issuers is refused at neither and found under each', async () => {
  const sent = { patientId: 'X4508', patientName: 'ONE^NUMBER' };
  const [north, south] = [
    await world.send({ ...sent, issuer: 'NORTH', birthDate: '19500101' }),
    await world.send({ ...sent, issuer: 'SOUTH', patientName: 'ANOTHER^MAN', birthDate: '20010909' }),
  ];
  for (const [asker, { study }] of [
    ['NORTH', north],
    ['SOUTH', south],
  ] as const) {
    const { json } = await world.web(asker, '/dicom-web/studies?PatientID=X4508');
    expect(json.map((result) => result['0020000D']?.Value?.[0])).toEqual([study]);
  }
});
