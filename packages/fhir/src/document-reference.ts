/** A document that came with a study, or the manifest of one, and where it is had: by DICOMweb and our own API, with the same token. */
import type { DocumentReference } from '@medplum/fhirtypes';
import { type Root, systems } from './systems.ts';
import { textOf } from './values.ts';

interface DocumentFacts {
  readonly id: string;
  readonly studyId: string;
  readonly studyUid: string;
  readonly patientRecordId: string;
  readonly receivedAt: Date;
}

export interface EncapsulatedModel extends DocumentFacts {
  readonly seriesUid: string;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly title: string | null;
  /** Bytes of the Part 10 file. */
  readonly bytes: number;
}

const keyObjectSelection = '1.2.840.10008.5.1.4.1.1.88.59';

const base = ({ id, studyId, patientRecordId, receivedAt }: DocumentFacts) => ({
  resourceType: 'DocumentReference' as const,
  id,
  meta: { lastUpdated: receivedAt.toISOString() },
  status: 'current' as const,
  subject: { reference: `Patient/${patientRecordId}` },
  date: receivedAt.toISOString(),
  context: { related: [{ reference: `ImagingStudy/${studyId}` }] },
});

const dicomFormat = (sopClassUid: string) => ({ system: systems.uid, code: `urn:oid:${sopClassUid}` });

/** An encapsulated document (PS3.3 A.45): a PDF or a CDA within a DICOM object. */
export const toEncapsulatedReference = (model: EncapsulatedModel, dicomwebRoot: string): DocumentReference => {
  const title = textOf(model.title);
  const { studyUid, seriesUid, sopInstanceUid } = model;
  return {
    ...base(model),
    masterIdentifier: { system: systems.uid, value: `urn:oid:${sopInstanceUid}` },
    type: {
      coding: [{ system: systems.loinc, code: '18748-4', display: 'Diagnostic imaging study' }],
      ...(title !== undefined && { text: title }),
    },
    ...(title !== undefined && { description: title }),
    content: [
      {
        attachment: {
          contentType: 'application/dicom',
          url: `${dicomwebRoot}/studies/${studyUid}/series/${seriesUid}/instances/${sopInstanceUid}`,
          size: model.bytes,
          ...(title !== undefined && { title }),
        },
        format: dicomFormat(model.sopClassUid),
      },
    ],
  };
};

/** What there is of a study and where it is had (RAD-68): made when it is asked for, so that it is never out of date. */
export const toManifestReference = (model: DocumentFacts, { root }: Root): DocumentReference => {
  const place = `${root.replace(/\/fhir$/, '/api')}/studies/${model.studyUid}/manifest`;
  const form = (contentType: string, extension: string) => ({
    attachment: { contentType, url: `${place}.${extension}`, title: 'Manifest' },
  });
  return {
    ...base(model),
    type: { coding: [{ system: systems.dicom, code: '113030', display: 'Manifest' }] },
    description: 'Manifest of the study',
    content: [
      { ...form('application/dicom', 'dcm'), format: dicomFormat(keyObjectSelection) },
      form('application/fhir+json', 'fhir.json'),
    ],
  };
};
