/** What is done later for somebody: what that principal might do is kept with the wish, and never grows. No patient context is kept. */
import { z } from 'zod';
import { isBarred } from '../../db/index.ts';
import type { Context } from '../context.ts';
import { type Principal, rights } from './principal.ts';
import { grantOf } from './scopes.ts';
import { withConsents } from './withheld.ts';

const keptShape = z.object({
  rights: z.array(z.enum(rights)),
  /** As scopes, so that they are understood by the one grammar. */
  scopes: z.array(z.string()).optional(),
  domain: z.object({ issuer: z.string(), only: z.boolean() }).optional(),
});

const order = ['c', 'r', 'u', 'd', 's'] as const;

const scopeOf = ({ level, type, letters, modalities }: NonNullable<Principal['grants']>[number]): string => {
  const query = modalities === undefined ? '' : `?modality=${[...modalities].join(',')}`;
  return `${level}/${type}.${order.filter((letter) => letters.has(letter)).join('')}${query}`;
};

/** What is kept of a principal. */
export const keepAuthority = ({ rights: held, grants, domain }: Principal): string =>
  JSON.stringify({
    rights: [...held],
    ...(grants && { scopes: grants.map(scopeOf) }),
    ...(domain && { domain }),
  } satisfies z.infer<typeof keptShape>);

interface KeptRow {
  readonly tenant_id: string;
  readonly subject: string;
  readonly authority: unknown;
}

/** The principal on whose behalf it is kept. */
export const authorityOf = ({ tenant_id, subject, authority }: KeptRow): Principal => {
  const { rights: held, scopes, domain } = keptShape.parse(authority);
  return {
    tenantId: tenant_id,
    subject,
    door: 'fhir',
    rights: new Set(held),
    ...(scopes && { grants: scopes.flatMap((scope) => grantOf(scope) ?? []) }),
    ...(domain && { domain }),
  };
};

/** The principal on whose behalf it is done now, with what is withheld from it; undefined when it was turned off since. */
export const actingFor = async (
  context: Pick<Context, 'db' | 'clock'>,
  row: KeptRow,
): Promise<Principal | undefined> => {
  const principal = authorityOf(row);
  const barred = await context.db.tenant(principal.tenantId, (trx) => isBarred(trx, principal.subject));
  return barred ? undefined : withConsents(context, principal);
};
