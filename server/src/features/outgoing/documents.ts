/** Reports that are objects of a study, text SR and encapsulated documents, read from their bytes before any transaction. */
import { type Dataset, tags } from '@throughline/dicom';
import { measurementsOfReport } from '@throughline/measurements';
import { type Hl7DestinationRow, knownCauses, servedOfClasses } from '../../db/index.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { reportClasses, reportOf } from '../reports/index.ts';
import { openValue, readHeader, type ServedInstance } from '../retrieve/index.ts';
import type { Telling } from './reports.ts';

export interface ToldDocument {
  readonly sopInstanceUid: string;
  readonly patientRecordId: string;
  readonly telling: Telling;
}

export const causeOfDocument = (sopInstanceUid: string): string => `document:${sopInstanceUid}`;

/** A message of more would be refused by most receivers, and by us. */
const MOST_DOCUMENT_BYTES = 6 * 2 ** 20;

const encapsulated = async (
  context: Context,
  instance: ServedInstance,
  dataset: Dataset,
): Promise<Telling['document']> => {
  const element = dataset.get(tags.EncapsulatedDocument);
  const type = dataset.string(tags.MIMETypeOfEncapsulatedDocument);
  if (element === undefined || type === undefined) return undefined;
  const length = dataset.number(tags.EncapsulatedDocumentLength);
  if (element.kind === 'value') return { type, bytes: Buffer.from(element.bytes).subarray(0, length) };
  if (element.kind !== 'bulk' || element.length > MOST_DOCUMENT_BYTES) return undefined;
  const parts: Uint8Array[] = [];
  for await (const part of openValue(context.objects, instance, element)) parts.push(part);
  return { type, bytes: Buffer.concat(parts).subarray(0, length) };
};

const readDocument = async (context: Context, instance: ServedInstance): Promise<ToldDocument> => {
  const { dataset } = await readHeader(context.objects, instance);
  const report = await reportOf(context, instance);
  const document = await encapsulated(context, instance, dataset);
  const telling: Telling = {
    key: instance.sop_instance_uid,
    title: report.title,
    code: undefined,
    status: report.status,
    reportedAt: report.date?.replaceAll('-', ''),
    accessionNumber: dataset.string(tags.AccessionNumber),
    studyInstanceUid: instance.study_instance_uid,
    // Of a document that goes along nothing needs to be said; of one that is too large, that it is here.
    sections: document === undefined ? report.sections : [],
    measurements: measurementsOfReport(dataset),
    document,
  };
  return { sopInstanceUid: instance.sop_instance_uid, patientRecordId: instance.patient_record_id, telling };
};

/** The documents of these studies that a destination was not told of yet; one that cannot be read is told of when it can. */
export const readDocuments = async (
  context: Context,
  { tenantId }: Principal,
  destinations: readonly Hl7DestinationRow[],
  studyInstanceUids: readonly string[],
): Promise<readonly ToldDocument[]> => {
  if (destinations.length === 0 || studyInstanceUids.length === 0) return [];
  const instances = await context.db.tenant(tenantId, async (trx) => {
    const all = await servedOfClasses(trx, studyInstanceUids, [...reportClasses]);
    const causes = all.map((one) => causeOfDocument(one.sop_instance_uid));
    const known = await Promise.all(destinations.map(({ name }) => knownCauses(trx, name, causes)));
    return all.filter((one) => known.some((told) => !told.has(causeOfDocument(one.sop_instance_uid))));
  });
  const documents: ToldDocument[] = [];
  for (const instance of instances)
    try {
      documents.push(await readDocument(context, instance));
    } catch (error) {
      context.log.warn({ err: error }, 'a document could not be read, and is not told of');
    }
  return documents;
};
