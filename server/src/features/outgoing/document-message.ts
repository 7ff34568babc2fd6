/** MDM: a report as a document, for receivers that file documents and not results (9.6): notified with its content, changed, cancelled. */
import type { SegmentInput } from '@throughline/hl7';
import { eventSegment, noVisit } from './identities.ts';
import type { OutgoingMapping } from './mapping.ts';
import { contentSegments, statusCode, type Telling } from './reports.ts';
import { segmentOf } from './writing.ts';

/** By how the report stands: T02 original, T08 edit, each with its content; T11 cancel, without. */
const eventOf = (status: string): 'T02' | 'T08' | 'T11' => {
  if (status === 'cancelled') return 'T11';
  return status === 'corrected' || status === 'addended' ? 'T08' : 'T02';
};

/** HL7 table 0271. */
const completions: Readonly<Record<string, string>> = {
  preliminary: 'PA',
  'not verified': 'IP',
  final: 'AU',
  corrected: 'AU',
  addended: 'AU',
  cancelled: 'AU',
};

export const documentMessageType = ({ status }: Telling) => {
  const event = eventOf(status);
  return ['MDM', event, event === 'T11' ? 'MDM_T01' : 'MDM_T02'] as const;
};

/** EVN, PID, PV1, TXA and what it says; DI is diagnostic imaging (HL7 table 0270), AV that it can be had (0273). */
export const documentSegments = (
  report: Telling,
  pid: SegmentInput,
  mapping: OutgoingMapping,
  at: Date,
): readonly SegmentInput[] => {
  const event = eventOf(report.status);
  const { accessionNumber, document, status } = report;
  const txa = segmentOf('TXA', {
    1: '1',
    2: 'DI',
    3: document === undefined ? 'TX' : 'AP',
    4: report.reportedAt,
    12: report.key,
    14: accessionNumber,
    15: accessionNumber,
    16: report.title,
    17: completions[status] ?? 'IP',
    19: event === 'T11' ? 'CA' : 'AV',
  });
  const head = [eventSegment(event, at), pid, noVisit, txa];
  return event === 'T11' ? head : [...head, ...contentSegments(report, statusCode(status, mapping))];
};
