/** PID and MRG as statements about patients. */
import { type Cx, type Fields, type Hd, readFields, type Segment, type Xcn, type Xpn } from '@throughline/hl7';
import type { PatientIdentifier, PatientStatement } from '../../../db/index.ts';
import { refuse } from '../refusal.ts';
import { bounded, type Reading } from './reading.ts';

const LONGEST_ID = 64;

export const keyOf = ({ issuer, id }: PatientIdentifier): string => `${issuer}\n${id}`;

/** Who assigned an identifier, also of a visit or a clinician: by the mapping, else as the sender calls it, else the sender's own issuer. */
export const issuerOf = ({ mapping, issuer }: Reading, authority: Hd): string => {
  const { namespace, universalId } = authority;
  const names = [namespace, universalId].filter((name) => name !== undefined);
  for (const name of names) {
    const mapped = Object.hasOwn(mapping.authorities, name) ? mapping.authorities[name] : undefined;
    if (mapped !== undefined) return mapped;
  }
  return bounded(names[0] ?? issuer, LONGEST_ID);
};

const toIdentifier = (reading: Reading, { id, authority }: Cx): PatientIdentifier => {
  if (id.length > LONGEST_ID) refuse('102', `A patient identifier has at most ${LONGEST_ID} characters.`, 'PID-3');
  return { issuer: issuerOf(reading, authority), id: bounded(id) };
};

/**
 * The patient's own identifier first: of the sender's issuer before others, then by type; those of persons elsewhere (insurance,
 * passport) come last whatever stands first in the field.
 */
export const identifiersOf = (reading: Reading, list: readonly Cx[]): readonly PatientIdentifier[] => {
  const { patientIdTypes } = reading.mapping;
  const placeOf = (cx: Cx): number => {
    const at = patientIdTypes.indexOf(cx.type ?? '');
    const type = at < 0 ? patientIdTypes.length : at;
    return issuerOf(reading, cx.authority) === reading.issuer ? type : type + 100;
  };
  const ranked = list.toSorted((one, other) => placeOf(one) - placeOf(other)).map((cx) => toIdentifier(reading, cx));
  return ranked.filter((one, at) => ranked.findIndex((two) => two.issuer === one.issuer && two.id === one.id) === at);
};

const clean = (text: string | undefined): string => bounded((text ?? '').replaceAll(/[\^=\\\r\n]/g, ' '), 64);

/** Components in the order of DICOM (PS3.5 6.2.1): prefix and suffix stand the other way round in HL7. */
const components = ({ family, given, middle, prefix, suffix, degree }: Xpn): string =>
  [family, given, middle, prefix, [suffix, degree].filter(Boolean).join(' ')].map(clean).join('^').replace(/\^+$/, '');

const OTHER_NAMES = 3;

/** HL7 table 0200: how somebody is called (D) may stand in front of the name by law (L), and is not it. */
const nameRank = (type: Xpn['type']): number => {
  const at = ['L', undefined, 'D'].indexOf(type);
  return at < 0 ? OTHER_NAMES : at;
};

/** The legal name; the same name in other scripts becomes the groups of a DICOM person name. */
export const personName = (names: readonly Xpn[]): string | undefined => {
  const legal = names.filter(({ type }) => nameRank(type) < OTHER_NAMES);
  const said = (legal.length > 0 ? legal : names).toSorted((one, other) => nameRank(one.type) - nameRank(other.type));
  const ideographic = said.find((name) => name.representation === 'I');
  const phonetic = said.find((name) => name.representation === 'P');
  const alphabetic = said.find((name) => name !== ideographic && name !== phonetic);
  const groups = [alphabetic, ideographic, phonetic].map((name) => (name === undefined ? '' : components(name)));
  return groups.join('=').replace(/=+$/, '') || undefined;
};

/** A clinician as a DICOM person name; one who has only an identifier is called by it. */
export const clinicianName = (clinician: Xcn | undefined): string | undefined =>
  clinician === undefined ? undefined : components(clinician) || clean(clinician.id) || undefined;

/** HL7 table 0001 to DICOM: other, ambiguous and not applicable are O; unknown is not said. */
const sexes: Readonly<Record<string, 'F' | 'M' | 'O'>> = { F: 'F', M: 'M', O: 'O', A: 'O', N: 'O', X: 'O' };

const LONGEST_TEXT = 256;

/** The empty text where the sender says that there is nothing, null where it says nothing. */
const orNull = (segment: Segment, field: number, value: string | undefined): string | null =>
  bounded(value ?? '', LONGEST_TEXT) || (segment.first(field).isNothing ? '' : null);

const flag = (value: string | undefined): boolean | null => (value === 'Y' ? true : value === 'N' ? false : null);

const contactOf = (segment: Segment, pid: Fields<'PID'>) => {
  const [address] = pid.addresses;
  const phone = pid.homePhones.find(({ number }) => number)?.number;
  const order = Number(pid.birthOrder);
  return {
    street: orNull(segment, 11, address?.street),
    locality: orNull(segment, 11, address?.locality),
    region: orNull(segment, 11, address?.region),
    postcode: orNull(segment, 11, address?.postcode),
    country: orNull(segment, 11, address?.country),
    phone: orNull(segment, 13, phone),
    email: bounded(pid.homePhones.find(({ email }) => email)?.email ?? '', LONGEST_TEXT) || null,
    motherName: orNull(segment, 6, personName(pid.mothersNames.map(({ type: _type, ...name }) => name))),
    birthOrder: Number.isInteger(order) && order >= 1 && order <= 20 ? order : null,
    multipleBirth: flag(pid.multipleBirth),
    deceased: pid.diedAt?.slice(0, 8) ?? (pid.isDead === 'Y' ? 'Y' : pid.isDead === 'N' ? '' : null),
  };
};

export interface StatedPatient {
  readonly statement: PatientStatement;
  readonly mothers: readonly PatientIdentifier[];
}

/** Of PID-3, or of PID-4 or PID-2 (older versions) where it says nothing; the patient's own first, none where nobody is named. */
export const identifiersIn = (reading: Reading, pid: Fields<'PID'>): readonly PatientIdentifier[] => {
  const list = pid.identifiers.length === 0 ? pid.alternateIds : pid.identifiers;
  const external = pid.externalId === undefined || list.length > 0 ? [] : [pid.externalId];
  return identifiersOf(reading, [...list, ...external]);
};

/** Whether a PID says more than its own number (PID-1). */
export const saysAnything = ({ message }: Reading, pid: Segment): boolean =>
  pid.raw
    .split(message.delimiters.field)
    .slice(2)
    .some((field) => field !== '');

/** @throws Refusal when PID-3 (or PID-2, PID-4 of older versions) names nobody */
export const readPatient = (reading: Reading, segment: Segment): StatedPatient => {
  const pid = readFields('PID', segment);
  const [own, ...others] = identifiersIn(reading, pid);
  if (own === undefined) return refuse('101', 'The patient has no identifier.', 'PID-3');
  const sex = pid.sex === undefined ? undefined : sexes[pid.sex.toUpperCase()];
  if (pid.birthDate === undefined && segment.text(7) !== '') reading.flags.add('birth-date-unreadable');
  const statement: PatientStatement = {
    ...own,
    name: orNull(segment, 5, personName(pid.names)),
    birthDate: orNull(segment, 7, pid.birthDate?.slice(0, 8)),
    sex: orNull(segment, 8, sex),
    otherIds: others,
    ...contactOf(segment, pid),
  };
  const mothers = identifiersOf(reading, pid.mothersIdentifiers);
  return { statement, mothers };
};

/**
 * Whom MRG names (3.4.10): identifiers that are no longer used, or that belong elsewhere. Where some are of this issuer, those, since what else
 * stands there is how others call the same patient; else the first.
 */
export const readPriors = (reading: Reading, segment: Segment, issuer: string): readonly PatientIdentifier[] => {
  const mrg = readFields('MRG', segment);
  const list =
    mrg.identifiers.length > 0 ? mrg.identifiers : [...mrg.alternateIds, ...(mrg.externalId ? [mrg.externalId] : [])];
  const all = identifiersOf(reading, list);
  if (all.length === 0) return refuse('101', 'The prior patient has no identifier.', 'MRG-1');
  const own = all.filter((each) => each.issuer === issuer);
  return own.length > 0 ? own : all.slice(0, 1);
};
