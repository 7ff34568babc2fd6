/** Rejection notes (IHE IOCM): a Key Object Selection whose title says that what it names is not to be used. */
import { type Dataset, tags, uids } from '@throughline/dicom';
import {
  appendOutbox,
  findSource,
  insertRejections,
  type Rejected,
  type RejectionCode,
  type Trx,
} from '../../db/index.ts';
import type { Principal } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';

/** Document titles of PS3.16 CID 7011 that reject. */
export const rejectionTitles: Readonly<Record<RejectionCode, string>> = {
  113001: 'Rejected for Quality Reasons',
  113037: 'Rejected for Patient Safety Reasons',
  113038: 'Incorrect Modality Worklist Entry',
  113039: 'Data Retention Policy Expired',
};

const isRejection = (code: string | undefined): code is RejectionCode =>
  code !== undefined && Object.hasOwn(rejectionTitles, code);

const codeOf = (dataset: Dataset): RejectionCode | undefined => {
  const [title] = dataset.items(tags.ConceptNameCodeSequence);
  const code = title?.string(tags.CodeValue);
  return title?.string(tags.CodingSchemeDesignator) === 'DCM' && isRejection(code) ? code : undefined;
};

/** Current Requested Procedure Evidence Sequence (PS3.3 C.17.6.2.1). */
const evidenceOf = (dataset: Dataset): Rejected[] =>
  dataset.items(tags.CurrentRequestedProcedureEvidenceSequence).flatMap((study) => {
    const studyInstanceUid = study.string(tags.StudyInstanceUID);
    if (studyInstanceUid === undefined) return [];
    const objects = study
      .items(tags.ReferencedSeriesSequence)
      .flatMap((series) => series.items(tags.ReferencedSOPSequence));
    return objects.flatMap((object) => {
      const sopInstanceUid = object.string(tags.ReferencedSOPInstanceUID);
      return sopInstanceUid === undefined ? [] : [{ studyInstanceUid, sopInstanceUid }];
    });
  });

/** Null: the note hides whatever it names. A source that is not our own speaks of what its own patients have, and of nothing else. */
const onlyIssuerOf = async (trx: Trx, sourceId: string | undefined): Promise<string | null> => {
  const source = sourceId === undefined ? undefined : await findSource(trx, sourceId);
  return source === undefined || source.trust === 'own' ? null : source.issuer;
};

interface Note {
  /** The source that gave it; undefined: a system of ours sent it. */
  readonly sourceId: string | undefined;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly studyInstanceUid: string;
}

/**
 * Hides what the note names, also what arrives only later, and the note itself. It is stored already: whoever sent it is
 * answered after this, and sends it again when this failed.
 */
export const applyRejectionNote = async (
  context: Context,
  principal: Principal,
  dataset: Dataset,
  { sourceId, sopClassUid, sopInstanceUid, studyInstanceUid }: Note,
): Promise<void> => {
  if (sopClassUid !== uids.KeyObjectSelectionDocumentStorage) return;
  const code = codeOf(dataset);
  const rejected = evidenceOf(dataset);
  if (code === undefined || rejected.length === 0) return;
  const { tenantId } = principal;
  const itself = { studyInstanceUid, sopInstanceUid };
  await context.db.tenant(tenantId, async (trx) => {
    const made = await insertRejections(
      trx,
      tenantId,
      { sopInstanceUid, code, onlyIssuer: await onlyIssuerOf(trx, sourceId) },
      [...rejected, itself],
      context.clock(),
    );
    if (made === 0) return;
    for (const study of new Set(rejected.map((one) => one.studyInstanceUid))) {
      await appendOutbox(trx, tenantId, 'instance.stored', { studyInstanceUid: study });
      const detail = { rejected: rejected.length, code, note: sopInstanceUid };
      await recordAudit(trx, principal, { event: 'instancesAccessed', action: 'D', studyInstanceUid: study, detail });
    }
  });
};
