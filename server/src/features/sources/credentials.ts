/** The secrets that sources ask of us: sealed in the database, opened only for the connection that needs them. */
import type { SourceInput } from '@throughline/contract';
import { z } from 'zod';
import type { SourceRow } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { PeerError } from '../../peers/index.ts';
import { parseSealKey, SealError, seal, unseal } from '../../seal.ts';
import type { Context } from '../context.ts';

export type Credentials = NonNullable<SourceInput['credentials']>;

const secretShape = z.string().min(1);

const keysOf = ({ config }: Context): readonly Buffer[] => config.secretKeys.map(parseSealKey);

const boundTo = (tenantId: string, sourceId: string): string => `source:${tenantId}:${sourceId}`;

interface SealedCredentials {
  readonly credentials_kind: 'basic' | 'bearer' | null;
  readonly credentials_user: string | null;
  readonly credentials: Buffer | null;
}

export const noCredentials: SealedCredentials = { credentials_kind: null, credentials_user: null, credentials: null };

/** Fails with a clear sentence when no key is configured: nothing secret is ever kept in the clear. */
export const sealCredentials = (
  context: Context,
  tenantId: string,
  sourceId: string,
  credentials: Credentials,
): SealedCredentials => {
  const keys = keysOf(context);
  if (keys.length === 0)
    return fail(
      'bad-request',
      'Credentials are kept encrypted only, and no key is configured: set THROUGHLINE_SECRET_KEY (openssl rand -base64 32) and start again.',
    );
  const secret = credentials.kind === 'basic' ? credentials.password : credentials.token;
  return {
    credentials_kind: credentials.kind,
    credentials_user: credentials.kind === 'basic' ? credentials.user : null,
    credentials: seal(keys, boundTo(tenantId, sourceId), secret),
  };
};

/** Undefined: the source asks for none. @throws PeerError when they cannot be opened: then it is not asked without them */
export const openCredentials = (context: Context, source: SourceRow): Credentials | undefined => {
  if (source.credentials === null || source.credentials_kind === null) return undefined;
  try {
    const secret = secretShape.parse(
      unseal(keysOf(context), boundTo(source.tenant_id, source.id), Buffer.from(source.credentials)),
    );
    return source.credentials_kind === 'basic'
      ? { kind: 'basic', user: source.credentials_user ?? '', password: secret }
      : { kind: 'bearer', token: secret };
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    throw new PeerError('refused', 'The credentials of the source cannot be opened with the configured keys', error);
  }
};
