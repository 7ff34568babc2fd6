/** The authorisation server through its door: launches, scopes, and everybody who tries to get more than is theirs (H84, H88, H89). */
import { createLocalJWKSet, decodeJwt, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  authorizeUrl,
  Browser,
  type Page,
  parametersAt,
  pkce,
  postToken,
  ticketOf,
} from '../../../../test/smart-client.ts';
import { type TwoPatients, twoPatients } from '../../../../test/two-patients.ts';
import { createTokenVerifier } from '../../../features/access/index.ts';

const root = 'http://127.0.0.1:0';
const redirect = 'https://app.test/callback';
const passcode = 'a synthetic passcode';
let world: TwoPatients;
let admin: string;
let systemKey: CryptoKey;

const put = async (path: string, payload: object, token = admin) => {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await world.app.inject({ method: 'PUT', url: `/api/${path}`, headers, payload });
  return { status: answer.statusCode, text: answer.payload };
};

beforeAll(async () => {
  // The time of the hub stands still: who has to wait waits, however long the test takes.
  const now = new Date();
  world = await twoPatients(() => now);
  admin = await world.issuer.token({ scope: 'admin' });
  const keys = await generateKeyPair('ES384');
  systemKey = keys.privateKey as CryptoKey;
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k', alg: 'ES384' };
  const everything = ['openid', 'fhirUser', 'profile', 'launch', 'launch/patient', 'offline_access'];
  const made = [
    await put('oauth-clients/viewer', {
      name: 'Viewer <b>',
      redirectUris: [redirect],
      launchUrl: 'https://app.test/launch',
      scopes: [...everything, 'patient/*.rs', 'user/ImagingStudy.rs'],
    }),
    await put('oauth-clients/other', {
      name: 'Other',
      redirectUris: ['https://other.test/'],
      scopes: ['patient/*.rs'],
    }),
    await put('oauth-clients/robot', {
      name: 'Robot',
      jwks: { keys: [jwk] },
      scopes: ['system/ImagingStudy.rs', 'system/Patient.r', 'system/ServiceRequest.cu', 'imaging.launch'],
    }),
    await put('users/reader', {
      name: 'Rea Der',
      passcode,
      scopes: ['imaging.read'],
      fhirUser: 'https://ehr.test/Practitioner/1',
    }),
    await put('users/second', { name: 'Second', passcode, scopes: ['imaging.read'] }),
    await put('users/clerk', { name: 'Clerk', passcode, scopes: ['imaging.write'] }),
  ];
  expect(made).toEqual(made.map(() => ({ status: 204, text: '' })));
});
afterAll(() => world.close());

const asked = (more: Readonly<Record<string, string | undefined>> = {}) => ({
  client_id: 'viewer',
  redirect_uri: redirect,
  response_type: 'code',
  scope: 'launch/patient openid fhirUser profile patient/*.rs',
  state: 'abc',
  nonce: 'n1',
  aud: `${root}/fhir`,
  code_challenge: pkce().challenge,
  code_challenge_method: 'S256',
  ...more,
});

const signIn = (browser: Browser, page: Page, username = 'reader', given = passcode): Promise<Page> =>
  browser.post('/oauth/sign-in', { ticket: ticketOf(page), username, passcode: given });

/** A whole standalone launch for a patient; gives the code and what belongs to it. */
const authorized = async (more: Readonly<Record<string, string>> = {}, patient = world.alma.recordId) => {
  const browser = new Browser(world.app);
  const { verifier, challenge } = pkce();
  const who = await browser.open(authorizeUrl(asked({ code_challenge: challenge, ...more })));
  const which = await signIn(browser, who);
  const back = await browser.post('/oauth/patient', { ticket: ticketOf(which), patient });
  return { back, verifier, code: parametersAt(back).code ?? '', browser };
};

const exchange = (code: string, verifier: string, more: Readonly<Record<string, string>> = {}) =>
  postToken(world.app, {
    grant_type: 'authorization_code',
    client_id: 'viewer',
    redirect_uri: redirect,
    code,
    code_verifier: verifier,
    ...more,
  });

const tokensFor = async (more: Readonly<Record<string, string>> = {}, patient = world.alma.recordId) => {
  const { code, verifier } = await authorized(more, patient);
  return (await exchange(code, verifier)).json;
};

const launchOf = async (browser: Browser) => {
  const studyInstanceUid = world.alma.studies[0]?.study ?? '';
  const answer = await world.app.inject({
    method: 'POST',
    url: '/api/app-launches',
    headers: {
      cookie: `throughline_session=${browser.cookies.get('throughline_session')}`,
      host: 'h',
      origin: 'http://h',
    },
    payload: { clientId: 'viewer', studyInstanceUid },
  });
  return new URL(answer.json().url).searchParams;
};

describe('applications in browsers', () => {
  const from = async (origin: string, url: string, headers: Readonly<Record<string, string>> = {}) => {
    const method = headers['access-control-request-method'] === undefined ? 'GET' : 'OPTIONS';
    const answer = await world.app.inject({ method, url, headers: { origin, ...headers } });
    const of = (name: string) => String(answer.headers[`access-control-${name}`] ?? '');
    return {
      origin: of('allow-origin'),
      methods: of('allow-methods'),
      headers: of('allow-headers'),
      shown: of('expose-headers'),
    };
  };

  it('read what there is before they are registered, and nothing else', async () => {
    for (const path of ['.well-known/smart-configuration', 'metadata'])
      expect((await from('https://nobody.test', `/fhir/${path}`)).origin).toBe('*');
    for (const path of ['fhir/Patient', 'fhir/metadata/x', 'oauth/token'])
      expect((await from('https://nobody.test', `/${path}`)).origin).toBe('');
  });

  it('are told the methods of each resource, and may say and see by which version they write', async () => {
    const preflight = (path: string) =>
      from('https://other.test', `/fhir/${path}`, { 'access-control-request-method': 'PUT' });
    const order = await preflight('ServiceRequest/1');
    expect(order.origin).toBe('https://other.test');
    for (const header of ['if-match', 'if-none-match', 'if-none-exist', 'authorization', 'prefer'])
      expect(order.headers.split(', ')).toContain(header);
    for (const header of ['etag', 'location', 'last-modified']) expect(order.shown.split(', ')).toContain(header);
    expect(order.methods.split(', ')).toContain('PUT');
    expect(order.methods).not.toContain('DELETE');
    expect((await preflight('Subscription/1')).methods.split(', ')).toEqual(
      expect.arrayContaining(['GET', 'PUT', 'DELETE']),
    );
    expect((await preflight('ImagingStudy/1')).methods).not.toContain('PUT');
  });
});

describe('a launch', () => {
  it('is discovered', async () => {
    const { json } = await world.get('/fhir/.well-known/smart-configuration', '');
    expect(json).toMatchObject({
      issuer: root,
      authorization_endpoint: `${root}/oauth/authorize`,
      code_challenge_methods_supported: ['S256'],
      associated_endpoints: [{ url: `${root}/dicom-web`, capabilities: ['smart-imaging-access'] }],
    });
    expect(json.capabilities).toEqual(expect.arrayContaining(['launch-ehr', 'launch-standalone', 'permission-v2']));
  });

  it('standalone: who, which patient, and back; the tokens say so, and open FHIR and DICOMweb for that patient only', async () => {
    const { back, code, verifier } = await authorized();
    expect(back.location?.startsWith(`${redirect}?`)).toBe(true);
    expect(parametersAt(back)).toMatchObject({ state: 'abc', iss: root });
    const { status, json, headers } = await exchange(code, verifier);
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(json).toMatchObject({ token_type: 'Bearer', patient: world.alma.recordId, expires_in: 3600 });
    expect(json.refresh_token).toBeUndefined();
    const keys = createLocalJWKSet((await world.get('/oauth/jwks', '')).json);
    const { payload } = await jwtVerify(json.id_token, keys, { issuer: root, audience: 'viewer' });
    expect(payload).toMatchObject({
      sub: 'reader',
      nonce: 'n1',
      name: 'Rea Der',
      fhirUser: 'https://ehr.test/Practitioner/1',
    });
    const token = json.access_token;
    const [mine, theirs] = [world.almaElsewhere.studies[0]?.study, world.other.studies[0]?.study];
    expect((await world.get(`/fhir/ImagingStudy?patient=${world.alma.recordId}`, token)).json.entry).toHaveLength(3);
    expect((await world.get(`/dicom-web/studies/${mine}`, token)).status).toBe(200);
    expect((await world.get(`/dicom-web/studies/${theirs}`, token)).status).toBe(404);
    expect((await world.get(`/fhir/Patient/${world.other.recordId}`, token)).status).toBe(404);
    expect((await world.get('/api/sources', token)).status).toBe(403);
    // An ID token is no access token (H86).
    expect((await world.get('/fhir/Patient', json.id_token)).status).toBe(401);
  });

  it('from an EHR: no patient is asked for, the study comes along, and whoever is signed in is not asked again', async () => {
    const { browser } = await authorized();
    const launch = (await launchOf(browser)).get('launch') ?? '';
    const { verifier, challenge } = pkce();
    const scope = 'launch openid patient/ImagingStudy.rs offline_access';
    const back = await browser.open(authorizeUrl(asked({ launch, scope, code_challenge: challenge })));
    const { json } = await exchange(parametersAt(back).code ?? '', verifier);
    expect(json).toMatchObject({ patient: world.alma.recordId, scope, fhirContext: [{ type: 'ImagingStudy' }] });
    expect(json.fhirContext[0].identifier.value).toBe(`urn:oid:${world.alma.studies[0]?.study}`);
    expect((await world.get(`/fhir/${json.fhirContext[0].reference}`, json.access_token)).status).toBe(200);
    // A launch is good once.
    const again = await browser.open(authorizeUrl(asked({ launch, scope })));
    expect(parametersAt(again).error).toBe('invalid_request');
  });

  it('of somebody else goes no further', async () => {
    const launch = (await launchOf((await authorized()).browser)).get('launch') ?? '';
    const browser = new Browser(world.app);
    const who = await browser.open(authorizeUrl(asked({ launch, scope: 'launch patient/*.rs' })));
    expect(parametersAt(await signIn(browser, who, 'second')).error).toBe('access_denied');
  });

  it('shows what it was told as text, allows no script and no frame', async () => {
    const page = await new Browser(world.app).open(authorizeUrl(asked()));
    expect(page.text).toContain('Viewer &lt;b&gt;');
    expect(page.text).not.toContain('<b>');
    expect(page.text).not.toContain('<script');
  });
});

describe('scopes', () => {
  it.each([
    ['letters that are not registered fall away', 'patient/Patient.cruds', 'patient/Patient.rs'],
    ['so do those that are not', 'patient/*.rs system/*.rs admin imaging.read user/Patient.rs', 'patient/*.rs'],
    ['a narrowed one stays narrow', 'patient/ImagingStudy.rs?modality=CT', 'patient/ImagingStudy.rs?modality=CT'],
  ])('%s', async (_name, scope, granted) => {
    expect((await tokensFor({ scope })).scope).toBe(granted);
  });

  it('of a narrow token hold on FHIR and DICOMweb', async () => {
    const { access_token: token } = await tokensFor({ scope: 'patient/ImagingStudy.rs?modality=MR' });
    expect((await world.get('/fhir/ImagingStudy', token)).json.entry).toHaveLength(1);
    expect((await world.get(`/dicom-web/studies/${world.almaElsewhere.studies[0]?.study}`, token)).status).toBe(200);
    expect((await world.get(`/dicom-web/studies/${world.alma.studies[0]?.study}`, token)).status).toBe(404);
  });

  it('of a user stay within the patient of the launch', async () => {
    const { access_token: token } = await tokensFor({ scope: 'launch/patient user/ImagingStudy.rs' });
    expect((await world.get('/fhir/ImagingStudy', token)).json.entry).toHaveLength(3);
  });

  it('none at all, and a user who may not read', async () => {
    const browser = new Browser(world.app);
    expect(parametersAt(await browser.open(authorizeUrl(asked({ scope: 'admin' })))).error).toBe('invalid_scope');
    const who = await browser.open(authorizeUrl(asked({ scope: 'user/ImagingStudy.rs' })));
    expect(parametersAt(await signIn(browser, who, 'clerk')).error).toBe('access_denied');
  });
});

describe('a request that is not to be trusted', () => {
  it.each([
    ['a redirect that begins the same', { redirect_uri: `${redirect}/more` }],
    ['a redirect with a fragment', { redirect_uri: `${redirect}#x` }],
    ['a redirect up and down', { redirect_uri: 'https://app.test/x/../callback' }],
    ['a redirect of another port', { redirect_uri: 'https://app.test:444/callback' }],
    ['a redirect of another application', { redirect_uri: 'https://other.test/' }],
    ['an application that is not known', { client_id: 'nobody' }],
    ['no application', { client_id: undefined }],
  ])('%s leads nowhere', async (_name, more) => {
    const page = await new Browser(world.app).open(authorizeUrl(asked(more)));
    expect([page.status, page.location]).toEqual([400, undefined]);
  });

  it.each([
    ['no PKCE', { code_challenge: undefined }, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['no state', { state: undefined }, 'invalid_request'],
    ['another FHIR server', { aud: 'https://ehr.test/fhir' }, 'invalid_request'],
    ['an implicit flow', { response_type: 'token' }, 'unsupported_response_type'],
    ['a forged launch', { launch: 'x'.repeat(43), scope: 'launch patient/*.rs' }, 'invalid_request'],
  ])('%s is told to the application', async (_name, more, error) => {
    const page = await new Browser(world.app).open(authorizeUrl(asked(more)));
    expect(parametersAt(page)).toMatchObject({ error, iss: root });
  });

  it('a form of another site is refused, and a ticket is good once', async () => {
    const browser = new Browser(world.app);
    const who = await browser.open(authorizeUrl(asked()));
    const answer = await world.app.inject({
      method: 'POST',
      url: '/oauth/sign-in',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.test', host: '127.0.0.1' },
      payload: new URLSearchParams({ ticket: ticketOf(who), username: 'reader', passcode }).toString(),
    });
    expect(answer.statusCode).toBe(403);
    const which = await signIn(browser, who);
    await browser.post('/oauth/patient', { ticket: ticketOf(which), patient: world.alma.recordId });
    expect((await browser.open(`/oauth/continue?ticket=${ticketOf(which)}`)).status).toBe(400);
  });
});

describe('a code', () => {
  it('is good for its verifier, its address and its application only', async () => {
    for (const more of [
      { code_verifier: pkce().verifier },
      { redirect_uri: 'https://app.test/other' },
      { client_id: 'other' },
    ] as Record<string, string>[]) {
      const { code, verifier } = await authorized();
      expect((await exchange(code, verifier, more)).json.error).toBe('invalid_grant');
    }
  });

  it('is good once: one that comes again ends the tokens that came of it', async () => {
    const { code, verifier } = await authorized();
    const { json } = await exchange(code, verifier);
    expect((await exchange(code, verifier)).json.error).toBe('invalid_grant');
    expect((await world.get('/fhir/ImagingStudy', json.access_token)).status).toBe(401);
  });

  it('of a session that is for one patient is for that patient only', async () => {
    const { access_token: bound } = await tokensFor();
    const browser = new Browser(world.app);
    const who = await browser.open(authorizeUrl(asked()));
    const session = `throughline_session=${bound}`;
    const answer = await world.app.inject({
      url: `/oauth/continue?ticket=${ticketOf(who)}`,
      headers: { cookie: session },
    });
    expect(answer.headers.location).toContain('error=access_denied');
  });
});

describe('refresh tokens', () => {
  const refresh = (token: string) =>
    postToken(world.app, { grant_type: 'refresh_token', client_id: 'viewer', refresh_token: token });

  const revoke = (client_id: string, token: string) =>
    world.app.inject({
      method: 'POST',
      url: '/oauth/revoke',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ client_id, token }).toString(),
    });

  it('turn over; an old one ends the whole grant', async () => {
    const first = await tokensFor({ scope: 'launch/patient patient/*.rs offline_access' });
    const second = (await refresh(first.refresh_token)).json;
    expect(second).toMatchObject({ patient: world.alma.recordId, scope: first.scope });
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await refresh(first.refresh_token)).json.error).toBe('invalid_grant');
    expect((await refresh(second.refresh_token)).json.error).toBe('invalid_grant');
    expect((await world.get('/fhir/ImagingStudy', second.access_token)).status).toBe(401);
  });

  it('give fewer scopes where fewer are asked for, and never more', async () => {
    const { refresh_token: token } = await tokensFor({ scope: 'launch/patient patient/*.rs offline_access' });
    const ask = async (refresh_token: string, scope: string) =>
      (await postToken(world.app, { grant_type: 'refresh_token', client_id: 'viewer', refresh_token, scope })).json;
    expect((await ask(token, 'patient/*.rs user/Patient.rs')).error).toBe('invalid_scope');
    const fewer = await ask(token, 'patient/Patient.rs');
    expect(fewer.scope).toBe('patient/Patient.rs');
    expect((await world.get('/fhir/ImagingStudy', fewer.access_token)).status).toBe(403);
    const again = (await refresh(fewer.refresh_token)).json;
    expect(again.scope).toBe('launch/patient patient/*.rs offline_access');
  });

  it('end with the access token that is given back, which is good for nothing then', async () => {
    const { access_token: token } = await tokensFor({ scope: 'launch/patient patient/*.rs' });
    await revoke('other', token);
    expect((await refresh('unknown')).json.error).toBe('invalid_grant');
    await revoke('viewer', token);
    // Never used before: what was found good a moment ago is remembered for half a minute.
    expect((await world.get('/fhir/ImagingStudy', token)).status).toBe(401);
  });

  it('can be given back, by their application alone', async () => {
    const { refresh_token: token } = await tokensFor({ scope: 'launch/patient patient/*.rs offline_access' });
    await revoke('other', token);
    const next = (await refresh(token)).json;
    expect(next.error).toBeUndefined();
    await revoke('viewer', next.refresh_token);
    expect((await refresh(next.refresh_token)).json.error).toBe('invalid_grant');
  });
});

describe('a system', () => {
  const assertion = (claims: Record<string, unknown> = {}, key = systemKey) =>
    new SignJWT({ iss: 'robot', sub: 'robot', aud: `${root}/oauth/token`, jti: crypto.randomUUID(), ...claims })
      .setProtectedHeader({ alg: 'ES384', kid: 'k', typ: 'JWT' })
      .setExpirationTime((claims.exp as number | undefined) ?? '2m')
      .sign(key);
  const ask = (client_assertion: string, scope = 'system/ImagingStudy.rs') =>
    postToken(world.app, {
      grant_type: 'client_credentials',
      scope,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion,
    });

  it('may write where it is registered to', async () => {
    const { json } = await ask(await assertion(), 'system/ServiceRequest.cruds');
    expect(json.scope).toBe('system/ServiceRequest.cu');
    const answer = await world.app.inject({
      method: 'POST',
      url: '/fhir/ServiceRequest',
      headers: { authorization: `Bearer ${json.access_token}`, 'content-type': 'application/fhir+json' },
      payload: JSON.stringify({ resourceType: 'ServiceRequest' }),
    });
    // Allowed, and not understood.
    expect(answer.statusCode).toBe(400);
  });

  it.each([
    ['/oauth/token', 'grant_type=authorization_code&client_id=%00&code=a&redirect_uri=x&code_verifier=y'],
    ['/oauth/token', 'grant_type=client_credentials&client_id=a%00b'],
  ])('%s refuses a character that no text may hold', async (url, payload) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await world.app.inject({ method: 'POST', url, headers, payload });
    expect([400, 401]).toContain(answer.statusCode);
  });

  it('proves itself by its keys, and gets what it is registered for', async () => {
    const { json } = await ask(await assertion(), 'system/*.cruds system/ImagingStudy.rs patient/*.rs');
    expect(json).toMatchObject({ scope: 'system/ImagingStudy.rs', expires_in: 300 });
    expect((await world.get('/fhir/ImagingStudy', json.access_token)).json.entry).toHaveLength(4);
    expect((await world.get(`/fhir/Patient/${world.alma.recordId}`, json.access_token)).status).toBe(403);
    expect(decodeJwt(json.access_token).aud).toBe(decodeJwt(json.access_token).iss);
  });

  it('is nobody with an assertion that came before, of another key, audience or time, or without one', async () => {
    const used = await assertion();
    expect((await ask(used)).status).toBe(200);
    const stranger = (await generateKeyPair('ES384')).privateKey as CryptoKey;
    const wrong = [
      used,
      await assertion({}, stranger),
      await assertion({ aud: 'https://other.test/token' }),
      await assertion({ sub: 'viewer' }),
      await assertion({ exp: Math.floor(Date.now() / 1000) + 3600 }),
      await assertion({ exp: Math.floor(Date.now() / 1000) - 3600 }),
      await assertion({ jti: undefined }),
    ];
    for (const one of wrong) expect((await ask(one)).json.error).toBe('invalid_client');
    const bare = { grant_type: 'client_credentials', scope: 'system/*.rs' };
    expect((await postToken(world.app, { ...bare, client_id: 'robot' })).json.error).toBe('invalid_client');
    expect((await postToken(world.app, { ...bare, client_id: 'viewer' })).json.error).toBe('unauthorized_client');
  });
});

describe('users', () => {
  it('wait after wrong passcodes, right or wrong, and nobody is told which it was', { timeout: 120_000 }, async () => {
    const tries = async (username: string, given: string) => {
      const browser = new Browser(world.app);
      const page = await signIn(browser, await browser.open(authorizeUrl(asked())), username, given);
      return [page.status, /role="alert">([^<]*)/.exec(page.text)?.[1]];
    };
    const unknown = await tries('nobody', 'x');
    for (let n = 0; n < 5; n += 1) expect(await tries('second', 'wrong')).toEqual(unknown);
    expect(await tries('second', passcode)).toEqual(unknown);
    expect((await tries('reader', passcode))[1]).toBeUndefined();
  });

  it('sign out, and the session is over everywhere', async () => {
    const headers = { host: 'h', origin: 'http://h' };
    const entered = await world.app.inject({
      method: 'POST',
      url: '/api/sign-in',
      headers,
      payload: { username: 'reader', passcode },
    });
    const cookie = String(entered.headers['set-cookie']).split(';')[0] ?? '';
    expect(entered.headers['set-cookie']).toMatch(/HttpOnly/);
    expect((await world.app.inject({ url: '/api/session', headers: { cookie } })).json().subject).toBe('reader');
    await world.app.inject({ method: 'DELETE', url: '/api/session', headers: { ...headers, cookie } });
    // Another process, which has not seen the token a moment ago.
    const elsewhere = await createTokenVerifier(world.context);
    await expect(elsewhere.verify(cookie.split('=')[1] ?? '')).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it.each([
    ['users/x', { name: 'X', passcode: 'short', scopes: ['imaging.read'] }],
    ['users/x', { name: 'X', passcode, scopes: ['everything'] }],
    ['oauth-clients/x', { name: 'X', redirectUris: ['http://app.test/'], scopes: ['openid'] }],
    ['oauth-clients/x', { name: 'X', redirectUris: ['https://app.test/#x'], scopes: ['openid'] }],
    ['oauth-clients/x', { name: 'X', redirectUris: ['javascript:alert(1)'], scopes: ['openid'] }],
    ['oauth-clients/x', { name: 'X', scopes: ['patient/*.sr'] }],
    ['oauth-clients/x', { name: 'X', scopes: ['openid'], jwks: { keys: [{ kty: 'EC', d: 'x' }] } }],
  ])('%s is not registered with what cannot be', async (path, payload) => {
    expect((await put(path, payload)).status).toBe(400);
    expect((await put(path, payload, await world.issuer.token({ scope: 'imaging.read' }))).status).toBe(403);
  });
});
