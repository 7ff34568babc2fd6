/** ORU^R01 and MDM: reports as text, with how they stand. */
import { type Fields, groupsOf, readFields, readFirst, type Segment } from '@throughline/hl7';
import type { PatientIdentifier, ReportCode, ReportSection, ReportStatus } from '../../../db/index.ts';
import { refuse } from '../refusal.ts';
import type { Intent } from './intents.ts';
import { clinicianName, readPatient } from './patient.ts';
import { bounded, boundedLines, firstSaid, type Reading } from './reading.ts';
import { measurementsIn } from './results.ts';

/** OBR-25, HL7 table 0123, and OBX-11, table 0085. */
const resultStatuses: Readonly<Record<string, ReportStatus>> = {
  O: 'preliminary',
  I: 'preliminary',
  S: 'preliminary',
  P: 'preliminary',
  A: 'preliminary',
  R: 'not verified',
  F: 'final',
  U: 'final',
  C: 'corrected',
  M: 'corrected',
  X: 'cancelled',
  D: 'cancelled',
  W: 'cancelled',
};

/** TXA-17, HL7 table 0271. */
const documentStatuses: Readonly<Record<string, ReportStatus>> = {
  DI: 'preliminary',
  DO: 'preliminary',
  IN: 'preliminary',
  IP: 'preliminary',
  PA: 'not verified',
  AU: 'final',
  LA: 'final',
};

/** What an MDM event says of the document beyond its own status (9.6). T01, T03 and so on tell without the text. */
export const documentEvents: Readonly<Record<string, ReportStatus | 'as said'>> = {
  T02: 'as said',
  T04: 'as said',
  T06: 'addended',
  T08: 'corrected',
  T10: 'corrected',
  T11: 'cancelled',
};

const LONGEST_REPORT = 200_000;
const MOST_SECTIONS = 200;

/** Tags, scripts and styles are dropped and entities made characters: a report is shown as text and never as markup (H73). */
const withoutMarkup = (text: string): string =>
  text
    .slice(0, LONGEST_REPORT * 2)
    .replaceAll(/<(script|style)\b[^<>]{0,2000}>[^<]*<\/\1\s*>/gi, ' ')
    .replaceAll(/<\/(p|div|li|tr|h\d)>|<br\s*\/?>/gi, '\n')
    .replaceAll(/<[^<>]{0,2000}>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

const looksLikeMarkup = (text: string): boolean =>
  /<\/?(html|body|p|div|br|span|script|table|b)\b[^<>]{0,200}>/i.test(text);

/** Values that are text for a reader; documents (ED, RP) are named, not shown. */
const shownValue = (reading: Reading, segment: Segment, obx: Fields<'OBX'>): string => {
  const type = obx.valueType ?? 'TX';
  if (type === 'ED' || type === 'RP') {
    reading.flags.add('document-not-shown');
    return 'A document came with this report; it is kept in the message and not shown here.';
  }
  const values = segment.repetitions(5).map((value) => {
    if (type === 'CE' || type === 'CWE' || type === 'CNE') return value.text(2) || value.text(1);
    if (type === 'SN') return `${value.text(1)}${value.text(2)}${value.text(3)}${value.text(4)}`;
    return value.whole;
  });
  const text = values.join('\n');
  const plain = looksLikeMarkup(text) ? withoutMarkup(text) : text;
  const unit = obx.units?.code ?? obx.units?.text;
  return type === 'NM' && unit !== undefined && plain !== '' ? `${plain} ${unit}` : plain;
};

/** Suffixes of observation identifiers (7.1.2). */
const suffixes: Readonly<Record<string, string>> = {
  IMP: 'Impression',
  REC: 'Recommendation',
  GDT: 'Description',
  ADT: 'Addendum',
};

const headingOf = (obx: Fields<'OBX'>): string => {
  const suffix = obx.identifier?.suffix ?? /&(\w{3})$/.exec(obx.identifier?.code ?? '')?.[1];
  const named = suffix === undefined ? undefined : suffixes[suffix];
  return bounded(named ?? obx.identifier?.text ?? obx.identifier?.code ?? '', 200);
};

const uidNames = /study instance uid|dicom study/i;
const isUid = (text: string): boolean => text.length <= 64 && /^[0-2](\.(0|[1-9]\d*))+$/.test(text);
/** Names of objects that the text is about, not text (IHE RAD TF-2 4.24). */
const isReference = (obx: Fields<'OBX'>): boolean =>
  obx.identifier?.code === '113014' || /instance uid|dicom study/i.test(obx.identifier?.text ?? '');

interface Content {
  readonly sections: readonly ReportSection[];
  readonly studyInstanceUid: string | undefined;
  /** OBX-11 of all that have text */
  readonly statuses: readonly string[];
}

const contentOf = (reading: Reading, segments: readonly Segment[]): Content => {
  const sections: { heading: string; text: string }[] = [];
  const statuses: string[] = [];
  let studyInstanceUid: string | undefined;
  for (const segment of segments) {
    if (segment.name !== 'OBX') continue;
    const obx = readFields('OBX', segment);
    if (isReference(obx)) {
      const uid = segment.text(5).trim();
      if ((obx.identifier?.code === '113014' || uidNames.test(obx.identifier?.text ?? '')) && isUid(uid))
        studyInstanceUid ??= uid;
      continue;
    }
    const text = boundedLines(shownValue(reading, segment, obx), LONGEST_REPORT);
    if (text === '') continue;
    if (obx.status !== undefined) statuses.push(obx.status);
    const heading = headingOf(obx);
    const last = sections.at(-1);
    if (last !== undefined && last.heading === heading) last.text = `${last.text}\n${text}`.slice(0, LONGEST_REPORT);
    else if (sections.length < MOST_SECTIONS) sections.push({ heading, text });
    else reading.flags.add('report-cut');
  }
  return { sections, studyInstanceUid, statuses };
};

const statusOf = (
  reading: Reading,
  code: string | undefined,
  table: Readonly<Record<string, ReportStatus>>,
): ReportStatus | undefined => {
  const own = reading.mapping.reportStatus;
  if (code !== undefined && Object.hasOwn(own, code)) return own[code];
  if (code !== undefined && Object.hasOwn(table, code)) return table[code];
  reading.flags.add('report-status-unknown');
  return undefined;
};

/** Undefined: neither the report nor its first text has one that is known. */
const resultStatus = (
  reading: Reading,
  obr: Fields<'OBR'>,
  { sections, statuses }: Content,
): ReportStatus | undefined => {
  const codes = [obr.status, statuses[0]].filter((code) => code !== undefined);
  const said =
    statusOf(reading, codes[0], resultStatuses) ??
    (codes.length > 1 ? statusOf(reading, codes[1], resultStatuses) : undefined);
  const addended = sections.some((section) => section.heading === 'Addendum' || /^addendum/i.test(section.heading));
  return addended && (said === 'final' || said === 'corrected') ? 'addended' : said;
};

/** What is not known counts as not verified, and takes the place of nothing whose status is known. */
const standing = (status: ReportStatus | undefined) => ({
  status: status ?? 'not verified',
  isStatusKnown: status !== undefined,
});

const codeOf = (obr: Fields<'OBR'> | undefined): ReportCode | undefined => {
  const { code, system = 'L' } = obr?.service ?? {};
  return code === undefined ? undefined : { code: bounded(code, 64), scheme: bounded(system, 16) };
};

const reportOf = (reading: Reading, group: readonly Segment[], patient: PatientIdentifier): Intent[] => {
  const [first] = group.filter((segment) => segment.name === 'OBR');
  if (first === undefined) return refuse('100', 'There is no OBR segment.', 'OBR');
  const obr = readFields('OBR', first);
  const content = contentOf(reading, group);
  const accessionNumber = firstSaid(group, reading.mapping.accessionNumber);
  const key = obr.fillerNumber?.id ?? accessionNumber ?? obr.placerNumber?.id;
  if (key === undefined) return refuse('101', 'The report has no number.', 'OBR-3');
  const status = resultStatus(reading, obr, content);
  // An order that was only taken or begun has no report yet.
  if (content.sections.length === 0 && status !== 'cancelled') return [];
  return [
    {
      kind: 'report',
      patient,
      key: bounded(`${key} ${obr.service?.code ?? ''}`, 200),
      ...standing(status),
      studyInstanceUid: content.studyInstanceUid ?? firstSaid(group, reading.mapping.studyInstanceUid)?.slice(0, 64),
      accessionNumber: accessionNumber === undefined ? undefined : bounded(accessionNumber, 64),
      title: bounded(obr.service?.text ?? obr.service?.alternateText ?? obr.service?.code ?? 'Report', 200),
      code: codeOf(obr),
      reportedAt: obr.reportedAt ?? obr.observedAt,
      author: clinicianName(obr.interpreter) ?? clinicianName(obr.assistants[0]),
      sections: content.sections,
      measurements: measurementsIn(group, obr.observedAt),
    },
  ];
};

const patientOf = (reading: Reading, pid: Segment) => {
  const { statement } = readPatient(reading, pid);
  return { statement, patient: { issuer: statement.issuer, id: statement.id } };
};

/** Each PID begins a patient, each OBR a report (7.3.1). */
export const interpretResults = (reading: Reading): Intent[] => {
  const patients = groupsOf(reading.message, (segment) => segment.name === 'PID');
  if (patients.length === 0) return refuse('100', 'There is no PID segment.', 'PID');
  return patients.flatMap((group) => {
    const [pid] = group;
    if (pid === undefined) return [];
    const { statement, patient } = patientOf(reading, pid);
    const reports: Segment[][] = [];
    for (const segment of group) {
      if (segment.name === 'OBR')
        reports.push([...group.filter((one) => one.name === 'ORC').slice(reports.length, reports.length + 1), segment]);
      else if (segment.name !== 'ORC') reports.at(-1)?.push(segment);
    }
    if (reports.length === 0) return refuse('100', 'There is no OBR segment.', 'OBR');
    return [
      { kind: 'register', patient: statement } as const,
      ...reports.flatMap((report) => reportOf(reading, report, patient)),
    ];
  });
};

export const interpretDocument = (reading: Reading, event: string): Intent[] => {
  const effect = Object.hasOwn(documentEvents, event) ? documentEvents[event] : undefined;
  if (effect === undefined) return refuse('201', 'This event is not processed here.', 'MSH-9');
  const { message } = reading;
  const [pid = refuse('100', 'There is no PID segment.', 'PID'), second] = message.all('PID');
  // A document is of one patient (9.6): nobody can tell here which of two it is of.
  if (second !== undefined)
    return refuse('100', 'A document is of one patient; there are several PID segments.', 'PID');
  const txa = readFirst(message, 'TXA') ?? refuse('100', 'There is no TXA segment.', 'TXA');
  const { statement, patient } = patientOf(reading, pid);
  const content = contentOf(reading, message.segments);
  const obr = readFirst(message, 'OBR');
  const accessionNumber = firstSaid(message.segments, reading.mapping.accessionNumber) ?? txa.fillerNumber?.id;
  // An addendum or a replacement takes the place of the document that it names as its parent.
  const key = (effect === 'as said' ? undefined : txa.parentNumber?.id) ?? txa.documentNumber?.id ?? accessionNumber;
  if (key === undefined) return refuse('101', 'The document has no number.', 'TXA-12');
  const status = effect === 'as said' ? statusOf(reading, txa.completion, documentStatuses) : effect;
  return [
    { kind: 'register', patient: statement },
    {
      kind: 'report',
      patient,
      key: bounded(key, 200),
      ...standing(status),
      studyInstanceUid: content.studyInstanceUid,
      accessionNumber: accessionNumber === undefined ? undefined : bounded(accessionNumber, 64),
      title: bounded(obr?.service?.text ?? txa.documentType ?? 'Document', 200),
      code: codeOf(obr),
      reportedAt: txa.activityAt ?? txa.originatedAt,
      author: clinicianName(txa.authenticators[0]) ?? clinicianName(txa.originator[0]),
      sections: content.sections,
      measurements: measurementsIn(message.segments, obr?.observedAt),
    },
  ];
};
