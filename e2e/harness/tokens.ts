/** A token issuer as a hospital's identity provider would be one: its public key in a file, tokens signed with the private one. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export interface TokenIssuer {
  readonly env: Readonly<Record<string, string>>;
  token(scope: string, subject?: string): Promise<string>;
}

const issuer = 'https://login.hospital.example';
const audience = 'throughline';

export const createTokenIssuer = async (folder: string): Promise<TokenIssuer> => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const file = join(folder, 'jwks.json');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'ES256', use: 'sig' };
  await writeFile(file, JSON.stringify({ keys: [jwk] }));
  return {
    env: { THROUGHLINE_JWT_ISSUER: issuer, THROUGHLINE_JWT_AUDIENCE: audience, THROUGHLINE_JWKS: file },
    token: (scope, subject = 'dr-test') =>
      new SignJWT({ scope })
        .setProtectedHeader({ alg: 'ES256', kid: 'test', typ: 'at+jwt' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(subject)
        .setIssuedAt()
        .setExpirationTime('2h')
        .sign(privateKey),
  };
};
