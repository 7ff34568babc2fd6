/** What of the scopes that are asked for is granted: never more than the application is registered for, than is understood, and than exists. */
import { coversCast, isCastScope } from '@throughline/fhir';
import { type Grant, grantOf, hubScopes, isVersion1 } from '../access/index.ts';

/** Scopes that speak of the launch and the user, not of resources. */
const identityScopes = ['openid', 'fhirUser', 'profile', 'launch', 'launch/patient', 'launch/imagingstudy'];
const lasting = ['offline_access', 'online_access'];
export const plainScopes: readonly string[] = [...identityScopes, ...lasting];

export type Audience = 'user' | 'system';

const reading = ['r', 's'] as const;
/** Of the letters only these are ever granted: what a user may write is a right that the sign-in does not tell; nothing is deleted. */
const usable = { user: reading, system: ['c', 'r', 'u', 's'] } as const;

const isFor = (audience: Audience, { level }: Grant): boolean => (level === 'system') === (audience === 'system');

const queryOf = (scope: string): string => scope.split('?')[1] ?? '';

/** An allowed scope covers a wanted one of its level and type; one that is narrowed covers only what is narrowed in the same way. */
const lettersUnder = (wanted: string, asked: Grant, allowed: string, audience: Audience): readonly string[] => {
  const grant = grantOf(allowed);
  if (grant === undefined || grant.level !== asked.level) return [];
  if (grant.type !== '*' && grant.type !== asked.type) return [];
  if (queryOf(allowed) !== '' && queryOf(allowed) !== queryOf(wanted)) return [];
  return usable[audience].filter((letter) => grant.letters.has(letter) && asked.letters.has(letter));
};

const grantedOf = (wanted: string, allowed: readonly string[], audience: Audience): string | undefined => {
  if (isCastScope(wanted)) return audience === 'user' && coversCast(allowed, wanted) ? wanted : undefined;
  const asked = grantOf(wanted);
  if (asked === undefined) {
    const known = audience === 'user' ? plainScopes : hubScopes;
    return known.includes(wanted) && allowed.includes(wanted) ? wanted : undefined;
  }
  if (!isFor(audience, asked)) return undefined;
  const letters = new Set(allowed.flatMap((one) => lettersUnder(wanted, asked, one, audience)));
  if (letters.size === 0) return undefined;
  const query = queryOf(wanted);
  // Whoever asks in version 1 is answered in it, where all that it reads by it is granted (SMART App Launch 2.2, 3.1.0.11).
  if (isVersion1(wanted) && letters.size === 2 && reading.every((letter) => letters.has(letter)))
    return `${asked.level}/${asked.type}.read`;
  return `${asked.level}/${asked.type}.${usable[audience].filter((letter) => letters.has(letter)).join('')}${query === '' ? '' : `?${query}`}`;
};

/** In the order in which they were asked for; each once. */
export const grantedScopes = (asked: string, allowed: readonly string[], audience: Audience): readonly string[] => [
  ...new Set(asked.split(' ').flatMap((scope) => grantedOf(scope, allowed, audience) ?? [])),
];

export const speaksOfPatient = (scopes: readonly string[]): boolean =>
  scopes.some((scope) => scope.startsWith('patient/') || scope === 'launch/patient');
