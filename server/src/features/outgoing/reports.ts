/** ORU^R01: a report with its status, as text, and the document itself where it is one (7.3.1). */
import { type FieldInput, Repeated, type SegmentInput } from '@throughline/hl7';
import type { Measurement } from '@throughline/measurements';
import type { ReportCode, ReportSection } from '../../db/index.ts';
import type { OutgoingMapping } from './mapping.ts';
import { resultSegments } from './results.ts';
import { segmentOf } from './writing.ts';

export interface Telling {
  /** our name of the report, the same for all its versions (OBR-3) */
  readonly key: string;
  readonly title: string;
  readonly code: ReportCode | undefined;
  readonly status: string;
  /** digits of a DICOM DT */
  readonly reportedAt: string | undefined;
  readonly accessionNumber: string | undefined;
  readonly studyInstanceUid: string | undefined;
  readonly sections: readonly ReportSection[];
  /** what was measured, as it is coded */
  readonly measurements: readonly Measurement[];
  /** an encapsulated document, with its MIME type */
  readonly document: { readonly type: string; readonly bytes: Buffer } | undefined;
}

/** HL7 table 0123. There is no code for an addendum: the result is a correction that has the whole text. */
const statuses: Readonly<Record<string, string>> = {
  preliminary: 'P',
  'not verified': 'R',
  final: 'F',
  corrected: 'C',
  addended: 'C',
  cancelled: 'X',
};

/** HL7 table 0123, as this receiver knows it. */
export const statusCode = (status: string, { reportStatus }: OutgoingMapping): string =>
  (reportStatus as Readonly<Record<string, string>>)[status] ?? statuses[status] ?? 'R';

const linesOf = (text: string): Repeated => new Repeated(text.split(/\r\n|[\r\n]/));

/** What the report is (CE): its code where it came with one, and its name. */
const named = ({ code, title }: Telling): readonly string[] => [code?.code ?? '', title, code?.scheme ?? ''];

/** OBX: the study that it is of (113014, DCM), each section as text, what was measured, the document in base64. */
export const contentSegments = (report: Telling, status: string): readonly SegmentInput[] => {
  const { studyInstanceUid, document, title, measurements } = report;
  const observations: SegmentInput[] = [];
  const add = (number: number, type: string, code: readonly string[], value: FieldInput): void => {
    const place = String(number);
    observations.push(segmentOf('OBX', { 1: place, 2: type, 3: code, 4: place, 5: value, 11: status }));
  };
  if (studyInstanceUid !== undefined) add(1, 'ST', ['113014', 'DICOM Study', 'DCM'], studyInstanceUid);
  for (const { heading, text } of report.sections)
    add(observations.length + 1, 'TX', heading === '' ? named(report) : ['', heading], linesOf(text));
  const before = observations.length;
  observations.push(...resultSegments(measurements, status, before + 1));
  if (document !== undefined) {
    const [type = 'application', subtype = 'octet-stream'] = document.type.split('/');
    const value = ['', type, subtype, 'Base64', document.bytes.toString('base64')];
    add(before + measurements.length + 1, 'ED', ['', title], value);
  }
  return observations;
};

/** OBR and what it says. */
export const reportSegments = (report: Telling, mapping: OutgoingMapping): readonly SegmentInput[] => {
  const status = statusCode(report.status, mapping);
  const { accessionNumber } = report;
  const obr = segmentOf('OBR', {
    1: '1',
    2: accessionNumber,
    3: report.key,
    4: named(report),
    7: report.reportedAt,
    18: accessionNumber,
    22: report.reportedAt,
    25: status,
  });
  return [obr, ...contentSegments(report, status)];
};
