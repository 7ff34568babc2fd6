/** One source's record of a patient as a Patient; the other records of the same person are its links. */
import type { Patient } from '@medplum/fhirtypes';
import { type Root, systemOf } from './systems.ts';
import { dateOf, genderOf, identifierOf, namesOf, textOf } from './values.ts';

export interface PatientModel {
  readonly id: string;
  readonly issuer: string;
  /** Empty: nobody gave one. */
  readonly patientId: string;
  /** DICOM PN */
  readonly name: string | null;
  /** DICOM DA */
  readonly birthDate: string | null;
  readonly sex: string | null;
  readonly updatedAt: Date;
  /** Ids of the other records that are the same person. */
  readonly sameAs: readonly string[];
}

export const toPatient = (model: PatientModel, at: Root): Patient => {
  const birthDate = dateOf(model.birthDate);
  const gender = genderOf(model.sex);
  const names = namesOf(model.name);
  const assigner = textOf(model.issuer);
  return {
    resourceType: 'Patient',
    id: model.id,
    meta: { lastUpdated: model.updatedAt.toISOString() },
    ...(model.patientId !== '' && {
      identifier: [
        {
          ...identifierOf('MR', systemOf(model.issuer, at), model.patientId),
          ...(assigner !== undefined && { assigner: { display: assigner } }),
        },
      ],
    }),
    ...(names.length > 0 && { name: names }),
    ...(gender !== undefined && { gender }),
    ...(birthDate !== undefined && { birthDate }),
    ...(model.sameAs.length > 0 && {
      link: model.sameAs.map((id) => ({ other: { reference: `Patient/${id}` }, type: 'seealso' as const })),
    }),
  };
};
