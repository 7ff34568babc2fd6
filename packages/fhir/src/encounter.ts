/** A visit as its hospital tells of it (HL7 v2 PV1). */
import type { Coding, Encounter, EncounterParticipant } from '@medplum/fhirtypes';
import { practitionerReference } from './practitioner.ts';
import { numberSystem, type Root, systems } from './systems.ts';
import { dateTimeOf, identifierOf, personText, textOf } from './values.ts';

export interface EncounterModel {
  readonly id: string;
  readonly number: string;
  /** Who gave the number. */
  readonly issuer: string;
  readonly patientRecordId: string;
  /** HL7 table 0004 */
  readonly class: string | null;
  readonly status: Encounter['status'] & ('planned' | 'in-progress' | 'finished' | 'cancelled' | 'unknown');
  /** Digits of a DICOM DT. */
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly location: string | null;
  readonly attending: ClinicianModel | null;
  readonly referring: ClinicianModel | null;
  readonly updatedAt: Date;
}

interface ClinicianModel {
  /** DICOM PN */
  readonly name: string;
  readonly id: string | undefined;
}

/** HL7 table 0004 as codes of v3 ActEncounterCode; what has none keeps its own. */
const classes: Readonly<Record<string, readonly [code: string, display: string]>> = {
  I: ['IMP', 'inpatient encounter'],
  O: ['AMB', 'ambulatory'],
  E: ['EMER', 'emergency'],
  P: ['PRENC', 'pre-admission'],
};

const classOf = (said: string | null): Coding => {
  if (said === null) return { system: systems.nullFlavor, code: 'UNK', display: 'unknown' };
  const [code, display] = classes[said] ?? [];
  return code === undefined
    ? { system: systems.patientClass, code: said }
    : { system: systems.actCode, code, ...(display !== undefined && { display }) };
};

/** To the day unless the sender says in which time zone: a FHIR time must have one. */
export const momentOfDigits = (digits: string | null): string | undefined => {
  const [, date = '', time, offset] = /^(\d{8})(\d{4,6})?(?:\.\d+)?([+-]\d{4})?$/.exec(digits ?? '') ?? [];
  return date === '' ? undefined : dateTimeOf(date, time ?? null, offset ?? null);
};

const participantOf = (code: string, clinician: ClinicianModel | null): EncounterParticipant[] =>
  clinician === null
    ? []
    : [
        {
          type: [{ coding: [{ system: systems.participation, code }] }],
          individual: practitionerReference(personText(clinician.name), clinician.id),
        },
      ];

export const toEncounter = (model: EncounterModel, at: Root): Encounter => {
  const [start, end, location] = [
    momentOfDigits(model.startedAt),
    momentOfDigits(model.endedAt),
    textOf(model.location),
  ];
  const participant = [...participantOf('ATND', model.attending), ...participantOf('REF', model.referring)];
  return {
    resourceType: 'Encounter',
    id: model.id,
    meta: { lastUpdated: model.updatedAt.toISOString() },
    identifier: [identifierOf('VN', numberSystem(model.issuer, 'visits', at), model.number)],
    status: model.status,
    class: classOf(textOf(model.class) ?? null),
    subject: { reference: `Patient/${model.patientRecordId}` },
    ...(participant.length > 0 && { participant }),
    ...((start !== undefined || end !== undefined) && {
      period: { ...(start !== undefined && { start }), ...(end !== undefined && { end }) },
    }),
    ...(location !== undefined && { location: [{ location: { display: location } }] }),
  };
};
