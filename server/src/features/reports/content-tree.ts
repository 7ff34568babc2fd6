import { type Dataset, displayName, tags } from '@throughline/dicom';

/** One heading of a report with its text, as received. */
export interface Section {
  readonly heading: string;
  readonly text: string;
}

// Deeper trees are measurement protocols, not prose; the reader bounds the data set itself.
const deepest = 16;

/** The prose of an SR content tree (PS3.3 C.17.3): one section for each heading that has text under it. */
export const sectionsOf = (root: Dataset): readonly Section[] => {
  const sections: Section[] = [];
  const loose: string[] = [];
  for (const item of root.items(tags.ContentSequence)) {
    if (!isContent(item)) continue;
    const heading = conceptName(item);
    const text = textOf(item, 0);
    if (text === '') continue;
    if (heading === undefined) loose.push(text);
    else sections.push({ heading, text });
  }
  return loose.length === 0 ? sections : [{ heading: '', text: loose.join('\n') }, ...sections];
};

/** Observation context and acquisition context describe who and how, not what was found. */
const isContent = (item: Dataset): boolean => {
  const relationship = item.string(tags.RelationshipType);
  return relationship !== 'HAS OBS CONTEXT' && relationship !== 'HAS ACQ CONTEXT' && relationship !== 'HAS CONCEPT MOD';
};

/** Code Meaning of the item's concept name. */
export const conceptName = (item: Dataset): string | undefined =>
  item.items(tags.ConceptNameCodeSequence)[0]?.string(tags.CodeMeaning);

const textOf = (item: Dataset, depth: number): string => {
  if (depth > deepest) return '';
  const children = item
    .items(tags.ContentSequence)
    .filter(isContent)
    .map((child) => labelled(child, textOf(child, depth + 1)))
    .filter((text) => text !== '');
  return [ownText(item), ...children].filter((text) => text !== '').join('\n');
};

/** Inside a section a child with a name of its own reads "name: value"; findings under Findings do not repeat it. */
const labelled = (item: Dataset, text: string): string => {
  if (text === '' || item.string(tags.ValueType) === 'TEXT') return text;
  const name = conceptName(item);
  return name === undefined ? text : `${name}: ${text}`;
};

const ownText = (item: Dataset): string => {
  switch (item.string(tags.ValueType)) {
    case 'TEXT':
      return item.string(tags.TextValue) ?? '';
    case 'NUM':
      return measuredValue(item);
    case 'CODE':
      return item.items(tags.ConceptCodeSequence)[0]?.string(tags.CodeMeaning) ?? '';
    case 'DATE':
      return item.string(tags.Date) ?? '';
    case 'PNAME':
      return displayName(item.string(tags.PersonName) ?? '');
    default:
      return '';
  }
};

const measuredValue = (item: Dataset): string => {
  const measured = item.items(tags.MeasuredValueSequence)[0];
  const value = measured?.string(tags.NumericValue);
  if (measured === undefined || value === undefined) return '';
  const unit = measured.items(tags.MeasurementUnitsCodeSequence)[0]?.string(tags.CodeValue);
  return unit === undefined || unit === '1' ? value : `${value} ${unit}`;
};
