/** The reports of a study, as received: documents that came with it and the current versions of those that came as messages. */
import type { Report } from '@throughline/contract';
import { type Dataset, displayName, tags } from '@throughline/dicom';
import { type MessageReportRow, reportsOfStudies } from '../../db/index.ts';
import { isWithin, type Principal, type Reach, reach } from '../access/index.ts';
import type { Context } from '../context.ts';
import { listInstances, readHeader, type ServedInstance } from '../retrieve/index.ts';
import { conceptName, sectionsOf } from './content-tree.ts';

export type OneReport = Report['reports'][number];

const storage = '1.2.840.10008.5.1.4.1.1.';

/** Documents that a person wrote (PS3.4 B.5): text SR, PDF, CDA. Dose, key objects and CAD are none. */
export const reportClasses: ReadonlySet<string> = new Set(
  ['88.11', '88.22', '88.33', '88.34', '88.35', '104.1', '104.2'].map((suffix) => storage + suffix),
);

/** Those of them that hold a document of another form: a PDF or a CDA. */
export const encapsulatedClasses: ReadonlySet<string> = new Set(['104.1', '104.2'].map((suffix) => storage + suffix));

export const isReportClass = (sopClassUid: string): boolean => reportClasses.has(sopClassUid);

const statusOf = (dataset: Dataset): string => {
  if (dataset.string(tags.PreliminaryFlag) === 'PRELIMINARY') return 'preliminary';
  if (dataset.string(tags.VerificationFlag) === 'VERIFIED') return 'final';
  return dataset.string(tags.CompletionFlag) === 'COMPLETE' ? 'final' : 'not verified';
};

const authorOf = (dataset: Dataset): string | null => {
  const verifier = dataset.items(tags.VerifyingObserverSequence)[0]?.string(tags.VerifyingObserverName);
  const author = dataset.items(tags.AuthorObserverSequence)[0]?.string(tags.PersonName);
  return displayName(verifier ?? author ?? '') || null;
};

const isoDate = (date: string | undefined): string | null =>
  date !== undefined && /^\d{8}$/.test(date) ? `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}` : null;

const whereShown = ({ sop_class_uid: uid }: ServedInstance): string =>
  /[.]104[.][12]$/.test(uid)
    ? 'A document: it is shown in the pane of its study.'
    : 'A document that is listed and not shown here.';

const toReport = (instance: ServedInstance, dataset: Dataset): OneReport => ({
  sopInstanceUid: instance.sop_instance_uid,
  title: conceptName(dataset) ?? dataset.string(tags.DocumentTitle) ?? 'Document',
  status: statusOf(dataset),
  date: isoDate(dataset.string(tags.ContentDate)),
  author: authorOf(dataset),
  sections: instance.sop_class_uid.startsWith(`${storage}104.`)
    ? [{ heading: '', text: whereShown(instance) }]
    : [...sectionsOf(dataset)],
});

/** A report that came as a message: what its sender said last, never an earlier version. */
export const reportOfMessage = (row: MessageReportRow): OneReport => ({
  sopInstanceUid: row.id,
  title: row.title,
  status: row.status,
  date: isoDate(row.reported_at?.slice(0, 8)),
  author: displayName(row.author ?? '') || null,
  sections:
    row.status === 'cancelled'
      ? [{ heading: '', text: 'This report was withdrawn by its sender.' }]
      : [...row.sections],
});

const messageReports = async ({ db }: Context, principal: Principal, within: Reach, studyInstanceUid: string) => {
  const rows = await db.tenant(principal.tenantId, (trx) => reportsOfStudies(trx, [studyInstanceUid]));
  return rows.filter((row) => isWithin(within, row.patient_record_id)).map(reportOfMessage);
};

/** One document, read from its bytes. */
export const reportOf = async (context: Context, instance: ServedInstance): Promise<OneReport> =>
  toReport(instance, (await readHeader(context.objects, instance)).dataset);

export const readReports = async (
  context: Context,
  principal: Principal,
  studyInstanceUid: string,
): Promise<Report> => {
  const within = reach(principal, 'DiagnosticReport', 'r');
  const instances = await listInstances(context, principal, { studyInstanceUid });
  const documents = instances.filter((instance) => isReportClass(instance.sop_class_uid));
  const reports = await Promise.all(documents.map((instance) => reportOf(context, instance)));
  // A message does not say of which modality it speaks: the study that may be seen does.
  const unseen = within.modalities !== undefined && instances.length === 0;
  const messages = unseen ? [] : await messageReports(context, principal, within, studyInstanceUid);
  const all = [...reports, ...messages];
  return { studyInstanceUid, reports: all.toSorted((a, b) => (b.date ?? '').localeCompare(a.date ?? '')) };
};
