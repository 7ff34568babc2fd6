/** Tokens of others that are none, or not for us (H84 to H87, A08 of the threat list): each is refused, and nothing in a header is followed. */
import { createHmac, generateKeyPairSync, type KeyObject, sign as signBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompactEncrypt, exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../test/context.ts';
import { Failure } from '../../errors.ts';
import { createTokenVerifier, type TokenVerifier } from './tokens.ts';

const folder = mkdtempSync(join(tmpdir(), 'throughline-tokens-'));
const [issuer, audience] = ['https://issuer.test', 'throughline'];
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });

let context: TestContext;
let verifier: TokenVerifier;
/** Nobody may be asked for a key: what a header names is listened for here. */
let asked = 0;
const listener = createServer((_request, response) => {
  asked += 1;
  response.end('{}');
});
let elsewhere = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  elsewhere = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/keys`;
  const keys = [
    { ...(await exportJWK(ec.publicKey)), kid: 'ec', alg: 'ES256', use: 'sig' },
    { ...(await exportJWK(rsa.publicKey)), kid: 'rsa', alg: 'RS256', use: 'sig' },
  ];
  const file = join(folder, 'jwks.json');
  writeFileSync(file, JSON.stringify({ keys }));
  context = await createTestContext({
    environment: { THROUGHLINE_JWT_ISSUER: issuer, THROUGHLINE_JWT_AUDIENCE: audience, THROUGHLINE_JWKS: file },
  });
  verifier = await createTokenVerifier(context);
});
afterAll(async () => {
  await new Promise((resolve) => listener.close(resolve));
  await context.close();
  rmSync(folder, { recursive: true, force: true });
});

type Values = Readonly<Record<string, unknown>>;
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const soon = (): number => Math.floor(Date.now() / 1000) + 600;
const claims = (more: Values = {}): Values => ({
  iss: issuer,
  aud: audience,
  sub: 'dr-test',
  exp: soon(),
  scope: 'imaging.read',
  ...more,
});
const ecdsa =
  (key: KeyObject) =>
  (input: string): Buffer =>
    signBytes('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
const made = (header: Values, payload: Values, signature: (input: string) => Buffer = ecdsa(ec.privateKey)): string => {
  const input = `${part(header)}.${part(payload)}`;
  return `${input}.${signature(input).toString('base64url')}`;
};
const es256 = { alg: 'ES256', kid: 'ec' };

const refusal = async (token: string): Promise<string> => {
  try {
    await verifier.verify(token);
    return 'taken';
  } catch (error) {
    return error instanceof Failure ? error.code : 'not a refusal';
  }
};

it('a token of the issuer, for us, is taken', async () => {
  expect(await verifier.verify(made(es256, claims()))).toMatchObject({ subject: 'dr-test' });
  expect(await refusal(made(es256, claims({ aud: ['other', audience] })))).toBe('taken');
});

describe('H84 a signature that is none', () => {
  const none = () => Buffer.alloc(0);
  const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' });
  const hmac = (input: string) => createHmac('sha256', publicPem).update(input).digest();
  it.each<readonly [string, () => string]>([
    ['alg none', () => made({ alg: 'none' }, claims(), none)],
    ['alg None', () => made({ alg: 'None', kid: 'ec' }, claims(), none)],
    ['alg nOnE with the signature of another', () => made({ alg: 'nOnE', kid: 'ec' }, claims())],
    ['no alg', () => made({ kid: 'ec' }, claims())],
    ['the public key as a shared secret', () => made({ alg: 'HS256', kid: 'rsa' }, claims(), hmac)],
    ['zeros for r and s', () => made(es256, claims(), () => Buffer.alloc(64))],
    ['an empty signature', () => made(es256, claims(), none)],
    ['the algorithm of another key of the set', () => made({ alg: 'RS256', kid: 'ec' }, claims())],
    ['a stranger', () => made(es256, claims(), ecdsa(stranger.privateKey))],
    [
      'claims that were changed',
      () => made(es256, claims()).replace(/\.[^.]+\./, `.${part(claims({ sub: 'admin' }))}.`),
    ],
  ])('%s is refused', async (_name, token) => {
    expect(await refusal(token())).toBe('unauthenticated');
  });
});

describe('H85 what a header names is not followed', () => {
  it.each<readonly [string, () => Promise<Values> | Values]>([
    ['a kid that is a path', () => ({ kid: '../../../../etc/passwd' })],
    ['a kid that is a query', () => ({ kid: "x' or '1'='1" })],
    ['a kid that is an address', () => ({ kid: elsewhere })],
    ['a jku', () => ({ kid: 'ec', jku: elsewhere })],
    ['an x5u', () => ({ kid: 'ec', x5u: elsewhere })],
    ['a jwk of the sender', async () => ({ jwk: await exportJWK(stranger.publicKey) })],
    ['an x5c of the sender', () => ({ kid: 'ec', x5c: ['MIIB'] })],
    ['a critical extension', () => ({ kid: 'ec', crit: ['b64'], b64: false })],
  ])('%s is refused, and nobody is asked', async (_name, header) => {
    const token = made({ alg: 'ES256', ...(await header()) }, claims(), ecdsa(stranger.privateKey));
    expect(await refusal(token)).toBe('unauthenticated');
    expect(asked).toBe(0);
  });
});

describe('H86 claims that are not for us', () => {
  it.each<readonly [string, () => Values]>([
    ['another issuer', () => ({ iss: `${issuer}.evil` })],
    ['no issuer', () => ({ iss: undefined })],
    ['issuers in a list', () => ({ iss: [issuer] })],
    ['another audience', () => ({ aud: 'other' })],
    ['no audience', () => ({ aud: undefined })],
    ['the client as audience, as an ID token has it', () => ({ aud: 'app', nonce: 'n', azp: 'app' })],
    ['no end', () => ({ exp: undefined })],
    ['an end that is a text', () => ({ exp: String(soon()) })],
    ['that ended two minutes ago', () => ({ exp: soon() - 720 })],
    ['that has not begun', () => ({ nbf: soon() })],
    ['no subject', () => ({ sub: undefined })],
  ])('%s: refused', async (_name, more) => {
    expect(await refusal(made(es256, claims(more())))).toBe('unauthenticated');
  });

  it('a JWE around an unsigned token, and what is no token at all: refused', async () => {
    const { publicKey } = await generateKeyPair('RSA-OAEP-256');
    const inner = `${part({ alg: 'none' })}.${part(claims())}.`;
    const wrapped = await new CompactEncrypt(Buffer.from(inner))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT' })
      .encrypt(publicKey);
    for (const token of [wrapped, '', '.', '..', 'a.b.c', `${part([])}.${part([])}.x`, 'x'.repeat(100_000)])
      expect([token.slice(0, 20), await refusal(token)]).toEqual([token.slice(0, 20), 'unauthenticated']);
  });
});

it('H87 a flood of unknown kids asks nobody, and is over at once', async () => {
  const began = process.cpuUsage();
  for (let number = 0; number < 500; number += 1)
    expect(await refusal(made({ alg: 'ES256', kid: `k${number}` }, claims()))).toBe('unauthenticated');
  const { user } = process.cpuUsage(began);
  expect(asked).toBe(0);
  expect(user / 1000).toBeLessThan(5_000);
});
