/** Which patient and study an EHR launched: as its own server says them, found here by their identifiers. */
import { issuerOf, systems } from '@throughline/fhir';
import { z } from 'zod';
import type { ProviderRow } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { type Identified, readFhir } from '../../peers/index.ts';
import type { Principal } from '../access/index.ts';
import { recordsOfIdentifiers } from '../chart/index.ts';
import type { Context } from '../context.ts';

export interface Launched {
  readonly patientRecordId: string;
  /** Null: the patient is meant as a whole. */
  readonly studyInstanceUid: string | null;
}

const text = z.string().max(2000);
const identifiers = z
  .array(z.object({ system: text.optional(), value: text.optional() }))
  .max(50)
  .default([]);
const patientShape = z.object({ resourceType: z.literal('Patient'), id: text, identifier: identifiers });
const studyShape = z.object({ resourceType: z.literal('ImagingStudy'), id: text, identifier: identifiers });
const fhirContext = z
  .array(
    z.object({
      reference: text.optional(),
      type: text.optional(),
      identifier: z.object({ system: text.optional(), value: text.optional() }).optional(),
    }),
  )
  .max(20)
  .catch([]);

const uidOf = (given: readonly { readonly system?: string | undefined; readonly value?: string | undefined }[]) => {
  const found = given.find(({ system, value }) => system === systems.uid && value?.startsWith('urn:oid:'));
  return found?.value?.slice('urn:oid:'.length);
};

/** Our own cards hand over the study UID; EHRs name the study in `fhirContext`, by identifier or by reference. */
const studyOf = async (provider: ProviderRow, { context, accessToken }: Identified): Promise<string | null> => {
  const { appContext } = context;
  if (typeof appContext === 'string' && /^[0-9.]{1,64}$/.test(appContext)) return appContext;
  for (const { type, reference, identifier } of fhirContext.parse(context.fhirContext)) {
    if (type !== 'ImagingStudy' && reference?.startsWith('ImagingStudy/') !== true) continue;
    const named = identifier && uidOf([identifier]);
    if (named !== undefined) return named;
    if (reference === undefined) continue;
    const wanted = { type: 'ImagingStudy', id: reference.slice('ImagingStudy/'.length) } as const;
    const study = studyShape.safeParse(await readFhir(provider.issuer, wanted, accessToken));
    const uid = study.success ? uidOf(study.data.identifier) : undefined;
    if (uid !== undefined) return uid;
  }
  return null;
};

/** Refuses a launch without a patient, of somebody who is not known here, and of identifiers that several persons have. */
export const launchedBy = async (
  context: Context,
  provider: ProviderRow,
  subject: string,
  identified: Identified,
): Promise<Launched> => {
  const { patient: id } = identified.context;
  if (typeof id !== 'string') return fail('bad-request', 'The EHR did not say which patient is open.');
  const read = await readFhir(provider.issuer, { type: 'Patient', id }, identified.accessToken);
  const patient = patientShape.safeParse(read);
  if (!patient.success || patient.data.id !== id) return fail('bad-request', 'The EHR answered with another patient.');
  // Systems of our own naming are not in what an EHR says: there is no root to look below.
  const known = patient.data.identifier.flatMap(({ system, value }) => {
    const issuer = system === undefined ? provider.patient_issuer : issuerOf(system, { root: 'urn:none' });
    return value === undefined || issuer === null ? [] : [{ issuer, id: value }];
  });
  const principal: Principal = { tenantId: provider.tenant_id, subject, door: 'api', rights: new Set(['read']) };
  const patientRecordId = await recordsOfIdentifiers(context, principal, known);
  if (patientRecordId === undefined) return fail('not-found', 'This patient has no images here, or is not known.');
  return { patientRecordId, studyInstanceUid: await studyOf(provider, identified) };
};
