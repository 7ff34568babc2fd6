/** Refresh tokens, and systems that prove themselves by their keys. */
import { decodeJwt, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { oauthSite, root } from '../../../../test/oauth-site.ts';

const site = oauthSite();

describe('refresh tokens', () => {
  const refresh = (token: string) =>
    site.token({ grant_type: 'refresh_token', client_id: 'viewer', refresh_token: token });

  const revoke = (client_id: string, token: string) =>
    site.world.app.inject({
      method: 'POST',
      url: '/oauth/revoke',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ client_id, token }).toString(),
    });

  it('turn over; an old one ends the whole grant', async () => {
    const first = await site.tokensFor({ scope: 'launch/patient patient/*.rs offline_access' });
    const second = (await refresh(first.refresh_token)).json;
    expect(second).toMatchObject({ patient: site.world.alma.recordId, scope: first.scope });
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await refresh(first.refresh_token)).json.error).toBe('invalid_grant');
    expect((await refresh(second.refresh_token)).json.error).toBe('invalid_grant');
    expect((await site.world.get('/fhir/ImagingStudy', second.access_token)).status).toBe(401);
  });

  it('give fewer scopes where fewer are asked for, and never more', async () => {
    const { refresh_token: token } = await site.tokensFor({ scope: 'launch/patient patient/*.rs offline_access' });
    const ask = async (refresh_token: string, scope: string) =>
      (await site.token({ grant_type: 'refresh_token', client_id: 'viewer', refresh_token, scope })).json;
    expect((await ask(token, 'patient/*.rs user/Patient.rs')).error).toBe('invalid_scope');
    const fewer = await ask(token, 'patient/Patient.rs');
    expect(fewer.scope).toBe('patient/Patient.rs');
    expect((await site.world.get('/fhir/ImagingStudy', fewer.access_token)).status).toBe(403);
    const again = (await refresh(fewer.refresh_token)).json;
    expect(again.scope).toBe('launch/patient patient/*.rs offline_access');
  });

  it('end with the access token that is given back, which is good for nothing then', async () => {
    const { access_token: token } = await site.tokensFor({ scope: 'launch/patient patient/*.rs' });
    await revoke('other', token);
    expect((await refresh('unknown')).json.error).toBe('invalid_grant');
    await revoke('viewer', token);
    // Never used before: what was found good a moment ago is remembered for half a minute.
    expect((await site.world.get('/fhir/ImagingStudy', token)).status).toBe(401);
  });

  it('can be given back, by their application alone', async () => {
    const { refresh_token: token } = await site.tokensFor({ scope: 'launch/patient patient/*.rs offline_access' });
    await revoke('other', token);
    const next = (await refresh(token)).json;
    expect(next.error).toBeUndefined();
    await revoke('viewer', next.refresh_token);
    expect((await refresh(next.refresh_token)).json.error).toBe('invalid_grant');
  });
});

describe('a system', () => {
  const assertion = (claims: Record<string, unknown> = {}, key = site.systemKey) =>
    new SignJWT({ iss: 'robot', sub: 'robot', aud: `${root}/oauth/token`, jti: crypto.randomUUID(), ...claims })
      .setProtectedHeader({ alg: 'ES384', kid: 'k', typ: 'JWT' })
      .setExpirationTime((claims.exp as number | undefined) ?? '2m')
      .sign(key);
  const ask = (client_assertion: string, scope = 'system/ImagingStudy.rs') =>
    site.token({
      grant_type: 'client_credentials',
      scope,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion,
    });

  it('may write where it is registered to', async () => {
    const { json } = await ask(await assertion(), 'system/ServiceRequest.cruds');
    expect(json.scope).toBe('system/ServiceRequest.cu');
    const answer = await site.world.app.inject({
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
    const answer = await site.world.app.inject({ method: 'POST', url, headers, payload });
    expect([400, 401]).toContain(answer.statusCode);
  });

  it('proves itself by its keys, and gets what it is registered for', async () => {
    const { json } = await ask(await assertion(), 'system/*.cruds system/ImagingStudy.rs patient/*.rs');
    expect(json).toMatchObject({ scope: 'system/ImagingStudy.rs', expires_in: 300 });
    expect((await site.world.get('/fhir/ImagingStudy', json.access_token)).json.entry).toHaveLength(4);
    expect((await site.world.get(`/fhir/Patient/${site.world.alma.recordId}`, json.access_token)).status).toBe(403);
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
    expect((await site.token({ ...bare, client_id: 'robot' })).json.error).toBe('invalid_client');
    expect((await site.token({ ...bare, client_id: 'viewer' })).json.error).toBe('unauthorized_client');
  });
});
