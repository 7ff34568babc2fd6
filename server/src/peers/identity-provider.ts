/** Others who say who somebody is: OpenID providers (OpenID Connect Core 3.1), and EHRs that launch us (SMART App Launch 2.2). */
import type { CryptoKey } from 'jose';
import * as client from 'openid-client';
import { boundedFetch } from './bounded-fetch.ts';
import { PeerError } from './peer.ts';

export interface ProviderSettings {
  readonly kind: 'oidc' | 'smart';
  /** Of an OpenID provider its issuer, of an EHR the address of its FHIR server. */
  readonly issuer: string;
  readonly clientId: string;
  readonly proof:
    | { readonly by: 'none' }
    | { readonly by: 'client_secret_basic'; readonly secret: string }
    | { readonly by: 'private_key_jwt'; readonly key: CryptoKey; readonly kid: string };
  readonly scope: string;
}

export interface Started {
  readonly url: string;
  /** Kept by us until the user comes back. */
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface Identified {
  /** Claims of the ID token: checked for signature, issuer, audience, time and nonce. */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly accessToken: string;
  /** What else came with the token, such as the patient of a launch; not signed, but from the token endpoint itself. */
  readonly context: Readonly<Record<string, unknown>>;
}

/** Without TLS to this machine only. */
const isPlainAllowed = (url: string): boolean => /^http:\/\/(127\.|localhost[:/]|\[::1\])/.test(url);

const proofOf = ({ proof }: ProviderSettings): client.ClientAuth => {
  switch (proof.by) {
    case 'none':
      return client.None();
    case 'client_secret_basic':
      return client.ClientSecretBasic(proof.secret);
    case 'private_key_jwt':
      return client.PrivateKeyJwt({ key: proof.key, kid: proof.kid });
  }
};

const customised: client.CustomFetch = (url, options) => boundedFetch(url, options as RequestInit);

const smartMetadata = async (issuer: string): Promise<client.ServerMetadata> => {
  const answer = await boundedFetch(`${issuer.replace(/\/$/, '')}/.well-known/smart-configuration`, {
    headers: { accept: 'application/json' },
  });
  const found = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  const names = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;
  const given = Object.fromEntries(
    names.flatMap((name) => (typeof found[name] === 'string' ? [[name, found[name]]] : [])),
  );
  if (!answer.ok || given.authorization_endpoint === undefined || given.token_endpoint === undefined)
    throw new PeerError('misbehaved', 'The FHIR server does not say where to authorise');
  return {
    ...given,
    issuer: typeof found.issuer === 'string' ? found.issuer : issuer,
    // A SMART configuration does not say with what its ID tokens are signed; a key of its set has to fit in any case.
    id_token_signing_alg_values_supported: ['RS256', 'RS384', 'PS256', 'ES256', 'ES384'],
  };
};

const discover = async (settings: ProviderSettings): Promise<client.Configuration> => {
  const { issuer, clientId } = settings;
  const proof = proofOf(settings);
  const plain = isPlainAllowed(issuer) ? [client.allowInsecureRequests] : [];
  if (settings.kind === 'smart') {
    const found = new client.Configuration(await smartMetadata(issuer), clientId, undefined, proof);
    found[client.customFetch] = customised;
    for (const allow of plain) allow(found);
    return found;
  }
  return client.discovery(new URL(issuer), clientId, undefined, proof, {
    execute: plain,
    [client.customFetch]: customised,
  });
};

const keptMs = 300_000;
const configurations = new Map<string, { readonly found: Promise<client.Configuration>; readonly until: number }>();

/** Discovered once in five minutes; keys are fetched again when a token names one that is not known. */
const configurationOf = (settings: ProviderSettings): Promise<client.Configuration> => {
  const { kind, issuer, clientId, proof } = settings;
  const name = JSON.stringify([kind, issuer, clientId, proof.by === 'private_key_jwt' ? proof.kid : proof]);
  const known = configurations.get(name);
  if (known !== undefined && known.until > Date.now()) return known.found;
  const found = discover(settings).then((configuration) => {
    client.enableNonRepudiationChecks(configuration);
    return configuration;
  });
  configurations.set(name, { found, until: Date.now() + keptMs });
  found.catch(() => configurations.delete(name));
  return found;
};

const asPeerError = (error: unknown): PeerError =>
  error instanceof PeerError ? error : new PeerError('refused', 'The sign-in was not confirmed', error);

/** Where the user goes to say who they are. @throws PeerError */
export const beginSignIn = async (
  settings: ProviderSettings,
  { redirectUri, launch }: { readonly redirectUri: string; readonly launch: string | undefined },
): Promise<Started> => {
  try {
    const configuration = await configurationOf(settings);
    const verifier = client.randomPKCECodeVerifier();
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: settings.scope,
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(settings.kind === 'smart' && { aud: settings.issuer }),
      ...(launch !== undefined && { launch }),
    });
    return { url: url.href, state, nonce, verifier };
  } catch (error) {
    throw asPeerError(error);
  }
};

/** Takes the user who came back at `url`: the code is exchanged, and the ID token checked. @throws PeerError */
export const finishSignIn = async (
  settings: ProviderSettings,
  url: URL,
  kept: Pick<Started, 'state' | 'nonce' | 'verifier'>,
): Promise<Identified> => {
  try {
    const configuration = await configurationOf(settings);
    const {
      access_token: accessToken,
      claims,
      ...answer
    } = await client.authorizationCodeGrant(configuration, url, {
      pkceCodeVerifier: kept.verifier,
      expectedState: kept.state,
      expectedNonce: kept.nonce,
      idTokenExpected: true,
    });
    return { claims: { ...claims() }, accessToken, context: { ...answer } };
  } catch (error) {
    throw asPeerError(error);
  }
};

/** A resource of the EHR that launched us, by type and id, with the token of the launch. @throws PeerError */
export const readFhir = async (
  base: string,
  { type, id }: { readonly type: 'Patient' | 'ImagingStudy'; readonly id: string },
  accessToken: string,
): Promise<unknown> => {
  if (!/^[A-Za-z0-9\-.]{1,64}$/.test(id)) throw new PeerError('misbehaved', 'The EHR names a resource that cannot be');
  const answer = await boundedFetch(`${base.replace(/\/$/, '')}/${type}/${id}`, {
    headers: { accept: 'application/fhir+json', authorization: `Bearer ${accessToken}` },
  });
  if (!answer.ok) throw new PeerError('refused', 'The EHR does not give the resource of the launch');
  return answer.json().catch((error) => {
    throw new PeerError('misbehaved', 'The EHR answered with something that is no resource', error);
  });
};
