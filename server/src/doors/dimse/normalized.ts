/** The DIMSE-N services by SOP class and operation: each reads its message and calls one feature. */
import { uids } from '@throughline/dicom';
import type { NormalizedOperation } from '@throughline/dimse';
import { fail } from '../../errors.ts';
import { commit } from './commitment.ts';
import type { NormalizedHandler } from './normalized-handler.ts';
import { createPerformedStep, getPerformedStep, noteAvailability, setPerformedStep } from './performed.ts';
import { serviceOf } from './sop-classes.ts';

const handlers: Readonly<Record<string, Partial<Record<NormalizedOperation, NormalizedHandler>>>> = {
  [uids.StorageCommitmentPushModel]: { action: commit },
  [uids.ModalityPerformedProcedureStep]: { create: createPerformedStep, set: setPerformedStep },
  [uids.ModalityPerformedProcedureStepRetrieve]: { get: getPerformedStep },
  [uids.InstanceAvailabilityNotification]: { create: noteAvailability },
};

export const answerNormalized: NormalizedHandler = async (context, association, request) => {
  const { sopClassUid, operation } = request;
  const handler = handlers[sopClassUid]?.[operation];
  if (handler === undefined) return fail('not-allowed');
  const service = serviceOf(sopClassUid);
  if (service === undefined || !association.principal.services.has(service)) fail('forbidden');
  return handler(context, association, request);
};
