/** A report that came with a study, as it was received; nothing is said in its name that it does not say. */
import { Buffer } from 'node:buffer';
import type { DiagnosticReport } from '@medplum/fhirtypes';
import { practitionerReference } from './practitioner.ts';
import { numberSystem, type Root, systems } from './systems.ts';
import { dateOf, narrativeOf, textOf } from './values.ts';

export interface ReportModel {
  readonly id: string;
  /** Which of its versions this is; absent: there is no other. */
  readonly versionId?: string;
  /** The UID of a document, or the number that the sender of a message gives the report. */
  readonly identifier: { readonly uid: string } | { readonly source: string; readonly key: string };
  /** Null: of no study that we hold. */
  readonly studyId: string | null;
  readonly patientRecordId: string;
  readonly title: string;
  readonly status: 'preliminary' | 'final' | 'not verified' | 'corrected' | 'addended' | 'cancelled' | (string & {});
  /** ISO date of the study */
  readonly studyDate: string | null;
  readonly author: string | null;
  /** Our id of the Practitioner who is meant. */
  readonly authorId?: string | undefined;
  readonly sections: readonly { readonly heading: string; readonly text: string }[];
  readonly receivedAt: Date;
}

const statuses: Readonly<Record<string, DiagnosticReport['status']>> = {
  preliminary: 'preliminary',
  final: 'final',
  corrected: 'corrected',
  addended: 'appended',
  cancelled: 'cancelled',
};

/** The headings under which reports say what they come to, in the languages that we read. */
const conclusions =
  /^(impressions?|conclusions?|opinion|summary|beurteilung|zusammenfassung|conclusi[oó]n(es)?|impresi[oó]n|conclusioni|conclus[aã]o|conclusie)$/i;

/** What a report comes to: the text under such a heading. */
export const impressionOf = (sections: ReportModel['sections']): string | undefined =>
  textOf(sections.find(({ heading }) => conclusions.test(heading.trim().replace(/[:.]$/, '')))?.text);

const asText = (sections: ReportModel['sections']): string =>
  sections.map(({ heading, text }) => (heading === '' ? text : `${heading}\n${text}`)).join('\n\n');

const identifierOf = ({ identifier }: ReportModel, { root }: Root) =>
  'uid' in identifier
    ? { system: systems.uid, value: `urn:oid:${identifier.uid}` }
    : { system: numberSystem(identifier.source, 'reports', { root }), value: identifier.key };

export const toDiagnosticReport = (report: ReportModel, at: Root): DiagnosticReport => {
  const conclusion = impressionOf(report.sections);
  const effective = dateOf(report.studyDate);
  const author = textOf(report.author);
  const text = asText(report.sections);
  return {
    resourceType: 'DiagnosticReport',
    id: report.id,
    meta: {
      ...(report.versionId !== undefined && { versionId: report.versionId }),
      lastUpdated: report.receivedAt.toISOString(),
    },
    text: narrativeOf([{ heading: report.title, text: '' }, ...report.sections]),
    identifier: [identifierOf(report, at)],
    status: statuses[report.status] ?? 'unknown',
    category: [{ coding: [{ system: systems.diagnosticService, code: 'RAD', display: 'Radiology' }] }],
    code: {
      coding: [{ system: systems.loinc, code: '18748-4', display: 'Diagnostic imaging study' }],
      text: textOf(report.title) ?? 'Report',
    },
    subject: { reference: `Patient/${report.patientRecordId}` },
    ...(effective !== undefined && { effectiveDateTime: effective }),
    ...(author !== undefined && { performer: [practitionerReference(author, report.authorId)] }),
    ...(report.studyId !== null && { imagingStudy: [{ reference: `ImagingStudy/${report.studyId}` }] }),
    ...(conclusion !== undefined && { conclusion }),
    ...(text.trim() !== '' && {
      presentedForm: [{ contentType: 'text/plain; charset=utf-8', data: Buffer.from(text, 'utf8').toString('base64') }],
    }),
  };
};
