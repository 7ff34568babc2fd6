/** A Key Object Selection that rejects, as IHE IOCM has it. */
import { Dataset, encodePart10, newUid, tags, uids } from '@throughline/dicom';

export interface RejectionNote {
  readonly study: string;
  readonly patientId?: string;
  readonly code: string;
  readonly instance?: string;
  readonly rejects: readonly { readonly series: string; readonly instance: string }[];
}

export const rejectionNote = (note: RejectionNote): Uint8Array => {
  const series = note.rejects.map((one) =>
    new Dataset()
      .set(tags.SeriesInstanceUID, one.series)
      .set(tags.ReferencedSOPSequence, [
        new Dataset()
          .set(tags.ReferencedSOPClassUID, uids.CTImageStorage)
          .set(tags.ReferencedSOPInstanceUID, one.instance),
      ]),
  );
  const evidence = new Dataset().set(tags.StudyInstanceUID, note.study).set(tags.ReferencedSeriesSequence, series);
  const title = new Dataset()
    .set(tags.CodeValue, note.code)
    .set(tags.CodingSchemeDesignator, 'DCM')
    .set(tags.CodeMeaning, 'Rejected');
  const dataset = new Dataset()
    .set(tags.SOPClassUID, uids.KeyObjectSelectionDocumentStorage)
    .set(tags.SOPInstanceUID, note.instance ?? newUid())
    .set(tags.StudyInstanceUID, note.study)
    .set(tags.SeriesInstanceUID, newUid())
    .set(tags.PatientID, note.patientId ?? 'P1')
    .set(tags.Modality, 'KO')
    .set(tags.ConceptNameCodeSequence, [title])
    .set(tags.CurrentRequestedProcedureEvidenceSequence, [evidence]);
  return encodePart10(dataset, uids.ExplicitVRLittleEndian);
};
