/** A manifest of a study as a Key Object Selection Document, as XDS-I.b wants it (RAD-68). */
import { type Dataset, tags } from '@throughline/dicom';
import { type KeyObjectsInput, keyObjectDocument, type RetrievePlace, uidOf } from '../key-objects/index.ts';

export interface ManifestInput extends KeyObjectsInput {
  readonly place: RetrievePlace;
}

/** The series that all manifests of a study are in. */
export const manifestSeriesUid = (studyInstanceUid: string): string => uidOf('manifests', studyInstanceUid);

/** The same list, told to who knows the patient by the same ID, is the same document. */
export const keyObjectManifest = (input: ManifestInput): Dataset => {
  const { header, instances, place } = input;
  const listed = instances.map((instance) => instance.sop_instance_uid).toSorted();
  const study = instances[0]?.study_instance_uid ?? '';
  return keyObjectDocument(input, {
    sopInstanceUid: uidOf('manifest', study, header.string(tags.PatientID) ?? '', ...listed),
    seriesInstanceUid: manifestSeriesUid(study),
    seriesNumber: 9900,
    title: { code: '113030', meaning: 'Manifest' },
    place,
  });
};
