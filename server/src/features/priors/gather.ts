/** Gathers the priors of one person: asks every source that is due, ranks what exists, queues what matters. */
import {
  endGatheringWhenFetched,
  type GatheringTrigger,
  joinGathering,
  type SourceRow,
  setGatheringState,
  silentSources,
} from '../../db/index.ts';
import { authorise, type Principal, withConsents } from '../access/index.ts';
import type { Context } from '../context.ts';
import { type PersonPicture, readPicture } from '../history/index.ts';
import { readMentions } from '../reports/index.ts';
import { countExamsOf } from '../terms/index.ts';
import { announcePerson } from './announce.ts';
import { askReports } from './ask-reports.ts';
import { askSource } from './ask-source.ts';
import { currentStudies } from './currents.ts';
import { isDue } from './due.ts';
import { noteLatePriors } from './late-priors.ts';
import { type PlannedExam, plannedExams } from './planned.ts';
import { queueTransfers } from './queue-transfers.ts';

export interface GatherRequest {
  readonly personId: string;
  readonly trigger: GatheringTrigger;
  /** The study that somebody waits for. */
  readonly studyInstanceUid?: string;
}

export interface Gathered {
  /** Persons whom a source owed an answer that answers again. */
  readonly waiting: readonly string[];
  /** A current study was still coming in: look again when it has settled. */
  readonly lookAgain: boolean;
}

/** Links bring new identifiers, which may have to be asked for elsewhere; more rounds than this mean a ring of errors. */
const MOST_ROUNDS = 3;
const SETTLED_AFTER_MS = 12_000;

const readNow = ({ db }: Context, principal: Principal, personId: string): Promise<PersonPicture> =>
  db.tenant(principal.tenantId, (trx) => readPicture(trx, personId));

interface Work {
  readonly context: Context;
  readonly principal: Principal;
  readonly request: GatherRequest;
  readonly gatheringId: string;
  readonly signal: AbortSignal;
  readonly onQueued: (sourceIds: readonly string[]) => void;
  readonly waiting: Set<string>;
}

const wishOf = ({ trigger, studyInstanceUid }: GatherRequest) => ({
  focus: studyInstanceUid,
  urgent: trigger === 'launch' || trigger === 'person',
});

/** What a source has answered is put to use at once, while others are still thinking. */
const askAndUse = async (work: Work, picture: PersonPicture, source: SourceRow): Promise<void> => {
  const { context, principal, request, gatheringId, signal } = work;
  const { personId } = request;
  const enquiry = { gatheringId, personId, source, records: picture.records };
  const { outcome, waiting } = await askSource(context, principal, enquiry, signal);
  for (const person of waiting) work.waiting.add(person);
  // Who had nothing, or did not answer, brings nothing to fetch; what that changes is looked at in the end.
  if (outcome === 'found') work.onQueued(await queueTransfers(context, principal, personId, wishOf(request)));
  announcePerson(context, personId);
};

const askDueSources = async (
  work: Work,
  picture: PersonPicture,
  round: number,
  asked: Set<string>,
): Promise<boolean> => {
  const { context, request } = work;
  const now = context.clock();
  const currents = currentStudies(picture, request.studyInstanceUid, now);
  const trigger = round === 0 ? request.trigger : 'arrival';
  const silent = await context.db.tenant(work.principal.tenantId, (trx) => silentSources(trx, request.personId));
  const due = picture.sources.filter((source) => isDue(source, { picture, currents, trigger, silent, now }));
  // A source that failed in this gathering is the back-off's business now.
  const open = round === 0 ? due : due.filter((source) => !failedJustNow(picture, source, asked));
  for (const source of open) asked.add(source.id);
  const results = await Promise.allSettled(open.map((source) => askAndUse(work, picture, source)));
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
  return open.length > 0;
};

const failedJustNow = (picture: PersonPicture, source: SourceRow, asked: ReadonlySet<string>): boolean => {
  const last = picture.enquiries.find((each) => each.source_id === source.id);
  return asked.has(source.id) && last?.outcome !== 'found' && last?.outcome !== 'none';
};

const isComingIn = (picture: PersonPicture, now: Date): boolean =>
  currentStudies(picture, undefined, now).some((study) => {
    const last = study.local?.last_received_at ?? null;
    return last !== null && now.getTime() - last.getTime() < SETTLED_AFTER_MS;
  });

const finish = async ({ context, principal, request, gatheringId }: Work, picture: PersonPicture): Promise<void> => {
  await context.db.tenant(principal.tenantId, async (trx) => {
    // What was sent to us, and not fetched, may be a prior of what was read before.
    await noteLatePriors(trx, principal.tenantId, picture, context.clock());
    await setGatheringState(trx, gatheringId, 'fetching', context.clock());
    await endGatheringWhenFetched(trx, request.personId, context.clock());
  });
  announcePerson(context, request.personId);
};

/** Of the sources that were asked just now, and those that owe an answer: what could have changed there includes their reports. */
const askReportsOf = async (
  { context, principal }: Work,
  picture: PersonPicture,
  asked: ReadonlySet<string>,
): Promise<void> => {
  const owing = new Set(picture.reportEnquiries.flatMap((each) => (each.next_at === null ? [] : [each.source_id])));
  const speaking = picture.sources.filter(
    (source) => source.fhir_url !== null && (asked.has(source.id) || owing.has(source.id)),
  );
  await Promise.all(speaking.map((source) => askReports(context, principal, source, picture.records)));
};

/** What reports were compared with is expected too. */
const readReportsOf = ({ context, principal }: Work, picture: PersonPicture): Promise<boolean> => {
  const here = picture.studies.filter((study) => study.local !== null).map((study) => study.studyInstanceUid);
  return readMentions(context, principal, here);
};

const run = async (work: Work, known: PersonPicture): Promise<Gathered> => {
  const { context, principal, request } = work;
  const asked = new Set<string>();
  let picture = known;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (!(await askDueSources(work, picture, round, asked))) break;
    picture = await readNow(context, principal, request.personId);
    // The records were linked to an older person meanwhile: that one is gathered in its turn.
    if (picture.records.length === 0) break;
  }
  await countExamsOf(context, principal, picture);
  await askReportsOf(work, picture, asked);
  await readReportsOf(work, picture);
  work.onQueued(await queueTransfers(context, principal, request.personId, wishOf(request)));
  await finish(work, picture);
  work.waiting.delete(request.personId);
  return { waiting: [...work.waiting], lookAgain: isComingIn(picture, context.clock()) };
};

/** What a person forbids to be told is not brought together either. */
const isForbidden = async (context: Context, principal: Principal, { records }: PersonPicture): Promise<boolean> => {
  const { withheld } = await withConsents(context, principal);
  return withheld !== undefined && records.some(({ id }) => withheld.has(id));
};

/** Somebody asks, an exam is planned, or there is a study to read: also when a source answers again that was silent at the order. */
const isAwaited = (
  { trigger }: GatherRequest,
  currents: readonly unknown[],
  planned: readonly PlannedExam[],
): boolean => trigger === 'person' || trigger === 'order' || currents.length > 0 || planned.length > 0;

/** What is to be read now has to be here now; else the next exam says when. */
const deadlineOf = (
  { trigger }: GatherRequest,
  currents: readonly unknown[],
  planned: readonly PlannedExam[],
  now: Date,
): Date => {
  if (trigger === 'launch' || trigger === 'person' || currents.length > 0) return now;
  return planned.find(({ deadline }) => deadline >= now)?.deadline ?? now;
};

const nothing: Gathered = { waiting: [], lookAgain: false };

/**
 * Runs one gathering to the point where everything that matters is queued. Sources that do not answer never hold it up beyond
 * their own time-outs, and never end it. A person without a current study is left alone, unless somebody asks or
 * an exam is planned.
 */
export const gatherPerson = async (
  context: Context,
  principal: Principal,
  request: GatherRequest,
  signal: AbortSignal,
  onQueued: (sourceIds: readonly string[]) => void,
): Promise<Gathered> => {
  authorise(principal, 'read');
  authorise(principal, 'store');
  const { personId, trigger, studyInstanceUid } = request;
  const picture = await readNow(context, principal, personId);
  await countExamsOf(context, principal, picture);
  if (picture.records.length === 0) return nothing;
  const now = context.clock();
  const planned = await context.db.tenant(principal.tenantId, (trx) => plannedExams(trx, picture, now));
  const currents = currentStudies(picture, studyInstanceUid, now);
  if (!isAwaited(request, currents, planned)) return nothing;
  if (await isForbidden(context, principal, picture)) return nothing;
  const gatheringId = await context.db.tenant(principal.tenantId, (trx) =>
    joinGathering(trx, principal.tenantId, {
      personId,
      trigger,
      studyInstanceUid: studyInstanceUid ?? null,
      deadline: deadlineOf(request, currents, planned, now),
    }),
  );
  announcePerson(context, personId);
  return run({ context, principal, request, gatheringId, signal, onQueued, waiting: new Set() }, picture);
};
