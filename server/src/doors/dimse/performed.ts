/** Modality Performed Procedure Step and Instance Availability Notification (PS3.4 F and R). */
import { type Dataset, newUid } from '@throughline/dicom';
import { Failure, fail } from '../../errors.ts';
import * as performed from '../../features/performed/index.ts';
import type { NormalizedHandler } from './normalized-handler.ts';

const SUCCESS = 0x0000;
/** Attribute list error (PS3.7 C.4.2): a warning, the rest was set. */
const ATTRIBUTE_LIST_ERROR = 0x0107;
/** Error ID: Performed Procedure Step Object may no longer be updated (PS3.4 F.7.2.2.3). */
const MAY_NO_LONGER_BE_UPDATED = 0xa710;

const datasetOf = (dataset: Dataset | undefined): Dataset => dataset ?? fail('missing-attribute');

export const createPerformedStep: NormalizedHandler = async (context, association, request) => {
  const sopInstanceUid = request.sopInstanceUid ?? newUid();
  const aeTitle = association.callingAeTitle.trim();
  const dataset = datasetOf(request.dataset);
  await performed.createPerformedStep(context, association.principal.principal, { sopInstanceUid, aeTitle, dataset });
  return { status: SUCCESS, sopInstanceUid };
};

const isOver = (error: unknown): error is Failure => error instanceof Failure && error.code === 'step-is-over';

export const setPerformedStep: NormalizedHandler = async (context, association, request) => {
  const sopInstanceUid = request.sopInstanceUid ?? fail('not-found');
  const dataset = datasetOf(request.dataset);
  try {
    const step = { sopInstanceUid, dataset };
    const refused = await performed.setPerformedStep(context, association.principal.principal, step);
    if (refused.length > 0) return { status: ATTRIBUTE_LIST_ERROR, attributes: refused };
  } catch (error) {
    if (!isOver(error)) throw error;
    return { status: error.entry.dimse, errorId: MAY_NO_LONGER_BE_UPDATED, comment: error.entry.sentence };
  }
  return { status: SUCCESS };
};

export const getPerformedStep: NormalizedHandler = async (context, association, request) => {
  const uid = request.sopInstanceUid ?? fail('not-found');
  const { principal } = association.principal;
  return {
    status: SUCCESS,
    dataset: await performed.getPerformedStep(context, principal, uid, request.attributes),
  };
};

export const noteAvailability: NormalizedHandler = async (context, association, request) => {
  const sopInstanceUid = request.sopInstanceUid ?? newUid();
  const aeTitle = association.callingAeTitle.trim();
  const dataset = datasetOf(request.dataset);
  await performed.announceAvailability(context, association.principal.principal, { sopInstanceUid, aeTitle, dataset });
  return { status: SUCCESS, sopInstanceUid };
};
