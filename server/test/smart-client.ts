/** An application and its user's browser, for tests of the authorisation server: cookies, forms and redirects as they come. */
import { createHash, randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { TwoPatients } from './two-patients.ts';

const root = 'http://127.0.0.1:0';
const host = '127.0.0.1';

export const pkce = () => {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
};

export interface Page {
  readonly status: number;
  readonly text: string;
  readonly location: string | undefined;
}

/** Follows what is within the hub: redirects and pages that go on by themselves; stops at the application. */
export class Browser {
  readonly #app: FastifyInstance;
  readonly #cookies = new Map<string, string>();

  constructor(app: FastifyInstance) {
    this.#app = app;
  }

  get cookies(): ReadonlyMap<string, string> {
    return this.#cookies;
  }

  async #once(method: 'GET' | 'POST', url: string, form?: Readonly<Record<string, string>>): Promise<Page> {
    const answer = await this.#app.inject({
      method,
      url: url.replace(root, ''),
      headers: {
        host,
        cookie: [...this.#cookies].map((pair) => pair.join('=')).join('; '),
        ...(form && { 'content-type': 'application/x-www-form-urlencoded', origin: `http://${host}` }),
      },
      ...(form && { payload: new URLSearchParams(form).toString() }),
    });
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [name = '', value = ''] = line.split(';')[0]?.split('=') ?? [];
      this.#cookies.set(name, value);
    }
    const refresh = /http-equiv="refresh" content="0; url=([^"]+)"/.exec(answer.payload)?.[1]?.replaceAll('&amp;', '&');
    return { status: answer.statusCode, text: answer.payload, location: answer.headers.location ?? refresh };
  }

  async open(url: string): Promise<Page> {
    return this.#follow(await this.#once('GET', url));
  }

  async post(url: string, form: Readonly<Record<string, string>>): Promise<Page> {
    return this.#follow(await this.#once('POST', url, form));
  }

  async #follow(page: Page): Promise<Page> {
    const { location } = page;
    if (location === undefined || !(location.startsWith('/') || location.startsWith(root))) return page;
    return this.#follow(await this.#once('GET', location));
  }
}

export const ticketOf = ({ text }: Page): string => /name="ticket" value="([^"]+)"/.exec(text)?.[1] ?? '';

export const authorizeUrl = (parameters: Readonly<Record<string, string | undefined>>): string => {
  const given = Object.entries(parameters).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return `/oauth/authorize?${new URLSearchParams(given)}`;
};

export const parametersAt = ({ location }: Page): Readonly<Record<string, string>> =>
  Object.fromEntries(new URL(location ?? 'http://nowhere/').searchParams);

export const postToken = async (app: FastifyInstance, form: Readonly<Record<string, string>>) => {
  const answer = await app.inject({
    method: 'POST',
    url: '/oauth/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  });
  return { status: answer.statusCode, json: answer.json(), headers: answer.headers };
};

const registered = async (world: TwoPatients, path: string, payload: object): Promise<void> => {
  const headers = { authorization: `Bearer ${await world.issuer.token({ scope: 'admin' })}` };
  const answer = await world.app.inject({ method: 'PUT', url: `/api/${path}`, headers, payload });
  if (answer.statusCode !== 204) throw new Error(`${path}: ${answer.statusCode} ${answer.payload}`);
};

/** The token of an application that was granted all that there is for a user, launched by itself for one patient. */
export const appTokenOf = async (world: TwoPatients, patient: string): Promise<string> => {
  const [redirect, passcode] = ['https://app.test/', 'a synthetic passcode'];
  const scopes = ['launch/patient', 'patient/*.cruds', 'user/*.cruds', 'openid'];
  await registered(world, 'oauth-clients/greedy', { name: 'Greedy', redirectUris: [redirect], scopes });
  await registered(world, 'users/all', { name: 'All', passcode, scopes: ['imaging.read', 'imaging.write', 'admin'] });
  const { verifier, challenge } = pkce();
  const browser = new Browser(world.app);
  const asked = {
    client_id: 'greedy',
    redirect_uri: redirect,
    response_type: 'code',
    scope: scopes.join(' '),
    state: 's',
  };
  const proof = { code_challenge: challenge, code_challenge_method: 'S256', aud: `${root}/fhir` };
  const who = await browser.open(authorizeUrl({ ...asked, ...proof }));
  const which = await browser.post('/oauth/sign-in', { ticket: ticketOf(who), username: 'all', passcode });
  const back = await browser.post('/oauth/patient', { ticket: ticketOf(which), patient });
  const given = { code: parametersAt(back).code ?? '', code_verifier: verifier, redirect_uri: redirect };
  const { json } = await postToken(world.app, { grant_type: 'authorization_code', client_id: 'greedy', ...given });
  return json.access_token;
};

/** The session of somebody whom a link of the EHR's signed in, for the first patient's study. */
export const launchedTokenOf = async (world: TwoPatients): Promise<string> => {
  const headers = { authorization: `Bearer ${await world.issuer.token({ scope: 'imaging.launch' }, 'ehr')}` };
  const target = { studyInstanceUid: world.alma.studies[0]?.study };
  const payload = { target, signIn: { subject: 'dr-1' } };
  const made = await world.app.inject({ method: 'POST', url: '/api/launch-links', headers, payload });
  const browser = new Browser(world.app);
  await browser.open(made.json().url);
  return browser.cookies.get('throughline_session') ?? '';
};
