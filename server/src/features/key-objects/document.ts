/** Key Object Selection Documents of whole studies or parts of them (PS3.3 A.35.4, PS3.16 TID 2010): manifests and rejection notes. */
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

export interface KeyObjectsInput {
  /** Of one of the objects, as its receiver is given it. */
  readonly header: Dataset;
  /** Of one study. */
  readonly instances: readonly ServedInstance[];
  readonly at: Date;
}

export interface DocumentFacts {
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly seriesNumber: number;
  /** Document title of the scheme DCM (PS3.16 CID 7010). */
  readonly title: { readonly code: string; readonly meaning: string };
  readonly place?: RetrievePlace;
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

const sopOf = ({ sop_class_uid, sop_instance_uid }: ServedInstance): Dataset =>
  new Dataset().set(tags.ReferencedSOPClassUID, sop_class_uid).set(tags.ReferencedSOPInstanceUID, sop_instance_uid);

/** Hierarchical SOP Instance Reference Macro (PS3.3 C.17-3): with each series where it is had, when that is told. */
const evidenceOf = (instances: readonly ServedInstance[], place: RetrievePlace | undefined): Dataset => {
  const study = instances[0]?.study_instance_uid ?? '';
  const series = bySeries(instances).map((own) => {
    const uid = own[0]?.series_instance_uid ?? '';
    const item = new Dataset().set(tags.ReferencedSOPSequence, own.map(sopOf)).set(tags.SeriesInstanceUID, uid);
    if (place === undefined) return item;
    return item
      .set(tags.RetrieveAETitle, place.aeTitle)
      .set(tags.RetrieveURL, `${place.dicomwebRoot}/studies/${study}/series/${uid}`);
  });
  return new Dataset().set(tags.ReferencedSeriesSequence, series).set(tags.StudyInstanceUID, study);
};

/** One content item for each object: images as IMAGE, what is none as COMPOSITE (TID 2010 rows 7 to 9). */
const contentOf = (instance: ServedInstance): Dataset =>
  new Dataset()
    .set(tags.RelationshipType, 'CONTAINS')
    .set(tags.ValueType, instance.rows === null ? 'COMPOSITE' : 'IMAGE')
    .set(tags.ReferencedSOPSequence, [sopOf(instance)]);

const titleOf = ({ code, meaning }: DocumentFacts['title']): Dataset =>
  new Dataset().set(tags.CodeValue, code).set(tags.CodingSchemeDesignator, 'DCM').set(tags.CodeMeaning, meaning);

export const keyObjectDocument = ({ header, instances, at }: KeyObjectsInput, facts: DocumentFacts): Dataset => {
  const document = new Dataset().set(tags.SpecificCharacterSet, 'ISO_IR 192');
  for (const tag of copied) {
    const values = header.strings(tag);
    if (values.length > 0 || required.includes(tag)) document.set(tag, [...values]);
  }
  const stamp = at.toISOString().replace(/[-:]/g, '');
  return document
    .set(tags.SOPClassUID, uids.KeyObjectSelectionDocumentStorage)
    .set(tags.SOPInstanceUID, facts.sopInstanceUid)
    .set(tags.SeriesInstanceUID, facts.seriesInstanceUid)
    .set(tags.SeriesNumber, String(facts.seriesNumber))
    .set(tags.InstanceNumber, '1')
    .set(tags.Modality, 'KO')
    .set(tags.Manufacturer, 'Throughline')
    .set(tags.ContentDate, stamp.slice(0, 8))
    .set(tags.ContentTime, stamp.slice(9, 15))
    .set(tags.TimezoneOffsetFromUTC, '+0000')
    .set(tags.ReferencedPerformedProcedureStepSequence, [])
    .set(tags.ValueType, 'CONTAINER')
    .set(tags.ConceptNameCodeSequence, [titleOf(facts.title)])
    .set(tags.ContinuityOfContent, 'SEPARATE')
    .set(tags.ContentTemplateSequence, [
      new Dataset().set(tags.MappingResource, 'DCMR').set(tags.TemplateIdentifier, '2010'),
    ])
    .set(tags.CurrentRequestedProcedureEvidenceSequence, [evidenceOf(instances, facts.place)])
    .set(tags.ContentSequence, instances.map(contentOf));
};
