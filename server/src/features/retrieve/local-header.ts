/** The patient as the receiver knows them, laid over a header on its way out (PS3.3 C.7.1.1, C.12.1.1.9). */
import { Dataset, type DicomJson, fromJson, type Tag, tags, tagToHex, toJson } from '@throughline/dicom';
import type { LocalIdentity } from '../../db/index.ts';
import { dropGroupLengths, makeEncodable, modification } from './overlay.ts';

type Identifier = LocalIdentity['identifier'];

const nameOf = ({ id, issuer }: Identifier): string => `${id}\\${issuer}`;

const ofItem = (item: Dataset): string =>
  nameOf({ id: item.string(tags.PatientID) ?? '', issuer: item.string(tags.IssuerOfPatientID) ?? '' });

const itemOf = (dataset: Dataset, { id, issuer }: Identifier): Dataset =>
  new Dataset({ littleEndian: dataset.littleEndian, parent: dataset })
    .set(tags.PatientID, id)
    .set(tags.IssuerOfPatientID, issuer)
    .set(tags.TypeOfPatientID, 'TEXT');

/** What the object itself states stays, but for the identifier that is now the patient's own; what we know besides follows it. */
const otherItems = (dataset: Dataset, { identifier, others }: LocalIdentity): readonly Dataset[] => {
  const stated = dataset.items(tags.OtherPatientIDsSequence).filter((item) => ofItem(item) !== nameOf(identifier));
  const known = new Set(stated.map(ofItem));
  return [...stated, ...others.filter((other) => !known.has(nameOf(other))).map((other) => itemOf(dataset, other))];
};

const hasOther = (dataset: Dataset, tag: Tag, value: string): boolean => dataset.string(tag) !== value;

const changedTags = (dataset: Dataset, { identifier }: LocalIdentity, others: readonly Dataset[]): Tag[] => {
  const stated = dataset.items(tags.OtherPatientIDsSequence);
  const otherId = hasOther(dataset, tags.PatientID, identifier.id);
  const otherIssuer = hasOther(dataset, tags.IssuerOfPatientID, identifier.issuer);
  // They qualify the issuer that came with the object.
  const qualifiers = (otherId || otherIssuer) && dataset.has(tags.IssuerOfPatientIDQualifiersSequence);
  const sameOthers = others.length === stated.length && others.every((item, at) => item === stated[at]);
  return [
    ...(otherId ? [tags.PatientID] : []),
    ...(otherIssuer ? [tags.IssuerOfPatientID] : []),
    ...(qualifiers ? [tags.IssuerOfPatientIDQualifiersSequence] : []),
    ...(sameOthers ? [] : [tags.OtherPatientIDsSequence]),
  ];
};

/** Changes the data set in memory; the object stays as it is. */
export const applyLocalIdentity = (dataset: Dataset, identity: LocalIdentity): void => {
  const { identifier, others, since } = identity;
  makeEncodable(
    dataset,
    [identifier, ...others].flatMap(({ id, issuer }) => [id, issuer]),
  );
  const items = otherItems(dataset, identity);
  const changed = changedTags(dataset, identity, items);
  if (changed.length === 0) return;
  const original = modification(dataset, since.toISOString(), changed, 'COERCE');
  dataset.set(tags.PatientID, identifier.id).set(tags.IssuerOfPatientID, identifier.issuer);
  if (changed.includes(tags.IssuerOfPatientIDQualifiersSequence))
    dataset.delete(tags.IssuerOfPatientIDQualifiersSequence);
  if (items.length > 0) dataset.set(tags.OtherPatientIDsSequence, items);
  else dataset.delete(tags.OtherPatientIDsSequence);
  dataset.set(tags.OriginalAttributesSequence, [...dataset.items(tags.OriginalAttributesSequence), original]);
  dropGroupLengths(dataset);
};

const touched: ReadonlySet<string> = new Set(
  [tags.PatientID, tags.IssuerOfPatientID, tags.IssuerOfPatientIDQualifiersSequence, tags.OtherPatientIDsSequence].map(
    tagToHex,
  ),
);

const originalAttributes = tagToHex(tags.OriginalAttributesSequence);

const partOf = (header: DicomJson): DicomJson =>
  Object.fromEntries(Object.entries(header).filter(([hex]) => touched.has(hex)));

/** What was changed of it before, and now: values of the former may be bulk data, which only the JSON leads to. */
const originals = (before: DicomJson, now: DicomJson): DicomJson => {
  const items = [before, now].flatMap((json) => json[originalAttributes]?.Value ?? []);
  return items.length === 0 ? {} : { [originalAttributes]: { vr: 'SQ', Value: items } };
};

/** The same on a header in the DICOM JSON model. */
export const withLocalIdentity = (header: DicomJson, identity: LocalIdentity): DicomJson => {
  const part = fromJson(partOf(header));
  applyLocalIdentity(part, identity);
  const { [tagToHex(tags.SpecificCharacterSet)]: _, ...changed } = toJson(part, { inlineBytes: 4096 });
  const rest = Object.entries(header).filter(([hex]) => !touched.has(hex));
  const whole = { ...Object.fromEntries(rest), ...changed, ...originals(header, changed) };
  return Object.fromEntries(Object.entries(whole).toSorted(([one], [other]) => (one < other ? -1 : 1)));
};
