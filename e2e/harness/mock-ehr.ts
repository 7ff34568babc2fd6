/**
 * A synthetic EHR: its FHIR server and its chart are ours, who signs in is the business of a foreign OpenID provider (oidc-provider).
 * Its clinician is signed in already, as in an EHR; the launch context goes along with the token as SMART App Launch 2.2 says.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Provider } from 'oidc-provider';
import { freePort } from '../../server/src/free-port.ts';
import { type ForeignCastHub, startCastHub } from '../../server/test/cast-hub.ts';

export interface MockEhr {
  /** Another site than the hub's, as far as a browser is concerned. */
  readonly root: string;
  readonly fhirServer: string;
  readonly publicKeys: { readonly keys: readonly Record<string, unknown>[] };
  /** Its FHIRcast hub, which each launch names. */
  readonly cast: ForeignCastHub;
  /** A token by which the EHR asks for cards (CDS Hooks 2.0). */
  cdsToken(audience: string): Promise<string>;
  close(): Promise<void>;
}

/** A card of CDS Hooks, as far as the chart shows it. */
export interface Card {
  readonly summary: string;
  readonly detail: string;
  readonly links: readonly { readonly url: string; readonly type: string; readonly appContext: string }[];
}

interface MockEhrOptions {
  readonly hub: string;
  readonly patient: { readonly id: string; readonly system: string; readonly value: string };
  /** What its clerk does: tells others that the patient is registered. */
  register(): Promise<void>;
  /** What its clinician does: places the order, and asks for cards about it. */
  order(): Promise<readonly Card[]>;
}

const castScopes = [
  ...['Patient-open', 'Patient-close', 'ImagingStudy-open', 'ImagingStudy-close'].map((name) => `fhircast/${name}.*`),
  ...['open', 'close', 'update', 'select'].map((what) => `fhircast/DiagnosticReport-${what}.*`),
  'fhircast/SyncError.read',
];
/** What it grants to who launches. */
export const scopes = [
  ...['openid', 'profile', 'fhirUser', 'launch', 'patient/Patient.r', 'patient/ImagingStudy.r'],
  ...castScopes,
];

const client = (hub: string) => ({
  client_id: 'throughline',
  redirect_uris: [`${hub}/sign-in/callback`],
  token_endpoint_auth_method: 'none' as const,
  application_type: 'native' as const,
  grant_types: ['authorization_code'],
  response_types: ['code' as const],
  scope: scopes.join(' '),
});

const clinician = { accountId: 'clinician-1', name: 'Syn Thetic', fhirUser: 'Practitioner/1' };

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

export const startMockEhr = async ({ hub, patient, register, order }: MockEhrOptions): Promise<MockEhr> => {
  const port = await freePort();
  const root = `http://localhost:${port}`;
  const fhirServer = `${root}/fhir`;
  const launches = new Map<string, string>();
  let isRegistered = false;
  let cards: readonly Card[] = [];
  const contexts = new Map<string, string>();
  const provider = new Provider(root, {
    clients: [client(hub)],
    scopes,
    claims: { openid: ['sub'], profile: ['name'], fhirUser: ['fhirUser'] },
    conformIdTokenClaims: false,
    extraParams: ['launch', 'aud'],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, accountId) => ({ accountId, claims: () => ({ sub: accountId, ...clinician }) }),
    cookies: { keys: [randomUUID()] },
    // Each launch is of its own: none goes on with the grant of another.
    loadExistingGrant: async ({ oidc: { result, provider: own } }) => {
      const grantId = result?.consent?.grantId;
      return grantId === undefined ? undefined : own.Grant.find(grantId);
    },
  });
  const cast = await startCastHub(async (token) => (await provider.AccessToken.find(token)) !== undefined);
  // What was launched comes with the token, as EHRs do it.
  provider.use(async (ctx, next) => {
    await next();
    const grantId = ctx.path === '/token' ? ctx.oidc.entities.Grant?.jti : undefined;
    const appContext = contexts.get(grantId ?? '');
    if (ctx.status === 200 && appContext !== undefined)
      Object.assign(ctx.body as object, {
        patient: patient.id,
        appContext,
        'hub.url': cast.url,
        'hub.topic': cast.topic,
      });
  });

  const interact = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { params } = await provider.interactionDetails(request, response);
    const grant = new provider.Grant({ accountId: clinician.accountId, clientId: String(params.client_id) });
    grant.addOIDCScope(scopes.join(' '));
    const grantId = await grant.save();
    const appContext = launches.get(String(params.launch));
    if (appContext !== undefined) contexts.set(grantId, appContext);
    const result = { login: { accountId: clinician.accountId }, consent: { grantId } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  };

  const readFhir = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.url === '/fhir/.well-known/smart-configuration')
      return json(response, 200, {
        issuer: root,
        jwks_uri: `${root}/jwks`,
        authorization_endpoint: `${root}/auth`,
        token_endpoint: `${root}/token`,
        capabilities: ['launch-ehr', 'sso-openid-connect', 'permission-v2'],
      });
    const token = await provider.AccessToken.find(request.headers.authorization?.replace('Bearer ', '') ?? '');
    if (token === undefined) return json(response, 401, {});
    if (request.url !== `/fhir/Patient/${patient.id}`) return json(response, 404, {});
    const identifier = [{ system: patient.system, value: patient.value }];
    return json(response, 200, { resourceType: 'Patient', id: patient.id, identifier });
  };

  const doing = (what: string): string =>
    `<form method="post" action="/${what}"><button id="${what}">${what}</button></form>`;
  const shown = ({ summary, detail, links }: Card): string =>
    `<article class="card"><h2>${escaped(summary)}</h2><p>${escaped(detail)}</p>${links.length > 0 ? '<a id="images" href="/open">Open the images</a>' : ''}</article>`;
  const showChart = (response: ServerResponse): void => {
    const body = `<h1>Synthetic chart</h1>${doing('register')}${isRegistered ? doing('order') : ''}${cards.map(shown).join('')}`;
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html>${body}`);
  };

  const act = async (what: string, response: ServerResponse): Promise<void> => {
    if (what === '/register') {
      await register();
      isRegistered = true;
    } else cards = await order();
    response.writeHead(303, { location: '/chart' }).end();
  };

  const openCard = (response: ServerResponse): void => {
    const [link] = cards.flatMap((card) => card.links);
    if (link === undefined) throw new Error('No card was offered.');
    const launch = randomUUID();
    launches.set(launch, link.appContext);
    const query = new URLSearchParams({ iss: fhirServer, launch });
    response.writeHead(302, { location: `${link.url}?${query}` }).end();
  };

  const oidc = provider.callback();
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '';
    if (path.startsWith('/fhir/')) await readFhir(request, response);
    else if (path.startsWith('/interaction/')) await interact(request, response);
    else if (path === '/chart') showChart(response);
    else if (path === '/open') openCard(response);
    else if (request.method === 'POST' && (path === '/register' || path === '/order')) await act(path, response);
    else await oidc(request, response);
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => json(response, 500, { error: String(error) }));
  });
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
  const { publicKey, privateKey } = await generateKeyPair('ES384');
  return {
    root,
    fhirServer,
    cast,
    publicKeys: { keys: [{ ...(await exportJWK(publicKey)), kid: 'ehr', alg: 'ES384' }] },
    cdsToken: (audience) =>
      new SignJWT({ jti: randomUUID() })
        .setProtectedHeader({ alg: 'ES384', kid: 'ehr' })
        .setIssuer(root)
        .setAudience(audience)
        .setExpirationTime('5m')
        .sign(privateKey),
    close: async () => {
      await cast.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
