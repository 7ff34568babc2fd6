/** What others carry for us and bring back: 256 random bits, of which we keep the SHA-256 only, so that no copy of the database is a key. */
import { createHash, randomBytes } from 'node:crypto';

const BYTES = 32;

export interface Carried {
  /** 43 characters of base64url */
  readonly text: string;
  readonly digest: Buffer;
}

export const digestOf = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

export const newCarried = (): Carried => {
  const text = randomBytes(BYTES).toString('base64url');
  return { text, digest: digestOf(text) };
};
