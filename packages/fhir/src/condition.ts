/** A diagnosis as it was told with a visit or an order (HL7 v2 DG1). */
import type { Condition } from '@medplum/fhirtypes';
import { momentOfDigits } from './encounter.ts';
import { systems } from './systems.ts';
import { textOf } from './values.ts';

export interface ConditionModel {
  readonly id: string;
  readonly patientRecordId: string;
  /** Our id of the visit; null: told without one. */
  readonly encounterId: string | null;
  /** Empty: a text alone. */
  readonly code: string;
  /** HL7 table 0396 */
  readonly system: string | null;
  readonly display: string;
  /** HL7 table 0052: admitting, working, final */
  readonly kind: 'A' | 'W' | 'F' | null;
  /** Digits of a DICOM DT. */
  readonly at: string | null;
  readonly updatedAt: Date;
}

/** Coding systems of HL7 table 0396 that have a URI in FHIR. */
const codeSystems: Readonly<Record<string, string>> = {
  I10: 'http://hl7.org/fhir/sid/icd-10',
  ICD10: 'http://hl7.org/fhir/sid/icd-10',
  I10C: 'http://hl7.org/fhir/sid/icd-10-cm',
  I9: 'http://hl7.org/fhir/sid/icd-9',
  I9C: 'http://hl7.org/fhir/sid/icd-9-cm',
  SCT: 'http://snomed.info/sct',
  SNM: 'http://snomed.info/srt',
  LN: systems.loinc,
};

/** The names that senders have for a system: the inverse. Empty: no code of ours is of it. */
export const codeSystemNames = (uri: string): readonly string[] =>
  Object.entries(codeSystems).flatMap(([name, system]) => (system === uri ? [name] : []));

/** What was admitted with, or worked with, may turn out otherwise. */
const certainty = { A: 'provisional', W: 'provisional', F: 'confirmed' } as const;

export const toCondition = (model: ConditionModel): Condition => {
  const text = textOf(model.display) ?? model.code;
  const system = codeSystems[model.system ?? ''];
  const recorded = momentOfDigits(model.at);
  return {
    resourceType: 'Condition',
    id: model.id,
    meta: { lastUpdated: model.updatedAt.toISOString() },
    ...(model.kind !== null && {
      verificationStatus: { coding: [{ system: systems.conditionVerification, code: certainty[model.kind] }] },
    }),
    category: [{ coding: [{ system: systems.conditionCategory, code: 'encounter-diagnosis' }] }],
    code: {
      ...(model.code !== '' && {
        coding: [{ ...(system !== undefined && { system }), code: model.code, display: text }],
      }),
      text,
    },
    subject: { reference: `Patient/${model.patientRecordId}` },
    ...(model.encounterId !== null && { encounter: { reference: `Encounter/${model.encounterId}` } }),
    ...(recorded !== undefined && { recordedDate: recorded }),
  };
};
