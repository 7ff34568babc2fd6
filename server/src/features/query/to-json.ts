import {
  Dataset,
  type DicomJson,
  type JsonElement,
  type JsonValue,
  type Tag,
  tags,
  tagToHex,
  toJson,
  vrOf,
} from '@throughline/dicom';
import type { LocalIdentity, PatientIdentifier } from '../../db/index.ts';
import { type Attribute, STUDY_SUMMARY } from './attributes.ts';

/** A name that was taken before such were refused spoils no list. */
const oneValue = (text: string): string =>
  text
    .replaceAll(/[\\\p{Cc}]/gu, ' ')
    .split('=')
    .slice(0, 3)
    .join('=');

const nameJson = (text: string): JsonElement =>
  toJson(new Dataset().set(tags.SpecificCharacterSet, 'ISO_IR 192').set(tags.PatientName, oneValue(text)))[
    '00100010'
  ] ?? {
    vr: 'PN',
  };

const element = (attribute: Attribute, value: unknown): JsonElement => {
  const vr = vrOf(attribute.tag);
  if (value === null || value === undefined || value === '') return { vr };
  if (vr === 'PN') return { ...nameJson(String(value)), vr };
  const values = (Array.isArray(value) ? value : [value]) as readonly JsonValue[];
  return values.length === 0 ? { vr } : { vr, Value: values };
};

const text = (tag: Tag, value: string): DicomJson => ({ [tagToHex(tag)]: { vr: vrOf(tag), Value: [value] } });

const identifierJson = ({ id, issuer }: PatientIdentifier): DicomJson => ({
  ...text(tags.PatientID, id),
  ...text(tags.IssuerOfPatientID, issuer),
});

const identityJson = ({ identifier, others }: LocalIdentity): DicomJson => ({
  ...identifierJson(identifier),
  ...(others.length > 0 && {
    [tagToHex(tags.OtherPatientIDsSequence)]: {
      vr: 'SQ',
      Value: others.map((other) => ({ ...identifierJson(other), ...text(tags.TypeOfPatientID, 'TEXT') })),
    },
  }),
});

const heldValue = ({ summary }: Attribute, key: string, row: Readonly<Record<string, unknown>>): unknown =>
  summary === undefined ? row[key] : (row[STUDY_SUMMARY] as readonly unknown[])[summary];

/** One row of a search in the DICOM JSON model, without what the requester has to be told by its door (Retrieve URL). */
export const rowToJson = (
  wanted: readonly Attribute[],
  row: Readonly<Record<string, unknown>>,
  identity?: LocalIdentity,
): DicomJson => {
  const json: Record<string, JsonElement> = { '00080005': { vr: 'CS', Value: ['ISO_IR 192'] } };
  for (const attribute of wanted) {
    const key = tagToHex(attribute.tag);
    const value = heldValue(attribute, key, row);
    if (attribute.ifKnown !== true || value !== null) json[key] = element(attribute, value);
  }
  if (identity) Object.assign(json, identityJson(identity));
  json['00080056'] = { vr: 'CS', Value: ['ONLINE'] };
  const issuer = row.accession_issuer;
  if (typeof issuer === 'string') {
    json['00080051'] = { vr: 'SQ', Value: [{ '00400031': { vr: 'UT', Value: [issuer] } }] };
  }
  return Object.fromEntries(Object.entries(json).toSorted(([a], [b]) => (a < b ? -1 : 1)));
};
