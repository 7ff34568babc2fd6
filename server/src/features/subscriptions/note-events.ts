/** From the outbox to events: what was committed elsewhere is told of, once, in the order that it was committed. */
import { reportStatuses } from '@throughline/fhir';
import { z } from 'zod';
import {
  advanceOutbox,
  findStudy,
  hasSubscriptions,
  insertSubscriptionEvent,
  lockWork,
  modalitiesOfStudies,
  type NewEvent,
  noteVerdict,
  type OutboxRow,
  type ReportStatus,
  readOutbox,
  recordsOfPersons,
  reportVersionsById,
  type SubscriptionFilter,
  subscriptionsFor,
  type Trx,
} from '../../db/index.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { statePerson } from '../priors/index.ts';
import type { SubscriptionTopic } from './topics.ts';

const CONSUMER = 'subscriptions';
const AT_ONCE = 500;
/** A study of which nothing came for so long has arrived. */
const SETTLED_MS = 5_000;

const payloads = z.object({
  studyInstanceUid: z.string().optional(),
  personId: z.string().optional(),
  reportId: z.string().optional(),
});

interface News {
  readonly studies: ReadonlySet<string>;
  readonly reports: ReadonlySet<string>;
  readonly gathered: ReadonlySet<string>;
  readonly changed: ReadonlySet<string>;
}

/** Many rows about one thing are one piece of news. */
const digest = (rows: readonly OutboxRow[]): News => {
  const of = (topics: readonly string[], name: keyof z.infer<typeof payloads>): ReadonlySet<string> =>
    new Set(
      rows.flatMap(({ topic, payload }) => {
        const value = topics.includes(topic) ? payloads.safeParse(payload).data?.[name] : undefined;
        return value === undefined ? [] : [value];
      }),
    );
  return {
    studies: of(['instance.stored'], 'studyInstanceUid'),
    reports: of(['report.kept'], 'reportId'),
    gathered: of(['gathering.ended'], 'personId'),
    changed: of(['gathering.ended', 'person.changed'], 'personId'),
  };
};

/** The records of a person by which it is told of; the first one names it. */
const recordOf = async (trx: Trx, personId: string): Promise<string | undefined> =>
  (await recordsOfPersons(trx, [personId]))[0]?.id;

interface Happened extends NewEvent {
  readonly topic: SubscriptionTopic;
  readonly patientRecordId: string;
  /** By which it may be filtered: the values that it has of each. */
  readonly facts?: Partial<Record<SubscriptionFilter['name'], readonly string[]>>;
}

const arrivals = async (trx: Trx, studies: ReadonlySet<string>, at: Date): Promise<Happened[]> => {
  const found = await Promise.all([...studies].map((uid) => findStudy(trx, uid)));
  const modalities = await modalitiesOfStudies(
    trx,
    found.flatMap((study) => study?.id ?? []),
  );
  return found.flatMap((study) =>
    study === undefined
      ? []
      : [
          {
            topic: 'study-arrived' as const,
            patientRecordId: study.patient_record_id,
            focusType: 'ImagingStudy' as const,
            focusId: study.id,
            at,
            dueAt: new Date(at.getTime() + SETTLED_MS),
            once: true,
            facts: { modality: modalities.get(study.id) ?? [] },
          },
        ],
  );
};

/** The statuses of FHIR that mean how the report stands: several of FHIR's are one of ours. */
const statusesOf = (status: ReportStatus): readonly string[] =>
  Object.entries(reportStatuses).flatMap(([code, meant]) => (meant === status ? [code] : []));

const reports = async (trx: Trx, versions: ReadonlySet<string>, at: Date): Promise<Happened[]> =>
  (await reportVersionsById(trx, [...versions])).map((row) => ({
    topic: 'report-changed',
    patientRecordId: row.patient_record_id,
    focusType: 'DiagnosticReport',
    focusId: row.report_id,
    at,
    dueAt: at,
    once: false,
    facts: { status: statusesOf(row.status) },
  }));

const aboutPersons = async (
  trx: Trx,
  topic: 'priors-ready' | 'completeness-changed',
  persons: Iterable<string>,
  at: Date,
): Promise<Happened[]> => {
  const all: Happened[] = [];
  for (const personId of persons) {
    const record = await recordOf(trx, personId);
    if (record !== undefined)
      all.push({ topic, patientRecordId: record, focusType: 'Patient', focusId: record, at, dueAt: at, once: false });
  }
  return all;
};

/** Of these persons, those of whom something else is said now than before. */
const otherwise = async (
  context: Context,
  principal: Principal,
  trx: Trx,
  persons: ReadonlySet<string>,
): Promise<readonly string[]> => {
  const changed: string[] = [];
  for (const personId of persons) {
    const record = await recordOf(trx, personId);
    if (record === undefined) continue;
    const { verdict } = await statePerson(context, principal, record);
    const row = { tenant_id: principal.tenantId, person_id: personId, verdict, told_at: context.clock() };
    if (await noteVerdict(trx, row)) changed.push(personId);
  }
  return changed;
};

const note = async (context: Context, principal: Principal, trx: Trx, rows: readonly OutboxRow[]): Promise<void> => {
  const at = context.clock();
  const news = digest(rows);
  const happened = [
    ...(await arrivals(trx, news.studies, at)),
    ...(await reports(trx, news.reports, at)),
    ...(await aboutPersons(trx, 'priors-ready', news.gathered, at)),
    ...(await aboutPersons(trx, 'completeness-changed', await otherwise(context, principal, trx, news.changed), at)),
  ];
  for (const { topic, patientRecordId, facts = {}, ...event } of happened)
    for (const { filters, ...subscription } of await subscriptionsFor(trx, topic, patientRecordId))
      if (filters.every(({ name, values }) => facts[name]?.some((value) => values.includes(value))))
        await insertSubscriptionEvent(trx, subscription, event);
};

/** True when there may be more. The cursor moves with the events, in one transaction: none is lost and none is told twice. */
export const noteSubscriptionEvents = (context: Context, principal: Principal): Promise<boolean> => {
  const { tenantId } = principal;
  return context.db.tenant(tenantId, async (trx) => {
    if (!(await lockWork(trx, CONSUMER))) return false;
    const rows = await readOutbox(trx, CONSUMER, AT_ONCE);
    const last = rows.at(-1);
    if (last === undefined) return false;
    if (await hasSubscriptions(trx)) await note(context, principal, trx, rows);
    await advanceOutbox(trx, tenantId, CONSUMER, last);
    return rows.length === AT_ONCE;
  });
};
