/** Launches and what they give: from applications in browsers, and with the scopes that are granted (H84, H88). */
import { createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { asked, oauthSite, redirect, root, signIn } from '../../../../test/oauth-site.ts';
import { authorizeUrl, type Browser, parametersAt, pkce } from '../../../../test/smart-client.ts';

const site = oauthSite();

const launchOf = async (browser: Browser) => {
  const studyInstanceUid = site.world.alma.studies[0]?.study ?? '';
  const answer = await site.world.app.inject({
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
    const answer = await site.world.app.inject({ method, url, headers: { origin, ...headers } });
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
    const { json } = await site.world.get('/fhir/.well-known/smart-configuration', '');
    expect(json).toMatchObject({
      issuer: root,
      authorization_endpoint: `${root}/oauth/authorize`,
      code_challenge_methods_supported: ['S256'],
      associated_endpoints: [{ url: `${root}/dicom-web`, capabilities: ['smart-imaging-access'] }],
    });
    expect(json.capabilities).toEqual(expect.arrayContaining(['launch-ehr', 'launch-standalone', 'permission-v2']));
  });

  it('standalone: who, which patient, and back; the tokens say so, and open FHIR and DICOMweb for that patient only', async () => {
    const { back, code, verifier } = await site.authorized();
    expect(back.location?.startsWith(`${redirect}?`)).toBe(true);
    expect(parametersAt(back)).toMatchObject({ state: 'abc', iss: root });
    const { status, json, headers } = await site.exchange(code, verifier);
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(json).toMatchObject({ token_type: 'Bearer', patient: site.world.alma.recordId, expires_in: 3600 });
    expect(json.refresh_token).toBeUndefined();
    const keys = createLocalJWKSet((await site.world.get('/oauth/jwks', '')).json);
    const { payload } = await jwtVerify(json.id_token, keys, { issuer: root, audience: 'viewer' });
    expect(payload).toMatchObject({
      sub: 'reader',
      nonce: 'n1',
      name: 'Rea Der',
      fhirUser: 'https://ehr.test/Practitioner/1',
    });
    const token = json.access_token;
    const [mine, theirs] = [site.world.almaElsewhere.studies[0]?.study, site.world.other.studies[0]?.study];
    expect(
      (await site.world.get(`/fhir/ImagingStudy?patient=${site.world.alma.recordId}`, token)).json.entry,
    ).toHaveLength(3);
    expect((await site.world.get(`/dicom-web/studies/${mine}`, token)).status).toBe(200);
    expect((await site.world.get(`/dicom-web/studies/${theirs}`, token)).status).toBe(404);
    expect((await site.world.get(`/fhir/Patient/${site.world.other.recordId}`, token)).status).toBe(404);
    expect((await site.world.get('/api/sources', token)).status).toBe(403);
    // An ID token is no access token (H86).
    expect((await site.world.get('/fhir/Patient', json.id_token)).status).toBe(401);
  });

  it('from an EHR: no patient is asked for, the study comes along, and whoever is signed in is not asked again', async () => {
    const { browser } = await site.authorized();
    const launch = (await launchOf(browser)).get('launch') ?? '';
    const { verifier, challenge } = pkce();
    const scope = 'launch openid patient/ImagingStudy.rs offline_access';
    const back = await browser.open(authorizeUrl(asked({ launch, scope, code_challenge: challenge })));
    const { json } = await site.exchange(parametersAt(back).code ?? '', verifier);
    expect(json).toMatchObject({ patient: site.world.alma.recordId, scope, fhirContext: [{ type: 'ImagingStudy' }] });
    expect(json.fhirContext[0].identifier.value).toBe(`urn:oid:${site.world.alma.studies[0]?.study}`);
    expect((await site.world.get(`/fhir/${json.fhirContext[0].reference}`, json.access_token)).status).toBe(200);
    // A launch is good once.
    const again = await browser.open(authorizeUrl(asked({ launch, scope })));
    expect(parametersAt(again).error).toBe('invalid_request');
  });

  it('of somebody else goes no further', async () => {
    const launch = (await launchOf((await site.authorized()).browser)).get('launch') ?? '';
    const browser = site.browser();
    const who = await browser.open(authorizeUrl(asked({ launch, scope: 'launch patient/*.rs' })));
    expect(parametersAt(await signIn(browser, who, 'second')).error).toBe('access_denied');
  });

  it('shows what it was told as text, allows no script and no frame', async () => {
    const page = await site.browser().open(authorizeUrl(asked()));
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
    expect((await site.tokensFor({ scope })).scope).toBe(granted);
  });

  it('of a narrow token hold on FHIR and DICOMweb', async () => {
    const { access_token: token } = await site.tokensFor({ scope: 'patient/ImagingStudy.rs?modality=MR' });
    expect((await site.world.get('/fhir/ImagingStudy', token)).json.entry).toHaveLength(1);
    expect(
      (await site.world.get(`/dicom-web/studies/${site.world.almaElsewhere.studies[0]?.study}`, token)).status,
    ).toBe(200);
    expect((await site.world.get(`/dicom-web/studies/${site.world.alma.studies[0]?.study}`, token)).status).toBe(404);
  });

  it('of a user stay within the patient of the launch', async () => {
    const { access_token: token } = await site.tokensFor({ scope: 'launch/patient user/ImagingStudy.rs' });
    expect((await site.world.get('/fhir/ImagingStudy', token)).json.entry).toHaveLength(3);
  });

  it('none at all, and a user who may not read', async () => {
    const browser = site.browser();
    expect(parametersAt(await browser.open(authorizeUrl(asked({ scope: 'admin' })))).error).toBe('invalid_scope');
    const who = await browser.open(authorizeUrl(asked({ scope: 'user/ImagingStudy.rs' })));
    expect(parametersAt(await signIn(browser, who, 'clerk')).error).toBe('access_denied');
  });
});
