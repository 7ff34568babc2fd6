/** What a patient allows or forbids, as another system keeps it here. */
import type { Consent } from '@medplum/fhirtypes';
import { systems } from './systems.ts';

export interface ConsentModel {
  readonly id: string;
  readonly identifier: { readonly system: string; readonly value: string };
  readonly patientRecordId: string;
  readonly status: NonNullable<Consent['status']>;
  readonly decision: 'permit' | 'deny';
  readonly from: Date | null;
  readonly before: Date | null;
  /** When it was given, as it was told. */
  readonly givenAt: string | null;
  readonly updatedAt: Date;
}

const policies = { permit: ['OPTIN', 'opt-in'], deny: ['OPTOUT', 'opt-out'] } as const;

export const toConsent = (model: ConsentModel): Consent => {
  const [code, display] = policies[model.decision];
  const period = {
    ...(model.from !== null && { start: model.from.toISOString() }),
    ...(model.before !== null && { end: model.before.toISOString() }),
  };
  return {
    resourceType: 'Consent',
    id: model.id,
    meta: { lastUpdated: model.updatedAt.toISOString() },
    identifier: [model.identifier],
    status: model.status,
    scope: { coding: [{ system: systems.consentScope, code: 'patient-privacy', display: 'Privacy Consent' }] },
    category: [{ coding: [{ system: systems.loinc, code: '59284-0', display: 'Consent Document' }] }],
    patient: { reference: `Patient/${model.patientRecordId}` },
    ...(model.givenAt !== null && { dateTime: model.givenAt }),
    policyRule: { coding: [{ system: systems.actCode, code, display }] },
    provision: { type: model.decision, ...(Object.keys(period).length > 0 && { period }) },
  };
};
