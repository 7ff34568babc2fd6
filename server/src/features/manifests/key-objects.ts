/** A manifest of a study as a Key Object Selection Document (PS3.3 A.35.4, PS3.16 TID 2010), as XDS-I.b wants it (RAD-68). */
import { createHash } from 'node:crypto';
import { Dataset, type Tag, tags, uids } from '@throughline/dicom';
import type { ServedInstance } from '../../db/index.ts';
import { bySeries } from '../retrieve/index.ts';

/** Where what is listed is had. */
export interface RetrievePlace {
  readonly aeTitle: string;
  /** The DICOMweb service root. */
  readonly dicomwebRoot: string;
}

export interface ManifestInput {
  /** Of one object of the study, as its receiver is given it. */
  readonly header: Dataset;
  readonly instances: readonly ServedInstance[];
  readonly place: RetrievePlace;
  readonly at: Date;
}

const copied: readonly Tag[] = [
  tags.StudyDate,
  tags.StudyTime,
  tags.AccessionNumber,
  tags.ReferringPhysicianName,
  tags.PatientName,
  tags.PatientID,
  tags.IssuerOfPatientID,
  tags.PatientBirthDate,
  tags.PatientSex,
  tags.StudyInstanceUID,
  tags.StudyID,
  tags.StudyDescription,
];

/** Type 1 or 2 in the modules of the document: there also when the object had none. */
const required: readonly Tag[] = copied.filter(
  (tag) => tag !== tags.IssuerOfPatientID && tag !== tags.StudyDescription,
);

/** The same words are the same UID: a document that is asked for again is not another one. PS3.5 B.2. */
export const uidOf = (...words: readonly string[]): string => {
  const bytes = createHash('sha256').update(words.join('\n')).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return `2.25.${BigInt(`0x${bytes.toString('hex')}`)}`;
};

const code = (value: string, meaning: string): Dataset[] => [
  new Dataset().set(tags.CodeValue, value).set(tags.CodingSchemeDesignator, 'DCM').set(tags.CodeMeaning, meaning),
];

const sopOf = ({ sop_class_uid, sop_instance_uid }: ServedInstance): Dataset =>
  new Dataset().set(tags.ReferencedSOPClassUID, sop_class_uid).set(tags.ReferencedSOPInstanceUID, sop_instance_uid);

/** Hierarchical SOP Instance Reference Macro (PS3.3 C.17-3): with each series where it is had. */
const evidenceOf = ({ instances, place }: ManifestInput): Dataset => {
  const study = instances[0]?.study_instance_uid ?? '';
  const series = bySeries(instances).map((own) => {
    const uid = own[0]?.series_instance_uid ?? '';
    return new Dataset()
      .set(tags.RetrieveAETitle, place.aeTitle)
      .set(tags.RetrieveURL, `${place.dicomwebRoot}/studies/${study}/series/${uid}`)
      .set(tags.ReferencedSOPSequence, own.map(sopOf))
      .set(tags.SeriesInstanceUID, uid);
  });
  return new Dataset().set(tags.ReferencedSeriesSequence, series).set(tags.StudyInstanceUID, study);
};

/** One content item for each object: images as IMAGE, what is none as COMPOSITE (TID 2010 rows 7 to 9). */
const contentOf = (instance: ServedInstance): Dataset =>
  new Dataset()
    .set(tags.RelationshipType, 'CONTAINS')
    .set(tags.ValueType, instance.rows === null ? 'COMPOSITE' : 'IMAGE')
    .set(tags.ReferencedSOPSequence, [sopOf(instance)]);

const setDocument = (document: Dataset, { instances, at }: ManifestInput): void => {
  const listed = instances.map((instance) => instance.sop_instance_uid).toSorted();
  const study = instances[0]?.study_instance_uid ?? '';
  const stamp = at.toISOString().replace(/[-:]/g, '');
  document
    .set(tags.SOPClassUID, uids.KeyObjectSelectionDocumentStorage)
    .set(tags.SOPInstanceUID, uidOf('manifest', study, document.string(tags.PatientID) ?? '', ...listed))
    .set(tags.SeriesInstanceUID, uidOf('manifests', study))
    .set(tags.SeriesNumber, '9900')
    .set(tags.InstanceNumber, '1')
    .set(tags.Modality, 'KO')
    .set(tags.Manufacturer, 'Throughline')
    .set(tags.ContentDate, stamp.slice(0, 8))
    .set(tags.ContentTime, stamp.slice(9, 15))
    .set(tags.TimezoneOffsetFromUTC, '+0000')
    .set(tags.ReferencedPerformedProcedureStepSequence, [])
    .set(tags.ValueType, 'CONTAINER')
    .set(tags.ConceptNameCodeSequence, code('113030', 'Manifest'))
    .set(tags.ContinuityOfContent, 'SEPARATE')
    .set(tags.ContentTemplateSequence, [
      new Dataset().set(tags.MappingResource, 'DCMR').set(tags.TemplateIdentifier, '2010'),
    ]);
};

export const keyObjectManifest = (input: ManifestInput): Dataset => {
  const document = new Dataset().set(tags.SpecificCharacterSet, 'ISO_IR 192');
  for (const tag of copied) {
    const values = input.header.strings(tag);
    if (values.length > 0 || required.includes(tag)) document.set(tag, [...values]);
  }
  setDocument(document, input);
  return document
    .set(tags.CurrentRequestedProcedureEvidenceSequence, [evidenceOf(input)])
    .set(tags.ContentSequence, input.instances.map(contentOf));
};
