/** A hub with two patients, applications of each kind and users. Its time stands still: who has to wait waits, however long the test takes. */
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, expect } from 'vitest';
import { authorizeUrl, Browser, type Page, parametersAt, pkce, postToken, ticketOf } from './smart-client.ts';
import { type TwoPatients, twoPatients } from './two-patients.ts';

export const root = 'http://127.0.0.1:0';
export const redirect = 'https://app.test/callback';
export const passcode = 'a synthetic passcode';

type Parameters = Readonly<Record<string, string>>;

export const asked = (more: Readonly<Record<string, string | undefined>> = {}) => ({
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

export const signIn = (browser: Browser, page: Page, username = 'reader', given = passcode): Promise<Page> =>
  browser.post('/oauth/sign-in', { ticket: ticketOf(page), username, passcode: given });

const clients = (jwk: object): Readonly<Record<string, object>> => ({
  viewer: {
    name: 'Viewer <b>',
    redirectUris: [redirect],
    launchUrl: 'https://app.test/launch',
    scopes: [
      ...['openid', 'fhirUser', 'profile', 'launch', 'launch/patient', 'offline_access'],
      ...['patient/*.rs', 'user/ImagingStudy.rs'],
    ],
  },
  other: { name: 'Other', redirectUris: ['https://other.test/'], scopes: ['patient/*.rs'] },
  robot: {
    name: 'Robot',
    jwks: { keys: [jwk] },
    scopes: ['system/ImagingStudy.rs', 'system/Patient.r', 'system/ServiceRequest.cu', 'imaging.launch'],
  },
});

const users = {
  reader: { name: 'Rea Der', passcode, scopes: ['imaging.read'], fhirUser: 'https://ehr.test/Practitioner/1' },
  second: { name: 'Second', passcode, scopes: ['imaging.read'] },
  clerk: { name: 'Clerk', passcode, scopes: ['imaging.write'] },
};

class OauthSite {
  #world: TwoPatients | undefined;
  #systemKey: CryptoKey | undefined;

  async start(): Promise<void> {
    const now = new Date();
    this.#world = await twoPatients(() => now);
    const keys = await generateKeyPair('ES384');
    this.#systemKey = keys.privateKey;
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k', alg: 'ES384' };
    for (const [id, client] of Object.entries(clients(jwk)))
      expect(await this.put(`oauth-clients/${id}`, client)).toEqual({ status: 204, text: '' });
    for (const [id, user] of Object.entries(users))
      expect(await this.put(`users/${id}`, user)).toEqual({ status: 204, text: '' });
  }

  get world(): TwoPatients {
    if (this.#world === undefined) throw new Error('The site is not started.');
    return this.#world;
  }

  /** the key of the application "robot" */
  get systemKey(): CryptoKey {
    if (this.#systemKey === undefined) throw new Error('The site is not started.');
    return this.#systemKey;
  }

  async put(path: string, payload: object, scope = 'admin') {
    const headers = { authorization: `Bearer ${await this.world.issuer.token({ scope })}` };
    const answer = await this.world.app.inject({ method: 'PUT', url: `/api/${path}`, headers, payload });
    return { status: answer.statusCode, text: answer.payload };
  }

  browser(): Browser {
    return new Browser(this.world.app);
  }

  /** A whole standalone launch for a patient; gives the code and what belongs to it. */
  async authorized(more: Parameters = {}, patient = this.world.alma.recordId) {
    const browser = this.browser();
    const { verifier, challenge } = pkce();
    const who = await browser.open(authorizeUrl(asked({ code_challenge: challenge, ...more })));
    const which = await signIn(browser, who);
    const back = await browser.post('/oauth/patient', { ticket: ticketOf(which), patient });
    return { back, verifier, code: parametersAt(back).code ?? '', browser };
  }

  token(form: Parameters) {
    return postToken(this.world.app, form);
  }

  exchange(code: string, verifier: string, more: Parameters = {}) {
    return this.token({
      grant_type: 'authorization_code',
      client_id: 'viewer',
      redirect_uri: redirect,
      code,
      code_verifier: verifier,
      ...more,
    });
  }

  async tokensFor(more: Parameters = {}, patient = this.world.alma.recordId) {
    const { code, verifier } = await this.authorized(more, patient);
    return (await this.exchange(code, verifier)).json;
  }
}

/** Started before the tests of the file, and closed after them. */
export const oauthSite = (): OauthSite => {
  const site = new OauthSite();
  beforeAll(() => site.start());
  afterAll(() => site.world.close());
  return site;
};
