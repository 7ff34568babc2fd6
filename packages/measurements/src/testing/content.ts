/** Content items of structured reports, short to write. Synthetic. */
import { Dataset, tags } from '@throughline/dicom';

type Triple = readonly [value: string, scheme: string, meaning: string];

export const code = ([value, scheme, meaning]: Triple): Dataset[] => [
  new Dataset().set(tags.CodeValue, value).set(tags.CodingSchemeDesignator, scheme).set(tags.CodeMeaning, meaning),
];

const item = (relationship: string, type: string, name: Triple, children: readonly Dataset[]): Dataset => {
  const made = new Dataset()
    .set(tags.RelationshipType, relationship)
    .set(tags.ValueType, type)
    .set(tags.ConceptNameCodeSequence, code(name));
  return children.length === 0 ? made : made.set(tags.ContentSequence, [...children]);
};

export const container = (name: Triple, ...children: readonly Dataset[]): Dataset =>
  item('CONTAINS', 'CONTAINER', name, children);

export const num = (name: Triple, value: string, unit: string, ...children: readonly Dataset[]): Dataset =>
  item('CONTAINS', 'NUM', name, children).set(
    tags.MeasuredValueSequence,
    value === ''
      ? []
      : [
          new Dataset()
            .set(tags.NumericValue, value)
            .set(tags.MeasurementUnitsCodeSequence, code([unit, 'UCUM', unit])),
        ],
  );

export const modifier = (name: Triple, value: Triple, ...children: readonly Dataset[]): Dataset =>
  item('HAS CONCEPT MOD', 'CODE', name, children).set(tags.ConceptCodeSequence, code(value));

export const coded = (name: Triple, value: Triple, ...children: readonly Dataset[]): Dataset =>
  item('CONTAINS', 'CODE', name, children).set(tags.ConceptCodeSequence, code(value));

export const text = (relationship: string, name: Triple, value: string): Dataset =>
  item(relationship, 'TEXT', name, []).set(tags.TextValue, value);

export const uidRef = (relationship: string, name: Triple, value: string): Dataset =>
  item(relationship, 'UIDREF', name, []).set(tags.UID, value);

export const document = (name: Triple, ...children: readonly Dataset[]): Dataset =>
  item('', 'CONTAINER', name, children)
    .set(tags.StudyDate, '20260501')
    .set(tags.StudyTime, '083000')
    .set(tags.ContentDate, '20260504');
