/**
 * From the outbox to messages: what happened becomes one message to each destination that wants to be told, in the transaction that
 * moves the cursor, so that nothing is told twice and nothing is left out (I16).
 */
import { z } from 'zod';
import {
  advanceOutbox,
  findRecord,
  type Hl7DestinationRow,
  insertOutgoing,
  knownToBeFetched,
  listDestinations,
  measurementsOfMessage,
  type OutboxRow,
  type OutgoingEvent,
  readOutbox,
  reportVersionsById,
  stepsOfStudy,
  type Trx,
} from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { documentMessageType, documentSegments } from './document-message.ts';
import { causeOfDocument, readDocuments, type ToldDocument } from './documents.ts';
import { changedIdentifiers, eventSegment, mergeSegment, noVisit } from './identities.ts';
import { type OutgoingMapping, readOutgoingMapping } from './mapping.ts';
import { type OrderStatus, orderMessageType, orderSegments } from './orders.ts';
import { patientSegment } from './patient.ts';
import { reportSegments, type Telling } from './reports.ts';
import { withoutResults } from './results.ts';
import { Unwritable, writeFor } from './writing.ts';

const CONSUMER = 'hl7-out';
const LOCK = 'hl7-out';
const AT_ONCE = 100;

interface To {
  readonly trx: Trx;
  readonly row: Hl7DestinationRow;
  readonly mapping: OutgoingMapping;
  readonly at: Date;
}

interface News {
  readonly event: OutgoingEvent;
  readonly cause: string;
  readonly subject: string;
  /** whose messages come one after the other */
  readonly recordId: string;
  readonly studyInstanceUid?: string | undefined;
}

type Type = Parameters<typeof writeFor>[1];
type Segments = Parameters<typeof writeFor>[2];

const UNWRITABLE = 'It has characters that the character set of the receiver has not.';

/** Kept for the sender; one that cannot be written in the receiver's character set waits for somebody instead. */
const keep = async ({ trx, row, at }: To, news: News, type: Type, segments: Segments): Promise<void> => {
  const written = () => {
    try {
      return { ...writeFor(row, type, segments, at), state: 'waiting' as const };
    } catch (error) {
      if (!(error instanceof Unwritable)) throw error;
      const whole = writeFor({ ...row, charset: 'UNICODE UTF-8' }, type, segments, at);
      return { ...whole, state: 'failed' as const, cause: UNWRITABLE, ended_at: at };
    }
  };
  await insertOutgoing(trx, {
    tenant_id: row.tenant_id,
    destination: row.name,
    event: news.event,
    cause_key: news.cause,
    subject_key: news.subject,
    order_key: news.recordId,
    patient_record_id: news.recordId,
    study_instance_uid: news.studyInstanceUid ?? null,
    made_at: at,
    next_at: at,
    ...written(),
  });
};

const tellReport = async (to: To, news: News, telling: Telling): Promise<void> => {
  const pid = await patientSegment(to.trx, news.recordId, to.row, to.mapping);
  if (pid === undefined) return;
  const { mapping, row, at } = to;
  const said = mapping.measurements ? telling : { ...telling, measurements: [] };
  const isTold = row.events.includes('report');
  if (isTold) await keep(to, news, ['ORU', 'R01', 'ORU_R01'], [pid, ...reportSegments(said, mapping)]);
  if (!row.events.includes('document')) return;
  const asDocument: News = {
    ...news,
    event: 'document',
    ...(isTold && { cause: `${news.cause}:document`, subject: `${news.subject}:document` }),
  };
  await keep(to, asDocument, documentMessageType(said), documentSegments(said, pid, mapping, at));
};

/** A report that came as a message; one that was superseded meanwhile is told of by what took its place. */
const tellKept = async (to: To, { reportId }: { readonly reportId: string }): Promise<void> => {
  const [report] = await reportVersionsById(to.trx, [reportId]);
  if (report === undefined || report.superseded_by !== null || report.source_name === to.row.source_name) return;
  // Without its UID, the study is the one of ours that has the accession number.
  const studyInstanceUid = report.study_instance_uid ?? report.study_uid ?? undefined;
  const subject = `report:${report.source_name}:${report.report_key}`;
  const news: News = {
    event: 'report',
    cause: `report:${report.id}`,
    subject,
    recordId: report.patient_record_id,
    studyInstanceUid,
  };
  const measurements = to.mapping.measurements ? await measurementsOfMessage(to.trx, report.id) : [];
  await tellReport(to, news, {
    key: report.report_key,
    title: report.title,
    code: report.code ?? undefined,
    status: report.status,
    reportedAt: report.reported_at ?? undefined,
    accessionNumber: report.accession_number ?? undefined,
    studyInstanceUid,
    sections: withoutResults(report.sections, measurements),
    measurements,
    document: undefined,
  });
};

const tellDocument = (to: To, { sopInstanceUid, patientRecordId, telling }: ToldDocument): Promise<void> => {
  const cause = causeOfDocument(sopInstanceUid);
  const { studyInstanceUid } = telling;
  const shown = to.mapping.documents ? telling : { ...telling, document: undefined };
  return tellReport(to, { event: 'report', cause, subject: cause, recordId: patientRecordId, studyInstanceUid }, shown);
};

interface StepNews {
  readonly studyInstanceUid: string;
  readonly scheduledStepId?: string | undefined;
  readonly status: OrderStatus;
}

/** `again`: what tells it from another time that the step was as far, since one begun by mistake is begun again. */
const tellOrder = async (
  to: To,
  { studyInstanceUid, scheduledStepId, status }: StepNews,
  again?: number,
): Promise<void> => {
  for (const step of await stepsOfStudy(to.trx, studyInstanceUid, scheduledStepId)) {
    if (step.patient_record_id === null) continue;
    // Pictures of a step that is over say nothing new.
    if (status === 'ARRIVED' && step.status !== 'SCHEDULED' && step.status !== 'STARTED') continue;
    const pid = await patientSegment(to.trx, step.patient_record_id, to.row, to.mapping);
    if (pid === undefined) continue;
    const type = orderMessageType(to.row, to.mapping);
    const news: News = {
      event: 'order-status',
      cause: ['order', step.id, status, ...(again === undefined ? [] : [again])].join(':'),
      subject: `order:${step.id}`,
      recordId: step.patient_record_id,
      studyInstanceUid,
    };
    await keep(to, news, type, [pid, ...orderSegments(step, status, type)]);
  }
};

const tellIdentifiers = async (to: To, outboxId: number, personId: string): Promise<void> => {
  const changed = await changedIdentifiers(to.trx, to.row, to.mapping, personId);
  if (changed === undefined) return;
  const subject = `identifiers:${changed.recordId}`;
  const news: News = {
    event: 'identifiers',
    cause: `identifiers:${outboxId}:${personId}`,
    subject,
    recordId: changed.recordId,
  };
  await keep(to, news, ['ADT', 'A31', 'ADT_A05'], [eventSegment('A31', to.at), changed.pid, noVisit]);
};

const tellPatient = async (to: To, outboxId: number, { patientRecordId, by }: PatientNews): Promise<void> => {
  if (by === to.row.source_name) return;
  const pid = await patientSegment(to.trx, patientRecordId, to.row, to.mapping);
  if (pid === undefined) return;
  const [cause, subject] = [`patient:${outboxId}`, `patient:${patientRecordId}`];
  const news: News = { event: 'patient', cause, subject, recordId: patientRecordId };
  await keep(to, news, ['ADT', 'A08', 'ADT_A01'], [eventSegment('A08', to.at), pid, noVisit]);
};

/** A29: delete person information (3.3.29). Who is there again when it is told of is not told of as removed. */
const tellRemoval = async (to: To, outboxId: number, { patientRecordId, by }: PatientNews): Promise<void> => {
  if (by === to.row.source_name || (await findRecord(to.trx, patientRecordId))?.removed_by === null) return;
  const pid = await patientSegment(to.trx, patientRecordId, to.row, to.mapping);
  if (pid === undefined) return;
  const [cause, subject] = [`removal:${outboxId}`, `patient:${patientRecordId}`];
  const news: News = { event: 'patient', cause, subject, recordId: patientRecordId };
  await keep(to, news, ['ADT', 'A29', 'ADT_A21'], [eventSegment('A29', to.at), pid, noVisit]);
};

const tellMerge = async (to: To, outboxId: number, { survivorId, absorbedId, by }: MergeNews): Promise<void> => {
  if (by === to.row.source_name) return;
  const pid = await patientSegment(to.trx, survivorId, to.row, to.mapping);
  const absorbed = await findRecord(to.trx, absorbedId);
  if (pid === undefined || absorbed === undefined) return;
  const [cause, subject] = [`merge:${outboxId}`, `merge:${absorbedId}`];
  const news: News = { event: 'merge', cause, subject, recordId: survivorId };
  const segments = [eventSegment('A40', to.at), pid, mergeSegment(absorbed, to.mapping)];
  await keep(to, news, ['ADT', 'A40', 'ADT_A39'], segments);
};

const stored = z.object({ studyInstanceUid: z.string() });
const report = z.object({ reportId: z.string() });
const person = z.object({ personId: z.string() });
const step = z.object({
  studyInstanceUid: z.string(),
  scheduledStepId: z.string().optional(),
  status: z.enum(['SCHEDULED', 'STARTED', 'COMPLETED', 'DISCONTINUED']),
});
const patient = z.object({ patientRecordId: z.string(), by: z.string() });
type PatientNews = z.infer<typeof patient>;
const merge = z.object({ survivorId: z.string(), absorbedId: z.string(), by: z.string() });
type MergeNews = z.infer<typeof merge>;

type Tell = (to: To, row: OutboxRow, documents: readonly ToldDocument[]) => Promise<void>;

const tellStored: Tell = async (to, { payload }, documents) => {
  const { studyInstanceUid } = stored.parse(payload);
  const wants = (event: OutgoingEvent): boolean => to.row.events.includes(event);
  if (wants('report') || wants('document'))
    for (const document of documents)
      if (document.telling.studyInstanceUid === studyInstanceUid) await tellDocument(to, document);
  if (wants('order-status') && !(await knownToBeFetched(to.trx, studyInstanceUid)))
    await tellOrder(to, { studyInstanceUid, status: 'ARRIVED' });
};

/** What each topic of the outbox leads to, and which of these events a destination must want for it. */
const tellings: Readonly<Record<string, { readonly wanted: readonly OutgoingEvent[]; readonly tell: Tell }>> = {
  'report.kept': { wanted: ['report', 'document'], tell: (to, { payload }) => tellKept(to, report.parse(payload)) },
  'instance.stored': { wanted: ['report', 'document', 'order-status'], tell: tellStored },
  'order.status': { wanted: ['order-status'], tell: (to, { id, payload }) => tellOrder(to, step.parse(payload), id) },
  'person.changed': {
    wanted: ['identifiers'],
    tell: (to, { id, payload }) => tellIdentifiers(to, id, person.parse(payload).personId),
  },
  'patient.told': { wanted: ['patient'], tell: (to, { id, payload }) => tellPatient(to, id, patient.parse(payload)) },
  'patient.removed': {
    wanted: ['patient'],
    tell: (to, { id, payload }) => tellRemoval(to, id, patient.parse(payload)),
  },
  'patient.merged': { wanted: ['merge'], tell: (to, { id, payload }) => tellMerge(to, id, merge.parse(payload)) },
};

const tellAll = async (
  trx: Trx,
  rows: readonly OutboxRow[],
  destinations: readonly Hl7DestinationRow[],
  documents: readonly ToldDocument[],
  at: Date,
): Promise<void> => {
  for (const row of rows) {
    const telling = tellings[row.topic];
    if (telling === undefined) continue;
    for (const destination of destinations) {
      if (row.at < destination.created_at) continue;
      if (!telling.wanted.some((event) => destination.events.includes(event))) continue;
      const to = { trx, row: destination, mapping: readOutgoingMapping(destination.mapping), at };
      await telling.tell(to, row, documents);
    }
  }
};

/**
 * Makes messages of what there is in the outbox, `atOnce` rows of it; true when there may be more. Whoever is registered as a
 * destination is told of what happens from then on.
 */
export const announceOutgoing = async (
  context: Context,
  principal: Principal,
  atOnce: number = AT_ONCE,
): Promise<boolean> => {
  authorise(principal, 'read');
  const { db, clock } = context;
  const { tenantId } = principal;
  const read = (trx: Trx) => readOutbox(trx, CONSUMER, atOnce);
  const [rows, destinations] = await db.tenant(tenantId, async (trx) => [
    await read(trx),
    (await listDestinations(trx)).filter(({ enabled }) => enabled),
  ]);
  const last = rows.at(-1);
  if (last === undefined) return false;
  const studies = rows.flatMap(({ topic, payload }) =>
    topic === 'instance.stored' ? [stored.parse(payload).studyInstanceUid] : [],
  );
  const wanting = destinations.filter(({ events }) => events.some((one) => one === 'report' || one === 'document'));
  const documents = await readDocuments(context, principal, wanting, [...new Set(studies)]);
  const whole = async (trx: Trx): Promise<boolean> => {
    // Another process was quicker.
    if ((await read(trx))[0]?.id !== rows[0]?.id) return true;
    await tellAll(trx, rows, destinations, documents, clock());
    await advanceOutbox(trx, tenantId, CONSUMER, last);
    return rows.length === atOnce;
  };
  return db.tenant(tenantId, whole, LOCK);
};

/** Leaves the first row that nobody was told of behind; gives its topic. */
export const passOver = (context: Context, { tenantId }: Principal): Promise<string | undefined> =>
  context.db.tenant(
    tenantId,
    async (trx) => {
      const [first] = await readOutbox(trx, CONSUMER, 1);
      if (first !== undefined) await advanceOutbox(trx, tenantId, CONSUMER, first);
      return first?.topic;
    },
    LOCK,
  );
