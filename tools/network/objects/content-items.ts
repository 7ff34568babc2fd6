/** Content items of structured reports (PS3.3 C.17.3). */
import { Dataset, tags } from '@throughline/dicom';

/** Value, coding scheme designator, meaning. */
export type Coded = readonly [value: string, scheme: string, meaning: string];

export const codeItem = ([value, scheme, meaning]: Coded): Dataset[] => [
  new Dataset().set(tags.CodeValue, value).set(tags.CodingSchemeDesignator, scheme).set(tags.CodeMeaning, meaning),
];

const item = (relationship: string, type: string, name: Coded, children: readonly Dataset[]): Dataset => {
  const made = new Dataset()
    .set(tags.RelationshipType, relationship)
    .set(tags.ValueType, type)
    .set(tags.ConceptNameCodeSequence, codeItem(name));
  return children.length === 0 ? made : made.set(tags.ContentSequence, [...children]);
};

export const container = (name: Coded, children: readonly Dataset[]): Dataset =>
  item('CONTAINS', 'CONTAINER', name, children).set(tags.ContinuityOfContent, 'SEPARATE');

export const codeContent = (relationship: string, name: Coded, value: Coded): Dataset =>
  item(relationship, 'CODE', name, []).set(tags.ConceptCodeSequence, codeItem(value));

export const textContent = (relationship: string, name: Coded, value: string): Dataset =>
  item(relationship, 'TEXT', name, []).set(tags.TextValue, value);

export const uidContent = (relationship: string, name: Coded, value: string): Dataset =>
  item(relationship, 'UIDREF', name, []).set(tags.UID, value);

export const number = (name: Coded, value: number, unit: string, children: readonly Dataset[] = []): Dataset =>
  item('CONTAINS', 'NUM', name, children).set(tags.MeasuredValueSequence, [
    new Dataset()
      .set(tags.NumericValue, String(value))
      .set(tags.MeasurementUnitsCodeSequence, codeItem([unit, 'UCUM', unit])),
  ]);
