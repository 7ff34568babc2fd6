/** A clinician: one whom somebody gave a number, or a name as it is used where the imaging comes from. */
import type { Practitioner } from '@medplum/fhirtypes';
import { type Root, systemOf } from './systems.ts';
import { identifierOf, namesOf, narrativeOf } from './values.ts';

export interface PractitionerModel {
  readonly id: string;
  /** Who gave the number, or where the name is used. */
  readonly issuer: string;
  /** Null: known by name only. */
  readonly number: string | null;
  /** DICOM PN */
  readonly name: string | null;
  readonly updatedAt: Date;
}

export const toPractitioner = (model: PractitionerModel, at: Root): Practitioner => {
  const names = namesOf(model.name);
  return {
    resourceType: 'Practitioner',
    id: model.id,
    meta: { lastUpdated: model.updatedAt.toISOString() },
    ...(model.number === null
      ? { text: narrativeOf([{ heading: '', text: `Known by name only, as it is used at ${model.issuer}.` }]) }
      : { identifier: [identifierOf('PRN', systemOf(model.issuer, at), model.number)] }),
    ...(names.length > 0 && { name: names }),
  };
};

/** Who is named, and our Practitioner of it where one is meant without doubt. */
export const practitionerReference = (display: string, id: string | undefined) => ({
  ...(id !== undefined && { reference: `Practitioner/${id}` }),
  display,
});
