/** Looks in a data set for what named the patient in the original (A36): a rule may have missed what somebody wrote somewhere. */
import { type Dataset, formatTag, type Tag, tags, type VR } from '@throughline/dicom';

const SHORTEST = 4;
const longTexts: ReadonlySet<VR> = new Set(['UT', 'UC', 'LT', 'ST', 'UR', 'UN']);

const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase();

/** Of objects that somebody has treated before: they stand in what we write, too. */
const dummyWords: ReadonlySet<string> = new Set(['deidentified', 'removed']);

const names: readonly Tag[] = [
  tags.PatientName,
  tags.OtherPatientNames,
  tags.PatientBirthName,
  tags.PatientMotherBirthName,
  tags.ResponsiblePerson,
  tags.ReferringPhysicianName,
  tags.PerformingPhysicianName,
  tags.OperatorsName,
  tags.PhysiciansOfRecord,
  tags.NameOfPhysiciansReadingStudy,
  tags.RequestingPhysician,
];
const numbers: readonly Tag[] = [
  tags.PatientID,
  tags.OtherPatientIDs,
  tags.AccessionNumber,
  tags.PatientBirthDate,
  tags.PatientAddress,
  tags.PatientTelephoneNumbers,
  tags.MedicalRecordLocator,
  tags.AdmissionID,
  tags.RequestedProcedureID,
];
const own: readonly Tag[] = [
  tags.StudyInstanceUID,
  tags.SeriesInstanceUID,
  tags.SOPInstanceUID,
  tags.FrameOfReferenceUID,
];

const valuesOf = (dataset: Dataset, wanted: readonly Tag[]): readonly string[] =>
  wanted.flatMap((tag) => dataset.strings(tag));

/** What must not be found: words of names, numbers, and UIDs unless they are kept; the shortest are in everything. */
export const identifiersIn = (dataset: Dataset, keepsUids: boolean): ReadonlySet<string> => {
  const others = dataset.items(tags.OtherPatientIDsSequence).flatMap((item) => item.strings(tags.PatientID));
  const words = valuesOf(dataset, names).flatMap((name) => name.split(/[\^=\s.,;-]+/));
  const all = [...words, ...valuesOf(dataset, numbers), ...others, ...(keepsUids ? [] : valuesOf(dataset, own))];
  const said = all.map((text) => folded(text.trim()));
  return new Set(said.filter((text) => text.length >= SHORTEST && !dummyWords.has(text)));
};

/** What we write ourselves says nothing of anybody. */
const ours: ReadonlySet<Tag> = new Set([
  tags.PatientIdentityRemoved,
  tags.DeidentificationMethod,
  tags.DeidentificationMethodCodeSequence,
  tags.LongitudinalTemporalInformationModified,
]);

/** Where in a data set one of them stands, as tags from the outermost; large values are not read. */
export const leftIn = (dataset: Dataset, identifiers: ReadonlySet<string>): string | undefined => {
  for (const element of dataset.elements()) {
    if (ours.has(element.tag)) continue;
    const place = formatTag(element.tag);
    if (element.kind === 'sequence') {
      const found = element.items.map((item) => leftIn(item, identifiers)).find((one) => one !== undefined);
      if (found !== undefined) return `${place} ${found}`;
    }
    // Words that are too long to be in memory are not known to be free of it.
    if (element.kind === 'bulk' && longTexts.has(element.vr)) return place;
    if (element.kind !== 'value') continue;
    const text = folded([...dataset.strings(element.tag), Buffer.from(element.bytes).toString('latin1')].join('\n'));
    for (const identifier of identifiers) if (text.includes(identifier)) return place;
  }
  return undefined;
};
