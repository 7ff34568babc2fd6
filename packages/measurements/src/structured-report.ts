/**
 * Measurements of a DICOM SR document (PS3.3 C.17.3): its NUM content items with what the items above and below them say. The same
 * walk reads measurement groups (TID 1500, 1501) and the procedure reports of echocardiography (TID 5200, 5220, 5300), of vessels
 * (TID 5100) and of obstetrics (TID 5000): all of them say site, side, method and subject by the same concepts.
 */
import { type Dataset, tags } from '@throughline/dicom';
import { conceptOf, firstCode, isCode, sideOf } from './codes.ts';
import { normalise } from './normalise.ts';
import type { Code, Measurement, Side } from './types.ts';

/** What holds for everything below an item. */
interface Surrounding {
  readonly site: Code | null;
  readonly side: Side | null;
  readonly derivation: Code | null;
  readonly modifiers: readonly Code[];
  readonly identifier: string | null;
  readonly uid: string | null;
  readonly subject: string | null;
  /** Observation DateTime (0040,A032): of a measurement, when its acquisition began (PS3.3 C.17.3.1). */
  readonly observed: string | null;
}

const nothing: Surrounding = {
  site: null,
  side: null,
  derivation: null,
  modifiers: [],
  identifier: null,
  uid: null,
  subject: null,
  observed: null,
};

const deepest = 32;
const most = 10_000;

/** How a picture was taken, and what a value was computed from, is no finding of the person. */
const beside = new Set(['HAS ACQ CONTEXT', 'INFERRED FROM', 'SELECTED FROM']);

/** Fetus ID (LN 11951-1) of TID 1008: a text, or the code of an identifier. */
const isSubject = (concept: Code | null): boolean =>
  isCode(concept, 'LN', '11951-1') || isCode(concept, 'DCM', '121030');

const withCode = (around: Surrounding, concept: Code | null, value: Code): Surrounding => {
  if (isCode(concept, 'SCT', '363698007')) return { ...around, site: value };
  if (isCode(concept, 'SCT', '272741003')) return { ...around, side: sideOf(value) ?? around.side };
  if (isCode(concept, 'DCM', '121401')) return { ...around, derivation: value };
  return { ...around, modifiers: [...around.modifiers, value] };
};

const isContext = (item: Dataset): boolean => {
  const relationship = item.string(tags.RelationshipType);
  if (relationship === 'HAS CONCEPT MOD' || relationship === 'HAS OBS CONTEXT') return true;
  // TID 1501 says the site of a group so in some writers' objects.
  return relationship === 'CONTAINS' && isCode(conceptOf(item), 'SCT', '363698007');
};

const add = (around: Surrounding, item: Dataset): Surrounding => {
  const concept = conceptOf(item);
  const type = item.string(tags.ValueType);
  const relationship = item.string(tags.RelationshipType);
  if (type === 'TEXT' && isCode(concept, 'DCM', '112039'))
    return { ...around, identifier: item.string(tags.TextValue) ?? null };
  if (type === 'UIDREF' && isCode(concept, 'DCM', '112040')) return { ...around, uid: item.string(tags.UID) ?? null };
  if (isSubject(concept)) {
    const named = item.string(tags.TextValue) ?? firstCode(item, tags.ConceptCodeSequence)?.meaning;
    return named === undefined ? around : { ...around, subject: named };
  }
  const value = type === 'CODE' ? firstCode(item, tags.ConceptCodeSequence) : null;
  if (value === null || (relationship === 'HAS OBS CONTEXT' && !isCode(concept, 'SCT', '363698007'))) return around;
  const said = withCode(around, concept, value);
  // The side of a site hangs below the site.
  return item.items(tags.ContentSequence).filter(isContext).reduce(add, said);
};

/** Language, procedure and observer of the whole document qualify no single value. */
const ofDocument = (item: Dataset): boolean => {
  const concept = conceptOf(item);
  return ['121049', '121058', '121005', '121012', '121008'].some((value) => isCode(concept, 'DCM', value));
};

const digits = (text: string | undefined): string => (text ?? '').replace(/[^\d].*$/, '');

/** When the study was made: a value that is measured later still speaks of the body as it was then. */
const timeOf = (document: Dataset): string | null => {
  const pairs = [
    [tags.StudyDate, tags.StudyTime],
    [tags.ContentDate, tags.ContentTime],
  ] as const;
  for (const [dateTag, timeTag] of pairs) {
    const date = document.string(dateTag);
    if (date !== undefined && /^\d{8}$/.test(date)) return `${date}${digits(document.string(timeTag)).slice(0, 6)}`;
  }
  return null;
};

/** A DT of at least a day, without fraction and offset. */
const observedAt = (item: Dataset): string | null =>
  /^\d{8}(\d{2}){0,3}/.exec(item.string(tags.ObservationDateTime) ?? '')?.[0] ?? null;

const measured = (item: Dataset): { readonly value: number; readonly unit: string } | null => {
  const [value] = item.items(tags.MeasuredValueSequence);
  const number = value?.number(tags.FloatingPointValue) ?? value?.number(tags.NumericValue);
  if (value === undefined || number === undefined) return null;
  return { value: number, unit: firstCode(value, tags.MeasurementUnitsCodeSequence)?.value ?? '' };
};

const numberOf = (item: Dataset, around: Surrounding, at: string | null): Measurement | null => {
  const what = conceptOf(item);
  const said = measured(item);
  if (what === null || said === null) return null;
  const { identifier, uid, observed, ...rest } = around;
  return normalise({ what, ...said, comparator: null, ...rest, tracking: { identifier, uid }, at: observed ?? at });
};

/** Every numeric finding of a structured report, in its order; at most ten thousand. Codes that nobody knows are kept as they are. */
export const measurementsOfReport = (document: Dataset): readonly Measurement[] => {
  const found: Measurement[] = [];
  const at = timeOf(document);
  const walk = (item: Dataset, around: Surrounding, depth: number): void => {
    const children = item.items(tags.ContentSequence);
    // What the root says is when the document was made, and no measurement.
    const timed = depth === 0 ? around : { ...around, observed: observedAt(item) ?? around.observed };
    const here = children.filter((child) => isContext(child) && !ofDocument(child)).reduce(add, timed);
    if (item.string(tags.ValueType) === 'NUM') {
      const one = numberOf(item, here, at);
      if (one !== null && found.length < most) found.push(one);
    }
    if (depth >= deepest) return;
    for (const child of children)
      if (!isContext(child) && !beside.has(child.string(tags.RelationshipType) ?? '')) walk(child, here, depth + 1);
  };
  walk(document, nothing, 0);
  return found;
};
