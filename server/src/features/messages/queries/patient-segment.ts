/** A patient record as a PID of ours, with its identifiers as the asker calls their issuers. */
import { Repeated, type SegmentInput } from '@throughline/hl7';
import type { PatientRecordRow } from '../../../db/index.ts';
import type { Mapping } from '../mapping.ts';

/** What its receiver calls issuers, by the name that it has for each. */
type Naming = Pick<Mapping, 'authorities'>;

const isOid = (issuer: string): boolean => /^[0-2](\.(0|[1-9]\d*))+$/.test(issuer);

/** HD with subcomponents: a namespace, or a universal ID with its type (2A.33). */
const authority = (issuer: string, { authorities }: Naming): readonly string[] => {
  const known = Object.entries(authorities).find(([, ours]) => ours === issuer)?.[0] ?? issuer;
  return isOid(known) ? ['', known, 'ISO'] : [known];
};

export const identifierField = (
  records: readonly Pick<PatientRecordRow, 'issuer' | 'patient_id'>[],
  mapping: Naming,
): Repeated =>
  new Repeated(records.map(({ issuer, patient_id }) => [[patient_id], '', '', authority(issuer, mapping), 'PI']));

/** Groups of a DICOM person name as repetitions (HL7 table 0465); prefix and suffix stand the other way round. */
const nameField = (name: string | null): Repeated => {
  const groups = (name ?? '').split('=').slice(0, 3);
  return new Repeated(
    groups.flatMap((group, at) => {
      const [family = '', given = '', middle = '', prefix = '', suffix = ''] = group.split('^');
      if (group === '') return [];
      return [[family, given, middle, suffix, prefix, '', 'L', ['A', 'I', 'P'][at] ?? '']];
    }),
  );
};

const accountField = (
  { issuer, id }: { readonly issuer: string | undefined; readonly id: string },
  mapping: Naming,
): SegmentInput[number] => [[id], '', '', issuer === undefined ? '' : authority(issuer, mapping), 'AN'];

/** What the record's source says, for PDQ (ITI-21); the account is the one that was asked by. */
export const demographicSegment = (
  record: PatientRecordRow,
  identified: readonly Pick<PatientRecordRow, 'issuer' | 'patient_id'>[],
  mapping: Naming,
  account?: { readonly issuer: string | undefined; readonly id: string },
): SegmentInput => [
  'PID',
  undefined,
  undefined,
  identifierField(identified, mapping),
  undefined,
  nameField(record.name),
  undefined,
  record.birth_date ?? undefined,
  record.sex ?? undefined,
  undefined,
  undefined,
  [record.street ?? '', '', record.locality ?? '', record.region ?? '', record.postcode ?? '', record.country ?? ''],
  undefined,
  record.phone ?? undefined,
  ...(account === undefined ? [] : [undefined, undefined, undefined, undefined, accountField(account, mapping)]),
];
