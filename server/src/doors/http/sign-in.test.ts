/** The hub as a client: launched by an EHR, and by EHRs and browsers that are not what they seem (H78, H86, H89). */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TwoPatients, twoPatients } from '../../../test/two-patients.ts';

let world: TwoPatients;
let server: Server;
let root: string;
let requests = 0;
let own: CryptoKey;
let strange: CryptoKey;

/** What the EHR says at the moment; each test changes a part of it. */
interface Said {
  claims: Record<string, unknown>;
  key: CryptoKey;
  token: Record<string, unknown>;
  patient: Record<string, unknown>;
}
let said: Said;
let nonce = '';
/** How far the clock of the hub is ahead of ours. */
let aheadMs = 0;

const idToken = () =>
  new SignJWT({ nonce, sub: 'dr-7', iss: root, aud: 'throughline', groups: ['radiology'], ...said.claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'k' })
    .setIssuedAt()
    .setExpirationTime((said.claims.exp as number | undefined) ?? '5m')
    .sign(said.key);

const answers: Readonly<Record<string, () => unknown>> = {
  '/fhir/.well-known/smart-configuration': () => ({
    issuer: root,
    jwks_uri: `${root}/jwks`,
    authorization_endpoint: `${root}/authorize`,
    token_endpoint: `${root}/token`,
  }),
  '/jwks': async () => ({ keys: [{ ...(await exportJWK(own)), d: undefined, kid: 'k', alg: 'ES256', use: 'sig' }] }),
  '/token': async () => ({
    access_token: 'a',
    token_type: 'Bearer',
    expires_in: 60,
    id_token: await idToken(),
    ...said.token,
  }),
  '/fhir/Patient/e1': () => said.patient,
};

const register = async (change: object): Promise<void> => {
  const made = await world.app.inject({
    method: 'PUT',
    url: '/api/sign-in-providers/ehr',
    headers: { authorization: `Bearer ${await world.issuer.token({ scope: 'admin' })}` },
    payload: {
      kind: 'smart',
      label: 'EHR',
      issuer: `${root}/fhir/`,
      clientId: 'throughline',
      grants: ['imaging.read'],
      requiredClaim: { name: 'groups', value: 'radiology' },
      patientIssuer: 'ALPHA',
      ...change,
    },
  });
  expect([made.statusCode, made.payload]).toEqual([204, '']);
};

beforeAll(async () => {
  world = await twoPatients(() => new Date(Date.now() + aheadMs));
  own = (await generateKeyPair('ES256', { extractable: true })).privateKey as CryptoKey;
  strange = (await generateKeyPair('ES256')).privateKey as CryptoKey;
  server = createServer(async (request, response) => {
    requests += 1;
    const body = await answers[request.url ?? '']?.();
    response
      .writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' })
      .end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await register({});
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await world.close();
});
beforeEach(() => {
  const patient = { resourceType: 'Patient', id: 'e1', identifier: [{ value: 'A1' }] };
  said = { claims: {}, key: own, token: { patient: 'e1' }, patient };
});

const begin = async () => {
  const answer = await world.app.inject({
    url: `/launch?${new URLSearchParams({ iss: `${root}/fhir`, launch: 'l1' })}`,
  });
  const asked = new URL(String(answer.headers.location)).searchParams;
  nonce = asked.get('nonce') ?? '';
  return { asked, cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '' };
};

const comeBack = async (state: string, cookie: string) => {
  const query = new URLSearchParams({ code: 'c', state });
  const answer = await world.app.inject({ url: `/sign-in/callback?${query}`, headers: { cookie } });
  const session = /throughline_session=([^;]+)/.exec(String(answer.headers['set-cookie']))?.[1];
  return { status: answer.statusCode, location: answer.headers.location, session };
};

const launched = async () => {
  const { asked, cookie } = await begin();
  return comeBack(asked.get('state') ?? '', cookie);
};

describe('a launch by an EHR', () => {
  it('asks with PKCE for this server, and opens the newest study, for this patient alone', async () => {
    const { asked } = await begin();
    expect(Object.fromEntries(asked)).toMatchObject({
      aud: `${root}/fhir`,
      launch: 'l1',
      code_challenge_method: 'S256',
      client_id: 'throughline',
      redirect_uri: 'http://127.0.0.1:0/sign-in/callback',
    });
    const { status, location, session = '' } = await launched();
    expect([status, location]).toEqual([303, `/read/${world.alma.studies[0]?.study}`]);
    const other = world.other.studies[0]?.study;
    expect((await world.get(`/api/reading/${other}`, session)).status).toBe(404);
    expect((await world.get(`/api/reading/${world.almaElsewhere.studies[0]?.study}`, session)).status).toBe(200);
  });

  it('opens the study that the card or the EHR named', async () => {
    const uid = world.alma.studies[1]?.study;
    said.token = { patient: 'e1', appContext: uid };
    expect((await launched()).location).toBe(`/read/${uid}`);
    const identifier = { system: 'urn:dicom:uid', value: `urn:oid:${uid}` };
    said.token = { patient: 'e1', fhirContext: [{ type: 'ImagingStudy', identifier }] };
    expect((await launched()).location).toBe(`/read/${uid}`);
  });

  it('that names a study of somebody else opens nothing of it', async () => {
    said.token = { patient: 'e1', appContext: world.other.studies[0]?.study };
    const { session = '' } = await launched();
    expect((await world.get(`/api/reading/${world.other.studies[0]?.study}`, session)).status).toBe(404);
  });

  it.each<readonly [string, () => void]>([
    ['no patient', () => (said.token = {})],
    ['a patient that is no id', () => (said.token = { patient: '../Patient/e1' })],
    ['a patient that is not known here', () => (said.patient = { ...said.patient, identifier: [{ value: 'nobody' }] })],
    ['another patient than it was asked for', () => (said.patient = { ...said.patient, id: 'e2' })],
    ['an ID token of another key', () => (said.key = strange)],
    ['an ID token for another client', () => (said.claims = { aud: 'viewer' })],
    ['an ID token of another issuer', () => (said.claims = { iss: 'https://evil.test' })],
    ['an ID token of another sign-in', () => (said.claims = { nonce: 'other' })],
    ['an ID token that has ended', () => (said.claims = { exp: 1000 })],
    ['no ID token', () => (said.token = { patient: 'e1', id_token: undefined })],
    ['somebody who lacks the claim', () => (said.claims = { groups: ['catering'] })],
  ])('with %s signs nobody in', async (_name, change) => {
    change();
    const { status, session, location } = await launched();
    expect([status >= 400, session, location]).toEqual([true, undefined, undefined]);
  });

  it.each(['https://evil.test/fhir', 'X.evil', 'X@evil.test', 'http://169.254.169.254/latest'])(
    'by %s is asked nothing and leads nowhere',
    async (iss) => {
      const before = requests;
      const query = new URLSearchParams({ iss: iss.replace('X', `${root}/fhir`), launch: 'l' });
      const answer = await world.app.inject({ url: `/launch?${query}` });
      expect([answer.statusCode, answer.headers.location, requests]).toEqual([400, undefined, before]);
    },
  );

  it('is over for everybody when the EHR is turned off', async () => {
    const url = `/api/reading/${world.alma.studies[0]?.study}`;
    const { session = '' } = await launched();
    expect((await world.get(url, session)).status).toBe(200);
    await register({ enabled: false });
    await register({});
    // A token that was checked a moment ago is not looked up anew (A10).
    aheadMs = 31_000;
    expect((await world.get(url, session)).status).toBe(401);
    expect((await world.get(url, (await launched()).session ?? '')).status).toBe(200);
  });

  it('is finished by the browser that began it, and once', async () => {
    const { asked, cookie } = await begin();
    const state = asked.get('state') ?? '';
    expect((await comeBack(state, 'throughline_sign_in=other')).status).toBe(400);
    expect((await comeBack(state, '')).status).toBe(400);
    expect((await comeBack(state, cookie)).status).toBe(303);
    expect((await comeBack(state, cookie)).status).toBe(400);
    expect((await comeBack('made-up', cookie)).status).toBe(400);
  });

  it.each(['//evil.test', '/\\evil.test', 'https://evil.test/', 'javascript:alert(1)'])(
    'or sign-in never goes back to %s',
    async (back) => {
      const answer = await world.app.inject({ url: `/sign-in/ehr?return=${encodeURIComponent(back)}` });
      expect([answer.statusCode, answer.headers.location]).toEqual([400, undefined]);
    },
  );
});
