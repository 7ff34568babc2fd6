/** Requests that are not to be trusted, and codes that are used by others (H89). */
import { describe, expect, it } from 'vitest';
import { asked, oauthSite, passcode, redirect, root, signIn } from '../../../../test/oauth-site.ts';
import { authorizeUrl, parametersAt, pkce, ticketOf } from '../../../../test/smart-client.ts';

const site = oauthSite();

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
    const page = await site.browser().open(authorizeUrl(asked(more)));
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
    const page = await site.browser().open(authorizeUrl(asked(more)));
    expect(parametersAt(page)).toMatchObject({ error, iss: root });
  });

  it('a form of another site is refused, and a ticket is good once', async () => {
    const browser = site.browser();
    const who = await browser.open(authorizeUrl(asked()));
    const answer = await site.world.app.inject({
      method: 'POST',
      url: '/oauth/sign-in',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.test', host: '127.0.0.1' },
      payload: new URLSearchParams({ ticket: ticketOf(who), username: 'reader', passcode }).toString(),
    });
    expect(answer.statusCode).toBe(403);
    const which = await signIn(browser, who);
    await browser.post('/oauth/patient', { ticket: ticketOf(which), patient: site.world.alma.recordId });
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
      const { code, verifier } = await site.authorized();
      expect((await site.exchange(code, verifier, more)).json.error).toBe('invalid_grant');
    }
  });

  it('is good once: one that comes again ends the tokens that came of it', async () => {
    const { code, verifier } = await site.authorized();
    const { json } = await site.exchange(code, verifier);
    expect((await site.exchange(code, verifier)).json.error).toBe('invalid_grant');
    expect((await site.world.get('/fhir/ImagingStudy', json.access_token)).status).toBe(401);
  });

  it('of a session that is for one patient is for that patient only', async () => {
    const { access_token: bound } = await site.tokensFor();
    const browser = site.browser();
    const who = await browser.open(authorizeUrl(asked()));
    const session = `throughline_session=${bound}`;
    const answer = await site.world.app.inject({
      url: `/oauth/continue?ticket=${ticketOf(who)}`,
      headers: { cookie: session },
    });
    expect(answer.headers.location).toContain('error=access_denied');
  });
});
