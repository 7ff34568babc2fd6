/** Passcodes are kept as scrypt hashes with a salt each; the passcode itself is nowhere. */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 } as const satisfies ScryptOptions;
const saltBytes = 16;
const hashBytes = 32;

const derive = (passcode: Uint8Array, salt: Uint8Array, length: number): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(passcode, salt, length, cost, (error, hash) => (error ? reject(error) : resolve(hash))),
  );

/** `scrypt$salt$hash`, both in base64url. */
export const hashPasscode = async (passcode: string): Promise<string> => {
  const salt = randomBytes(saltBytes);
  const hash = await derive(Buffer.from(passcode, 'utf8'), salt, hashBytes);
  return `scrypt$${salt.toString('base64url')}$${hash.toString('base64url')}`;
};

export const isPasscode = async (passcode: Uint8Array, kept: string): Promise<boolean> => {
  const [, salt = '', hash = ''] = kept.split('$');
  const expected = Buffer.from(hash, 'base64url');
  if (expected.length !== hashBytes) return false;
  return timingSafeEqual(await derive(passcode, Buffer.from(salt, 'base64url'), hashBytes), expected);
};
