/** From the outbox to jobs: what was committed elsewhere becomes work here, at least once, in order of commit. */
import { z } from 'zod';
import {
  advanceOutbox,
  type ExamKey,
  findStudy,
  isConnectionLoss,
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

/** One piece of news, by what it is about: done as often as it is told. */
interface Item {
  readonly kind: string;
  readonly about: string;
  readonly run: () => Promise<void>;
}

const itemsOf = (context: Context, queues: Passing, tenantId: string, news: News): readonly Item[] => {
  const arrival = async (studyInstanceUid: string): Promise<void> => {
    const personId = await personOfStudy(context, tenantId, studyInstanceUid);
    if (personId === undefined) return;
    announcePerson(context, personId);
    const fetched = await context.db.tenant(tenantId, (trx) => knownToBeFetched(trx, studyInstanceUid));
    if (!fetched) await queues.gather({ tenantId, personId, studyInstanceUid, trigger: 'arrival' }, false);
  };
  const change = async (personId: string): Promise<void> => {
    announcePerson(context, personId);
    await queues.gather({ tenantId, personId, trigger: 'arrival' }, false);
  };
  const correction = async (exam: ExamKey): Promise<void> => {
    for (const personId of await personsOf(context, tenantId, [exam])) await queues.rankAgain({ tenantId, personId });
  };
  const wish = async (studyInstanceUid: string, trigger: 'launch' | 'person'): Promise<void> => {
    const personId = await personOfStudy(context, tenantId, studyInstanceUid);
    if (personId !== undefined) await queues.gather({ tenantId, personId, studyInstanceUid, trigger }, true);
  };
  const item = (kind: string, subject: string, run: () => Promise<void>): Item => ({
    kind,
    about: `${tenantId} ${kind} ${subject}`,
    run,
  });
  return [
    ...[...news.stored].map((study) => item('stored', study, () => arrival(study))),
    ...[...news.changed].map((person) => item('changed', person, () => change(person))),
    ...news.corrected.map((exam) => item('corrected', JSON.stringify(exam), () => correction(exam))),
    ...[...news.planned].map((personId) =>
      item('planned', personId, () => queues.gather({ tenantId, personId, trigger: 'order' }, false)),
    ),
    ...[...news.requested].map(([study, trigger]) => item('requested', study, () => wish(study, trigger))),
  ];
};

const MOST_TRIES = 5;

/**
 * What failed, and how often. An item that fails while others get through is left behind after some tries, so that they do not wait
 * for it (I15); the opening of a study asks for its gathering anew.
 */
export class Failures {
  readonly #tries = new Map<string, number>();

  /** True when nothing has to be tried again. @throws when the database was lost: that is no fault of an item */
  async runAll(log: Context['log'], items: readonly Item[]): Promise<boolean> {
    const failed: (Item & { readonly error: unknown })[] = [];
    for (const item of items) {
      try {
        await item.run();
        this.#tries.delete(item.about);
      } catch (error) {
        if (isConnectionLoss(error)) throw error;
        failed.push({ ...item, error });
      }
    }
    const othersGotThrough = failed.length < items.length;
    const again = failed.filter(({ kind, about, error }) => {
      const tries = (this.#tries.get(about) ?? 0) + 1;
      const isLeft = tries >= MOST_TRIES && othersGotThrough;
      if (isLeft) this.#tries.delete(about);
      else this.#tries.set(about, tries);
      if (isLeft) log.error({ kind, tries, err: error }, 'news could not be passed on and was left behind');
      else if (tries === 1) log.warn({ kind, err: error }, 'news could not be passed on and is tried again');
      return !isLeft;
    });
    return again.length === 0;
  }
}

/** The studies that these rows say objects of were stored. */
export const storedStudies = (rows: readonly OutboxRow[]): ReadonlySet<string> => digest(rows).stored;

/** Passes on what there is; true when there may be more. The cursor moves only when everything was passed on or left behind. */
export const relayOutbox = async (
  context: Context,
  queues: Passing,
  tenantId: string,
  failures: Failures,
): Promise<boolean> => {
  const rows = await context.db.tenant(tenantId, (trx) => readOutbox(trx, CONSUMER, AT_ONCE));
  const last = rows.at(-1);
  if (last === undefined) return false;
  if (!(await failures.runAll(context.log, itemsOf(context, queues, tenantId, digest(rows))))) return false;
  await context.db.tenant(tenantId, (trx) => advanceOutbox(trx, tenantId, CONSUMER, last));
  return rows.length === AT_ONCE;
};
