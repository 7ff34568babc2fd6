/** Users who sign in and out, and what is not registered (H90). */
import { describe, expect, it } from 'vitest';
import { asked, oauthSite, passcode, signIn } from '../../../../test/oauth-site.ts';
import { authorizeUrl } from '../../../../test/smart-client.ts';
import { createTokenVerifier } from '../../../features/access/index.ts';

const site = oauthSite();

describe('users', () => {
  it('wait after wrong passcodes, right or wrong, and nobody is told which it was', { timeout: 120_000 }, async () => {
    const tries = async (username: string, given: string) => {
      const browser = site.browser();
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
    const entered = await site.world.app.inject({
      method: 'POST',
      url: '/api/sign-in',
      headers,
      payload: { username: 'reader', passcode },
    });
    const cookie = String(entered.headers['set-cookie']).split(';')[0] ?? '';
    expect(entered.headers['set-cookie']).toMatch(/HttpOnly/);
    expect((await site.world.app.inject({ url: '/api/session', headers: { cookie } })).json().subject).toBe('reader');
    await site.world.app.inject({ method: 'DELETE', url: '/api/session', headers: { ...headers, cookie } });
    // Another process, which has not seen the token a moment ago.
    const elsewhere = await createTokenVerifier(site.world.context);
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
    expect((await site.put(path, payload)).status).toBe(400);
    expect((await site.put(path, payload, 'imaging.read')).status).toBe(403);
  });
});
