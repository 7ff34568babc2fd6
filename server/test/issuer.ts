/** Whoever signs tokens, for tests: a key pair of its own, and the settings of a hub that trusts it. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export interface TestIssuer {
  readonly environment: Readonly<Record<string, string>>;
  token(claims: Readonly<Record<string, unknown>>, subject?: string): Promise<string>;
}

export const createIssuer = async (): Promise<TestIssuer> => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'ES256', use: 'sig' };
  const file = join(mkdtempSync(join(tmpdir(), 'throughline-issuer-')), 'jwks.json');
  writeFileSync(file, JSON.stringify({ keys: [jwk] }));
  const [issuer, audience] = ['https://issuer.test', 'throughline'];
  return {
    environment: {
      THROUGHLINE_JWT_ISSUER: issuer,
      THROUGHLINE_JWT_AUDIENCE: audience,
      THROUGHLINE_JWKS: file,
    },
    token: (claims, subject = 'dr-test') =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', kid: 'test' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(subject)
        .setExpirationTime('1h')
        .sign(privateKey),
  };
};
