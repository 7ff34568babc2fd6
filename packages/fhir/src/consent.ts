/** What a patient allows or forbids, as another system keeps it here. */
import type { Consent, ConsentProvisionActor } from '@medplum/fhirtypes';
import { type Root, systems } from './systems.ts';

interface ConsentActorModel {
  readonly by: 'subject' | 'user';
  readonly name: string;
}

/** The system of the subjects of tokens, by which a recipient is named. */
export const subjectSystem = ({ root }: Root): string => `${root}/subjects`;

/** HL7 v3 ParticipationType: whom information is given to. */
export const recipientRole = 'IRCP';

const toActors = (actors: readonly ConsentActorModel[], at: Root): ConsentProvisionActor[] =>
  actors.map(({ by, name }) => ({
    role: { coding: [{ system: systems.participationType, code: recipientRole, display: 'information recipient' }] },
    reference: by === 'subject' ? { identifier: { system: subjectSystem(at), value: name } } : { reference: name },
  }));

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
  /** Whom the decision is about, and for whom the opposite holds. */
  readonly narrowing: { readonly only?: readonly ConsentActorModel[]; readonly except?: readonly ConsentActorModel[] };
  readonly updatedAt: Date;
}

const policies = { permit: ['OPTIN', 'opt-in'], deny: ['OPTOUT', 'opt-out'] } as const;

const opposite = { permit: 'deny', deny: 'permit' } as const;

export const toConsent = (model: ConsentModel, at: Root): Consent => {
  const { only, except } = model.narrowing;
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
    provision: {
      type: model.decision,
      ...(Object.keys(period).length > 0 && { period }),
      ...(only !== undefined && { actor: toActors(only, at) }),
      ...(except !== undefined && { provision: [{ type: opposite[model.decision], actor: toActors(except, at) }] }),
    },
  };
};
