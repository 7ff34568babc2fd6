/** From the outbox to jobs: what was committed elsewhere becomes work here, at least once, in order of commit. */
import { z } from 'zod';
import {
  advanceOutbox,
  type ExamKey,
  findStudy,
  knownToBeFetched,
  type OutboxRow,
  personsOfExam,
  readOutbox,
} from '../../db/index.ts';
import type { Context } from '../../features/context.ts';
import { reevaluateRecord } from '../../features/patients/index.ts';
import { announcePerson } from '../../features/priors/index.ts';
import { jobPrincipal } from './principal.ts';
import type { Queues } from './queues.ts';

const CONSUMER = 'gathering';
const AT_ONCE = 500;

const stored = z.object({ studyInstanceUid: z.string() });
const requested = z.object({ studyInstanceUid: z.string(), trigger: z.enum(['launch', 'person']) });
const changed = z.object({ personId: z.string() });
const corrected = z.object({
  issuer: z.string(),
  localCode: z.string(),
  nameKey: z.string(),
  modality: z.string(),
});
const placed = z.object({ personId: z.string(), studyInstanceUid: z.string().optional() });

/** Many objects of one study are one piece of news. */
interface News {
  readonly stored: ReadonlySet<string>;
  readonly requested: ReadonlyMap<string, 'launch' | 'person'>;
  readonly changed: ReadonlySet<string>;
  /** Persons for whom an exam is planned. */
  readonly planned: ReadonlySet<string>;
  /** Exams of which somebody said what they are. */
  readonly corrected: readonly ExamKey[];
}

const digest = (rows: readonly OutboxRow[]): News => {
  const news = {
    stored: new Set<string>(),
    requested: new Map<string, 'launch' | 'person'>(),
    changed: new Set<string>(),
    planned: new Set<string>(),
    corrected: [] as ExamKey[],
  };
  for (const { topic, payload } of rows) {
    const [arrival, wish, change] = [
      stored.safeParse(payload),
      requested.safeParse(payload),
      changed.safeParse(payload),
    ];
    if (topic === 'instance.stored' && arrival.success) news.stored.add(arrival.data.studyInstanceUid);
    if (topic === 'gathering.requested' && wish.success)
      news.requested.set(wish.data.studyInstanceUid, wish.data.trigger);
    if (topic === 'person.changed' && change.success) news.changed.add(change.data.personId);
    const order = placed.safeParse(payload);
    if (topic === 'order.placed' && order.success) news.planned.add(order.data.personId);
    const exam = corrected.safeParse(payload);
    if (topic === 'exam.corrected' && exam.success) news.corrected.push(exam.data);
  }
  return news;
};

const personOfStudy = async (
  context: Context,
  tenantId: string,
  studyInstanceUid: string,
): Promise<string | undefined> => {
  const study = await context.db.tenant(tenantId, (trx) => findStudy(trx, studyInstanceUid));
  if (!study) return undefined;
  return (await reevaluateRecord(context, jobPrincipal(tenantId), study.patient_record_id)).personId;
};

/** A study that was gathered for longer ago is read by now; more persons than this wait for their next gathering. */
const CORRECTED_DAYS = 30;
const MOST_PERSONS = 2_000;

const personsOf = async (
  context: Context,
  tenantId: string,
  exams: readonly ExamKey[],
): Promise<ReadonlySet<string>> => {
  const since = new Date(context.clock().getTime() - CORRECTED_DAYS * 86_400_000);
  const persons = new Set<string>();
  for (const exam of exams)
    for (const person of await context.db.tenant(tenantId, (trx) =>
      personsOfExam(trx, exam, { since, limit: MOST_PERSONS }),
    ))
      persons.add(person);
  return persons;
};

/** What is passed on to. */
type Passing = Pick<Queues, 'gather' | 'rankAgain'>;

const pass = async (context: Context, queues: Passing, tenantId: string, news: News): Promise<void> => {
  for (const studyInstanceUid of news.stored) {
    const personId = await personOfStudy(context, tenantId, studyInstanceUid);
    if (personId === undefined) continue;
    announcePerson(context, personId);
    const fetched = await context.db.tenant(tenantId, (trx) => knownToBeFetched(trx, studyInstanceUid));
    if (!fetched) await queues.gather({ tenantId, personId, studyInstanceUid, trigger: 'arrival' }, false);
  }
  for (const personId of news.changed) {
    announcePerson(context, personId);
    await queues.gather({ tenantId, personId, trigger: 'arrival' }, false);
  }
  for (const personId of await personsOf(context, tenantId, news.corrected))
    await queues.rankAgain({ tenantId, personId });
  for (const personId of news.planned) await queues.gather({ tenantId, personId, trigger: 'order' }, false);
  for (const [studyInstanceUid, trigger] of news.requested) {
    const personId = await personOfStudy(context, tenantId, studyInstanceUid);
    if (personId !== undefined) await queues.gather({ tenantId, personId, studyInstanceUid, trigger }, true);
  }
};

/** The studies that these rows say objects of were stored. */
export const storedStudies = (rows: readonly OutboxRow[]): ReadonlySet<string> => digest(rows).stored;

/** Passes on what there is; true when there may be more. The cursor moves only when everything was passed on. */
export const relayOutbox = async (context: Context, queues: Passing, tenantId: string): Promise<boolean> => {
  const rows = await context.db.tenant(tenantId, (trx) => readOutbox(trx, CONSUMER, AT_ONCE));
  const last = rows.at(-1);
  if (last === undefined) return false;
  await pass(context, queues, tenantId, digest(rows));
  await context.db.tenant(tenantId, (trx) => advanceOutbox(trx, tenantId, CONSUMER, last));
  return rows.length === AT_ONCE;
};
