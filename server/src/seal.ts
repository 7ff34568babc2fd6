/** Secrets of others that we must be able to say again, encrypted at rest: AES-256-GCM (NIST SP 800-38D) with a key from outside. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const VERSION = 1;
const KEY_BYTES = 32;
const KEY_ID_BYTES = 4;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + KEY_ID_BYTES + IV_BYTES + TAG_BYTES;

export class SealError extends Error {
  override readonly name = 'SealError';
}

/** Names a key without telling it: which of several keys a secret was sealed with. */
const keyId = (key: Buffer): Buffer =>
  createHash('sha256').update('throughline key').update(key).digest().subarray(0, KEY_ID_BYTES);

/** 32 bytes in base64 or hexadecimal. @throws SealError for anything else */
export const parseSealKey = (text: string): Buffer => {
  const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  if (key.length !== KEY_BYTES || !/^[A-Za-z0-9+/]+=*$/.test(text))
    throw new SealError('A key is 32 bytes in base64 or hexadecimal.');
  return key;
};

/**
 * Encrypts with the first key. `boundTo` says whose secret it is: what was sealed for one cannot be opened for another, so a row
 * that is copied in the database does not carry the secret along.
 */
export const seal = (keys: readonly Buffer[], boundTo: string, secret: string): Buffer => {
  const [key] = keys;
  if (key === undefined) throw new SealError('There is no key to encrypt with.');
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(boundTo, 'utf8'));
  const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION]), keyId(key), iv, cipher.getAuthTag(), body]);
};

/** @throws SealError when no key fits, or a bit of it was changed, or it was sealed for somebody else */
export const unseal = (keys: readonly Buffer[], boundTo: string, sealed: Buffer): string => {
  if (sealed.length < HEAD_BYTES || sealed[0] !== VERSION) throw new SealError('This is no sealed secret.');
  const id = sealed.subarray(1, 1 + KEY_ID_BYTES);
  const key = keys.find((each) => keyId(each).equals(id));
  if (key === undefined) throw new SealError('The key that it was sealed with is not configured.');
  const iv = sealed.subarray(1 + KEY_ID_BYTES, 1 + KEY_ID_BYTES + IV_BYTES);
  const tag = sealed.subarray(HEAD_BYTES - TAG_BYTES, HEAD_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(boundTo, 'utf8'));
  decipher.setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(sealed.subarray(HEAD_BYTES)), decipher.final()]).toString('utf8');
  } catch (error) {
    throw new SealError('The secret was changed, or it is of somebody else.', { cause: error });
  }
};
