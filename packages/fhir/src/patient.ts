/** One source's record of a patient as a Patient; the other records of the same person are its links. */
import type { Address, ContactPoint, Patient, PatientLink } from '@medplum/fhirtypes';
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
  /** Those of them that were merged into this one. */
  readonly absorbed: readonly string[];
  /** Its identifier is no longer used: it was merged into another record, or its number was given to somebody else. */
  readonly replaced?: { readonly by: string | null };
  readonly contact?: PatientContact;
}

/** As its source says it; absent in what is known of the past. */
export interface PatientContact {
  readonly street: string | null;
  readonly locality: string | null;
  readonly region: string | null;
  readonly postcode: string | null;
  readonly country: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  /** DICOM PN, before marriage */
  readonly motherName: string | null;
  readonly birthOrder: number | null;
  readonly multipleBirth: boolean | null;
  /** DICOM DA, or `Y` when only the fact is known */
  readonly deceased: string | null;
}

const mothersMaidenName = 'http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName';

const optional = <K extends string>(key: K, value: string | null): { readonly [P in K]?: string } => {
  const text = textOf(value);
  return (text === undefined ? {} : { [key]: text }) as { readonly [P in K]?: string };
};

const addressOf = ({ street, locality, region, postcode, country }: PatientContact): Address[] => {
  const line = textOf(street?.replaceAll('^', ', '));
  const address: Address = {
    ...(line !== undefined && { line: [line] }),
    ...optional('city', locality),
    ...optional('state', region),
    ...optional('postalCode', postcode),
    ...optional('country', country),
  };
  return Object.keys(address).length === 0 ? [] : [address];
};

const telecomOf = ({ phone, email }: PatientContact): ContactPoint[] =>
  (
    [
      ['phone', textOf(phone)],
      ['email', textOf(email)],
    ] as const
  ).flatMap(([system, value]) => (value === undefined ? [] : [{ system, value }]));

const lifeOf = ({ birthOrder, multipleBirth, deceased }: PatientContact): Partial<Patient> => {
  const died = dateOf(deceased);
  return {
    ...(died !== undefined ? { deceasedDateTime: died } : deceased === 'Y' && { deceasedBoolean: true }),
    ...(birthOrder !== null
      ? { multipleBirthInteger: birthOrder }
      : multipleBirth !== null && { multipleBirthBoolean: multipleBirth }),
  };
};

const contactOf = (contact: PatientContact): Partial<Patient> => {
  const [address, telecom] = [addressOf(contact), telecomOf(contact)];
  const [mother] = namesOf(contact.motherName);
  const maiden = textOf(mother?.family ?? mother?.text);
  return {
    ...(maiden !== undefined && { extension: [{ url: mothersMaidenName, valueString: maiden }] }),
    ...(telecom.length > 0 && { telecom }),
    ...(address.length > 0 && { address }),
    ...lifeOf(contact),
  };
};

/** R4 patient.html 8.1.6: the record that is used says `replaces`, the one that is not `replaced-by`. */
const linksOf = ({ sameAs, absorbed, replaced }: PatientModel): PatientLink[] => {
  const by = replaced?.by ?? null;
  const ids = by === null || sameAs.includes(by) ? sameAs : [by, ...sameAs];
  return ids.map((id) => ({
    other: { reference: `Patient/${id}` },
    type: id === by ? 'replaced-by' : absorbed.includes(id) ? 'replaces' : 'seealso',
  }));
};

export const toPatient = (model: PatientModel, at: Root): Patient => {
  const birthDate = dateOf(model.birthDate);
  const gender = genderOf(model.sex);
  const names = namesOf(model.name);
  const assigner = textOf(model.issuer);
  const link = linksOf(model);
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
    ...(model.contact && { active: model.replaced === undefined }),
    ...(names.length > 0 && { name: names }),
    ...(gender !== undefined && { gender }),
    ...(birthDate !== undefined && { birthDate }),
    ...(model.contact && contactOf(model.contact)),
    ...(link.length > 0 && { link }),
  };
};
