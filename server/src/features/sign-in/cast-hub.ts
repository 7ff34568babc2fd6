/** The FHIRcast hub that an EHR names when it launches us (FHIRcast STU3 2.1). */
import { isCastScope } from '@throughline/fhir';
import type { ProviderRow } from '../../db/index.ts';
import { type Identified, isCastAddress } from '../../peers/index.ts';
import type { ForeignHub } from '../fhircast/index.ts';

const textOf = (value: unknown, longest: number): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= longest ? value : undefined;

/** Undefined: it names none, or one that is not reached by https, or gave us no scope for it. */
export const castHubOf = (provider: ProviderRow, { context, accessToken }: Identified): ForeignHub | undefined => {
  const url = textOf(context['hub.url'], 2000);
  const topic = textOf(context['hub.topic'], 500);
  if (provider.kind !== 'smart' || url === undefined || topic === undefined) return undefined;
  // Whoever is granted all that was asked for need not say so (RFC 6749 5.1).
  const scopes = (textOf(context.scope, 10_000) ?? provider.scope).split(' ').filter(isCastScope);
  if (scopes.length === 0 || !isCastAddress(url, 'http')) return undefined;
  return { url, topic, token: accessToken, label: provider.label, scopes };
};
