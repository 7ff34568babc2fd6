/** Who may be told, and how far: what the maker of a subscription might read when it was made is kept with it, and never grows. */
import { z } from 'zod';
import type { SubscriptionRow } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { grantOf, type Principal, rights } from '../access/index.ts';

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

/** The principal on whose behalf is told. */
export const authorityOf = ({ tenant_id, subject, authority }: SubscriptionRow): Principal => {
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

/**
 * Who reads for all patients, with the right or with a scope of a system that names the letter. A patient's token ends with the visit:
 * it is told of nothing behind it.
 */
export const authoriseSubscriber = ({ records, grants, rights: held }: Principal, letter: 'c' | 'r' | 'u' | 'd'): void => {
  const isGranted =
    grants === undefined
      ? held.has('read')
      : grants.some((g) => g.level === 'system' && (g.type === '*' || g.type === 'Subscription') && g.letters.has(letter));
  if (records !== undefined || !isGranted) fail('forbidden');
};

/** An administrator sees and ends all of them; anybody else their own. */
export const ownerOf = ({ subject, grants, rights: held }: Principal): string | undefined =>
  grants === undefined && held.has('admin') ? undefined : subject;
