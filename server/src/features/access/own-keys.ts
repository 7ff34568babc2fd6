/** The keys that the hub signs with: one a month, made by whoever needs it first, kept in the database for every process. */
import { exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { ensureSecret } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Context } from '../context.ts';

/** `token` signs what we give out (OpenID Connect Core 15.1 wants RS256), `client` what we prove ourselves with (SMART 2.2, 7.1). */
export const keyAlgorithms = { token: 'RS256', client: 'ES384' } as const;
type Purpose = keyof typeof keyAlgorithms;

type Keys = Pick<Context, 'db' | 'clock'>;

const monthOf = (at: Date): string => at.toISOString().slice(0, 7);

const monthBefore = (at: Date): string => monthOf(new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 0)));

const known = new WeakMap<Context['db'], Map<string, Promise<JWK>>>();

interface Wanted {
  readonly tenantId: string;
  readonly purpose: Purpose;
  readonly month: string;
}

const nameOf = ({ purpose, month }: Wanted): string => `${purpose}-${month}`;

const make = async ({ db }: Keys, wanted: Wanted): Promise<JWK> => {
  const { tenantId, purpose } = wanted;
  const alg = keyAlgorithms[purpose];
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const made = Buffer.from(JSON.stringify(await exportJWK(privateKey)));
  const secret = await db.tenant(tenantId, (trx) => ensureSecret(trx, tenantId, `key:${nameOf(wanted)}`, made));
  return { ...(JSON.parse(Buffer.from(secret).toString('utf8')) as JWK), kid: nameOf(wanted), alg, use: 'sig' };
};

const keyOf = (context: Keys, wanted: Wanted): Promise<JWK> => {
  const keys = known.get(context.db) ?? new Map<string, Promise<JWK>>();
  known.set(context.db, keys);
  const name = `${wanted.tenantId} ${nameOf(wanted)}`;
  const key = keys.get(name) ?? make(context, wanted);
  keys.set(name, key);
  key.catch(() => keys.delete(name));
  return key;
};

/** The key to sign with now. */
export const signingKey = async (context: Keys, tenantId: string, purpose: Purpose) => {
  const jwk = await keyOf(context, { tenantId, purpose, month: monthOf(context.clock()) });
  const key = await importJWK(jwk, keyAlgorithms[purpose]);
  return key instanceof Uint8Array ? fail('processing-failure') : { kid: String(jwk.kid), key };
};

const publicNames = ['kty', 'crv', 'x', 'y', 'n', 'e', 'kid', 'alg', 'use'] as const;

const publicPart = (jwk: JWK): JWK =>
  Object.fromEntries(publicNames.flatMap((name) => (jwk[name] === undefined ? [] : [[name, jwk[name]]]))) as JWK;

/** Signatures of this month and of the one before are good: what was signed on its last day lives into the next. */
const goodMonths = ({ clock }: Keys): readonly string[] => [monthOf(clock()), monthBefore(clock())];

/** The key set (RFC 7517 5) by which others check what we sign. */
export const publicKeys = async (context: Keys, tenantId: string): Promise<{ readonly keys: readonly JWK[] }> => {
  const wanted = goodMonths(context).flatMap((month) =>
    (['token', 'client'] as const).map((purpose) => ({ tenantId, purpose, month })),
  );
  return { keys: await Promise.all(wanted.map(async (one) => publicPart(await keyOf(context, one)))) };
};

/** The key for tokens that a header names; nothing else of a header is looked at (H85). */
export const verifyingKey = async (context: Keys, tenantId: string, kid: unknown) => {
  const wanted = goodMonths(context).map((month): Wanted => ({ tenantId, purpose: 'token', month }));
  const one = wanted.find((each) => nameOf(each) === kid);
  return one === undefined
    ? fail('unauthenticated')
    : importJWK(publicPart(await keyOf(context, one)), keyAlgorithms.token);
};
