/** The status of an order (ORC-1 SC): ORM^O01 (4.4.1), OMG^O19 (4.4.4) or OMI^O23 (4.4.12). */
import type { SegmentInput } from '@throughline/hl7';
import type { Hl7DestinationRow, ScheduledStepRow } from '../../db/index.ts';
import type { OutgoingMapping } from './mapping.ts';
import { isFrom, segmentOf } from './writing.ts';

/** How far it is: begun, over or still to be done as the modality says (MPPS), or its pictures are here. */
export type OrderStatus = 'SCHEDULED' | 'STARTED' | 'COMPLETED' | 'DISCONTINUED' | 'ARRIVED';

/** ORC-5 of HL7 table 0038 and OBR-25 of table 0123. */
const codes: Readonly<Record<OrderStatus, readonly [order: string, result: string]>> = {
  SCHEDULED: ['SC', 'S'],
  STARTED: ['IP', 'I'],
  // Some, but not all, results available.
  ARRIVED: ['A', 'R'],
  COMPLETED: ['CM', 'R'],
  DISCONTINUED: ['CA', 'X'],
};

const types = {
  ORM: ['ORM', 'O01', 'ORM_O01'],
  OMG: ['OMG', 'O19', 'OMG_O19'],
  OMI: ['OMI', 'O23', 'OMI_O23'],
} as const;

export const orderMessageType = ({ version }: Hl7DestinationRow, { orderMessage }: OutgoingMapping) =>
  types[orderMessage ?? (isFrom(version, 2.5) ? 'OMG' : 'ORM')];

/** The places that IHE Radiology 4.4.1.2.2 and 4.4.1 of its first form name; the study in ZDS, or in IPC for OMI. */
export const orderSegments = (
  step: ScheduledStepRow,
  status: OrderStatus,
  message: (typeof types)[keyof typeof types],
): readonly SegmentInput[] => {
  const [order, result] = codes[status];
  const { procedure_code, procedure_code_meaning, procedure_code_scheme, step_description } = step;
  const placed = { 2: step.requested_procedure_id, 3: step.accession_number };
  const service = [procedure_code ?? '', procedure_code_meaning ?? step_description ?? '', procedure_code_scheme ?? ''];
  const segments = [
    segmentOf('ORC', { 1: 'SC', ...placed, 5: order }),
    segmentOf('OBR', {
      1: '1',
      ...placed,
      4: service,
      18: step.accession_number,
      19: step.requested_procedure_id,
      20: step.scheduled_step_id,
      24: step.modality,
      25: result,
    }),
  ];
  const study =
    message === types.OMI
      ? segmentOf('IPC', {
          1: step.accession_number,
          2: step.requested_procedure_id,
          3: step.study_instance_uid,
          4: step.scheduled_step_id,
          5: step.modality,
        })
      : segmentOf('ZDS', { 1: [step.study_instance_uid, 'Throughline', 'Application', 'DICOM'] });
  return [...segments, study];
};
