/** Corrections laid over a header, with what was there before in Original Attributes Sequence (PS3.3 C.12.1.1.9). */
import { Dataset, DicomError, encodeText, type Tag, tags, toUnicode } from '@throughline/dicom';
import { type Overlay, toldIssuer } from '../../db/index.ts';

/**
 * What else says who the patient is, what is known of them and where they were admitted (PS3.3 C.7.1.1, C.2.3, C.3.2 to C.3.4): of the one
 * whom the operator had chosen, not of the one whom the object was moved to. What was measured at the examination, e.g. the weight, stays.
 */
const ofTheWrongPatient: readonly Tag[] = [
  tags.ReferencedPatientSequence,
  tags.AdmittingDiagnosesDescription,
  tags.AdmittingDiagnosesCodeSequence,
  tags.PatientInsurancePlanCodeSequence,
  tags.PatientPrimaryLanguageCodeSequence,
  tags.PatientAge,
  tags.InsurancePlanIdentification,
  tags.MilitaryRank,
  tags.BranchOfService,
  tags.ReferencedPatientPhotoSequence,
  tags.MedicalAlerts,
  tags.Allergies,
  tags.CountryOfResidence,
  tags.RegionOfResidence,
  tags.EthnicGroup,
  tags.Occupation,
  tags.SmokingStatus,
  tags.AdditionalPatientHistory,
  tags.PatientReligiousPreference,
  tags.ResponsiblePerson,
  tags.ResponsiblePersonRole,
  tags.ResponsibleOrganization,
  tags.PatientComments,
  tags.ClinicalTrialSubjectID,
  tags.ClinicalTrialSubjectReadingID,
  tags.ReferencedPatientAliasSequence,
  tags.AdmissionID,
  tags.IssuerOfAdmissionIDSequence,
  tags.AdmittingDate,
  tags.AdmittingTime,
  tags.SpecialNeeds,
  tags.ServiceEpisodeID,
  tags.ServiceEpisodeDescription,
  tags.IssuerOfServiceEpisodeIDSequence,
  tags.PertinentDocumentsSequence,
  tags.CurrentPatientLocation,
  tags.PatientInstitutionResidence,
  tags.PatientState,
  tags.VisitComments,
  tags.IssuerOfPatientIDQualifiersSequence,
  tags.PatientBirthTime,
  tags.OtherPatientIDsSequence,
  tags.OtherPatientIDs,
  tags.OtherPatientNames,
  tags.PatientBirthName,
  tags.PatientAddress,
  tags.PatientMotherBirthName,
  tags.MedicalRecordLocator,
  tags.PatientTelephoneNumbers,
];

/** Type 2 in every IOD: present also when empty. */
const alwaysPresent: ReadonlySet<Tag> = new Set([
  tags.PatientName,
  tags.PatientID,
  tags.PatientBirthDate,
  tags.PatientSex,
  tags.StudyDate,
  tags.StudyTime,
  tags.AccessionNumber,
  tags.StudyID,
  tags.ReferringPhysicianName,
  tags.SeriesNumber,
]);

interface Change {
  readonly tag: Tag;
  readonly value: string | null;
}

const PATIENT_ID = '00100020';

/** A record that was made for a patient without identifier has no issuer that a peer may know. */
const toldValue = (tag: Tag, value: string | null): string | null =>
  tag === tags.IssuerOfPatientID && value !== null ? toldIssuer(value) || null : value;

const changesByTime = (overlay: Overlay): ReadonlyMap<string, readonly Change[]> => {
  const changes = Object.entries(overlay).map(([hex, [value, at]]) => {
    const tag = Number.parseInt(hex, 16);
    return { at, tag, value: toldValue(tag, value) };
  });
  const moved = overlay[PATIENT_ID];
  if (moved) for (const tag of ofTheWrongPatient) changes.push({ at: moved[1], tag, value: null });
  return Map.groupBy(changes, ({ at }) => at);
};

const isEncodable = (value: string, charset: readonly string[]): boolean => {
  try {
    // Whether a set has its characters is the same for every VR.
    encodeText(value, charset, 'LO');
    return true;
  } catch (error) {
    if (error instanceof DicomError) return false;
    throw error;
  }
};

const differs = (dataset: Dataset, { tag, value }: Change): boolean =>
  value === null ? dataset.has(tag) : dataset.strings(tag).join('\\') !== value;

/** DT with its offset (PS3.5 6.2). */
const dateTime = (at: string): string => {
  const text = new Date(at).toISOString();
  return `${text.slice(0, 19).replaceAll(/[-T:]/g, '')}.${text.slice(20, 23)}000+0000`;
};

const previousValues = (dataset: Dataset, changed: readonly Tag[]): Dataset => {
  const previous = new Dataset({ littleEndian: dataset.littleEndian });
  for (const tag of changed) {
    const element = dataset.get(tag);
    // An attribute that was absent is there without a value (C.12.1.1.9).
    if (element) previous.put(element);
    else previous.set(tag, []);
  }
  return previous;
};

/** Why values were replaced (PS3.3 C.12.1.1.9): they were wrong, or are those of another system. */
type Reason = 'CORRECT' | 'COERCE';

/** An item of Original Attributes Sequence with what these attributes are, before they change. */
export const modification = (dataset: Dataset, at: string, changed: readonly Tag[], reason: Reason): Dataset =>
  new Dataset({ littleEndian: dataset.littleEndian })
    .set(tags.ModifiedAttributesSequence, [previousValues(dataset, changed)])
    .set(tags.AttributeModificationDateTime, dateTime(at))
    .set(tags.ModifyingSystem, 'THROUGHLINE')
    .set(tags.SourceOfPreviousValues, [])
    .set(tags.ReasonForTheAttributeModification, reason);

const write = (dataset: Dataset, { tag, value }: Change): void => {
  if (value !== null) dataset.set(tag, value.split('\\'));
  else if (alwaysPresent.has(tag)) dataset.set(tag, []);
  else dataset.delete(tag);
};

/** Makes the data set one that can hold these values. */
export const makeEncodable = (dataset: Dataset, values: readonly string[]): void => {
  if (!values.every((value) => isEncodable(value, dataset.charset))) toUnicode(dataset);
};

/** Lengths of groups (retired, PS3.5 7.2) are no longer true. */
export const dropGroupLengths = (dataset: Dataset): void => {
  for (const { tag } of [...dataset.elements()]) if ((tag & 0xffff) === 0) dataset.delete(tag);
};

/** Changes the data set in memory; the object stays as it is. */
export const applyOverlay = (dataset: Dataset, overlay: Overlay): void => {
  const values = Object.values(overlay).flatMap(([value]) => value ?? []);
  makeEncodable(dataset, values);
  const items = [...dataset.items(tags.OriginalAttributesSequence)];
  for (const [at, all] of [...changesByTime(overlay)].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const changes = all.filter((change) => differs(dataset, change));
    if (changes.length === 0) continue;
    const changed = changes.map(({ tag }) => tag);
    items.push(modification(dataset, at, changed, 'CORRECT'));
    for (const change of changes) write(dataset, change);
  }
  if (items.length > 0) dataset.set(tags.OriginalAttributesSequence, items);
  dropGroupLengths(dataset);
};
