/**
 * Where the next page begins, sealed (H77): nobody else can use it, it cannot be made up, and what was asked, which may name a
 * patient, is not to be read in an address.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { ensureSecret } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;
const longest = 8192;

const keys = new WeakMap<Context['db'], Map<string, Promise<Buffer>>>();

const keyOf = ({ db }: Context, tenantId: string): Promise<Buffer> => {
  const ofDatabase = keys.get(db) ?? new Map<string, Promise<Buffer>>();
  keys.set(db, ofDatabase);
  const key =
    ofDatabase.get(tenantId) ??
    db.tenant(tenantId, (trx) => ensureSecret(trx, tenantId, 'page-tokens', randomBytes(32)));
  ofDatabase.set(tenantId, key);
  key.catch(() => ofDatabase.delete(tenantId));
  return key;
};

const boundTo = ({ tenantId, subject, records }: Principal): Buffer =>
  Buffer.from(JSON.stringify([tenantId, subject, records !== undefined]), 'utf8');

export const sealPage = async (context: Context, principal: Principal, value: unknown): Promise<string> => {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, await keyOf(context, principal.tenantId), iv).setAAD(boundTo(principal));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
};

/** What was sealed for this principal; `not-found` for anything else. */
export const openPage = async (context: Context, principal: Principal, token: string): Promise<unknown> => {
  const bytes = token.length > longest ? Buffer.alloc(0) : Buffer.from(token, 'base64url');
  if (bytes.length <= ivBytes + tagBytes) return fail('not-found');
  const key = await keyOf(context, principal.tenantId);
  try {
    const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
      .setAAD(boundTo(principal))
      .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    return JSON.parse(decipher.update(bytes.subarray(ivBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8'));
  } catch {
    return fail('not-found');
  }
};
