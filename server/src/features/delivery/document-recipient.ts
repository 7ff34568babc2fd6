/** Where documents go: the FHIR service of the source that an application entity belongs to (IHE MHD Document Recipient). */
import { findApplicationEntity } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { FhirSettings } from '../../peers/index.ts';
import { authorise, type PatientIdDomain, type Principal } from '../access/index.ts';
import { entityDomain } from '../application-entities/index.ts';
import type { Context } from '../context.ts';
import { serviceOf } from './receiver.ts';

const patienceMs = 60_000;

export interface DocumentRecipient {
  readonly settings: FhirSettings;
  /** What is sent there is told of patients as this domain knows them. */
  readonly domain: PatientIdDomain | undefined;
}

/** From the list only (H21). Fails with `unknown-destination`. */
export const findDocumentRecipient = async (
  context: Context,
  principal: Principal,
  aeTitle: string,
): Promise<DocumentRecipient> => {
  authorise(principal, 'read');
  const entity = await context.db.tenant(principal.tenantId, (trx) => findApplicationEntity(trx, aeTitle));
  if (entity?.deliver_by !== 'mhd') return fail('unknown-destination');
  const { fhirUrl, credentials } = await serviceOf(context, principal, entity.source_id);
  if (!fhirUrl) return fail('unknown-destination');
  const settings = { baseUrl: fhirUrl, timeoutMs: patienceMs, ...(credentials && { credentials }) };
  return { settings, domain: entityDomain(entity).domain };
};
