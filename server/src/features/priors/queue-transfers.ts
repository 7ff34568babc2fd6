/** Which studies to fetch for a person, best first, and from which copy. */
import type { Pack } from '@throughline/relevance';
import {
  type Leaving,
  queueTransfer,
  replaceLeftStudies,
  reportsOfStudies,
  type StudyTransferRow,
  spentOnPerson,
  type Trx,
} from '../../db/index.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { type KnownCopy, type KnownStudy, type PersonPicture, readPicture } from '../history/index.ts';
import { packsOfReaders } from '../preferences/index.ts';
import { MOST_ATTEMPTS } from './back-off.ts';
import { BUDGET_MS, type Budget, decide, isUsedUp } from './budget.ts';
import { countsOf } from './counts.ts';
import { currentStudies } from './currents.ts';
import { estimatedBytes } from './object-sizes.ts';
import { type PlannedExam, plannedExams } from './planned.ts';
import { rankStudies } from './rank-studies.ts';
import { withReports } from './report-question.ts';

interface Wanted {
  readonly study: KnownStudy;
  readonly priority: number;
  /** It is fetched whatever it costs: it is being read, or a reader asked for it. */
  readonly exempt: boolean;
}

/** Objects of one study come within seconds: what is being sent is not asked for. */
const SENDING_MS = 10_000;
const REST_MS = 600_000;

const isBeingSent = (study: KnownStudy, now: Date): boolean => {
  const last = study.local?.last_received_at ?? null;
  return study.transfers.length === 0 && last !== null && now.getTime() - last.getTime() < SENDING_MS;
};

/**
 * What is planned comes behind what is there, and the soonest first, whoever it is for: by the quarter of an hour that it begins in,
 * counted from one fixed moment, so that what was queued yesterday and what is queued now are in one order.
 */
const PLANNED = 500;
const QUARTER_MS = 900_000;
const RANKS = 100;

export const plannedPriority = (deadline: Date, rank: number): number =>
  PLANNED + Math.floor(deadline.getTime() / QUARTER_MS) * RANKS + Math.min(rank, RANKS - 1);

/** A reader asked for it, and it has not come yet. */
const isPulled = ({ transfers }: KnownStudy): boolean =>
  transfers.some(({ priority, state }) => priority <= PULLED && (state === 'queued' || state === 'running'));

/** Before everything else, whatever is urgent. */
export const PULLED = -2_000;

/** What readers ask for, the current studies themselves when their source has more of them, then flagged priors by their best rank. */
const wantedStudies = (
  picture: PersonPicture,
  planned: readonly PlannedExam[],
  focus: string | undefined,
  readers: readonly (readonly Pack[])[],
  now: Date,
): readonly Wanted[] => {
  const wanted = new Map<string, Wanted>();
  const want = (study: KnownStudy, priority: number, exempt = false): void => {
    const known = wanted.get(study.studyInstanceUid);
    const best = Math.min(priority, known?.priority ?? priority);
    wanted.set(study.studyInstanceUid, { study, priority: best, exempt: exempt || known?.exempt === true });
  };
  for (const study of picture.studies) if (isPulled(study)) want(study, PULLED, true);
  for (const [place, current] of currentStudies(picture, focus, now).entries()) {
    if (!isBeingSent(current, now)) want(current, place * 100, true);
    for (const packs of [picture.packs, ...(current.studyInstanceUid === focus ? readers : [])]) {
      const ranked = rankStudies({ ...picture, packs }, current.studyInstanceUid, now);
      for (const prior of ranked?.priors ?? []) if (prior.flagged) want(prior.study, place * 100 + prior.rank);
    }
  }
  for (const { study: exam, deadline } of planned) {
    const ranked = rankStudies({ ...picture, studies: [...picture.studies, exam] }, exam.studyInstanceUid, now);
    for (const prior of ranked?.priors ?? [])
      if (prior.flagged) want(prior.study, plannedPriority(deadline, prior.rank));
  }
  return [...wanted.values()]
    .filter(({ study }) => !countsOf(study).whole)
    .toSorted((one, other) => one.priority - other.priority);
};

const isResting = (transfer: StudyTransferRow, now: Date): boolean =>
  transfer.attempts >= MOST_ATTEMPTS &&
  transfer.finished_at !== null &&
  now.getTime() - transfer.finished_at.getTime() < REST_MS;

const isSilent = (picture: PersonPicture, copy: KnownCopy): boolean => {
  const last = picture.enquiries.find((each) => each.source_id === copy.sourceId);
  return last?.outcome !== 'found' && last?.outcome !== 'none';
};

/** A copy to queue, or to bring forward when it is queued; `wait` while the next step is a matter of time. */
type Choice = { readonly copy: KnownCopy } | 'wait' | 'none';

const byFullest = (one: KnownCopy, other: KnownCopy): number => (other.instances ?? -1) - (one.instances ?? -1);

/** How long its source took to answer last: less is nearer. */
const nearness = (picture: PersonPicture, { sourceId }: KnownCopy): number =>
  picture.enquiries.find((each) => each.source_id === sourceId)?.duration_ms ?? Number.MAX_SAFE_INTEGER;

/** Where all that is counted is here, a copy that nobody counted may have more: it is asked for once, until its source says how much. */
const isWorthAsking = (study: KnownStudy, copy: KnownCopy): boolean => {
  const { expected, received } = countsOf(study);
  if (expected === null || received < expected) return true;
  const transfer = study.transfers.find((each) => each.source_id === copy.sourceId);
  return copy.uncounted === true && transfer?.state !== 'done';
};

/**
 * The fullest copy of a source that answers, and of those that are as full the nearest. One that is queued stays the choice; while one waits for its next try after a
 * failure, another that was tried less often comes first.
 */
export const chooseCopy = (picture: PersonPicture, study: KnownStudy, now: Date): Choice => {
  const transferOf = (copy: KnownCopy) => study.transfers.find((transfer) => transfer.source_id === copy.sourceId);
  const attempts = (copy: KnownCopy): number => transferOf(copy)?.attempts ?? 0;
  const listed = study.copies
    .filter((copy) => !copy.vanished && copy.gives && picture.sources.some((each) => each.id === copy.sourceId))
    .filter((copy) => isWorthAsking(study, copy))
    .toSorted((one, other) => byFullest(one, other) || nearness(picture, one) - nearness(picture, other));
  if (listed.some((copy) => transferOf(copy)?.state === 'running')) return 'wait';
  const reachable = listed.filter((copy) => !isSilent(picture, copy));
  const queued = reachable.filter((copy) => transferOf(copy)?.state === 'queued');
  const ready = queued.find((copy) => (transferOf(copy)?.not_before ?? now) <= now);
  if (ready !== undefined) return { copy: ready };
  const fewestTries = Math.min(Number.POSITIVE_INFINITY, ...queued.map(attempts));
  const next = reachable.find((copy) => {
    const transfer = transferOf(copy);
    if (transfer === undefined) return true;
    return transfer.state !== 'queued' && !isResting(transfer, now) && transfer.attempts < fewestTries;
  });
  if (next !== undefined) return { copy: next };
  return queued.length > 0 ? 'wait' : 'none';
};

/** Before everything that nobody waits for. */
const URGENT = -1_000;

type Planned = Wanted & { readonly copy: KnownCopy | undefined; readonly bytes: number };

/** What the next step is for, best first: what runs is under way, and what nobody can give now costs nothing. */
const planOf = (picture: PersonPicture, wanted: readonly Wanted[], now: Date): readonly Planned[] =>
  wanted.flatMap((each) => {
    const choice = chooseCopy(picture, each.study, now);
    const runs = each.study.transfers.some(({ state }) => state === 'running');
    if (choice === 'none' || (choice === 'wait' && runs)) return [];
    const { expected, received } = countsOf(each.study);
    const bytes = estimatedBytes(each.study, expected === null ? null : expected - received);
    return [{ ...each, copy: choice === 'wait' ? undefined : choice.copy, bytes }];
  });

const toLeaving = ({ study, bytes }: Planned, left_by: Leaving['left_by']): Leaving => ({
  study_instance_uid: study.studyInstanceUid,
  left_by,
  estimated_bytes: bytes,
});

/** Parts what is fetched from what stays where it is; the latter is written down. */
const withinBudget = async (
  trx: Trx,
  { tenantId, picture, budget, now }: { tenantId: string; picture: PersonPicture; budget: Budget; now: Date },
  planned: readonly Planned[],
): Promise<readonly Planned[]> => {
  const { personId } = picture;
  const spent = await spentOnPerson(trx, personId, new Date(now.getTime() - BUDGET_MS), now);
  const candidates = planned.map(({ bytes, exempt }) => ({ estimatedBytes: bytes, exempt }));
  const decisions = decide(candidates, spent, budget);
  const left = planned.flatMap((each, place) => {
    const decision = decisions[place];
    return decision === 'bytes' || decision === 'time' ? [toLeaving(each, decision)] : [];
  });
  const before = picture.studies.filter((study) => study.left !== null).map((study) => study.studyInstanceUid);
  await replaceLeftStudies(trx, { tenantId, personId }, left, before, now);
  return planned.filter((_each, place) => decisions[place] === 'fetch');
};

export interface QueueWish {
  /** The study that somebody waits for. */
  readonly focus?: string | undefined;
  readonly urgent?: boolean;
  /** Only what goes beyond the budget is taken out of the queue; nothing is queued. */
  readonly onlyLeave?: boolean;
}

/**
 * Queues what is wanted and not on its way, best first and within the budget of the person; gives the sources that something was
 * queued at. What goes beyond the budget stays where it is, and the statement says so.
 */
export const queueTransfers = async (
  { db, clock, config }: Context,
  principal: Principal,
  personId: string,
  { focus, urgent = false, onlyLeave = false }: QueueWish = {},
): Promise<readonly string[]> => {
  const now = clock();
  const { tenantId } = principal;
  return db.tenant(tenantId, async (trx) => {
    const known = await readPicture(trx, personId);
    const currents = currentStudies(known, focus, now).map((study) => study.studyInstanceUid);
    const picture = withReports(known, await reportsOfStudies(trx, currents));
    const exams = await plannedExams(trx, picture, now);
    const readers = focus === undefined ? [] : await packsOfReaders(trx, focus);
    const planned = planOf(picture, wantedStudies(picture, exams, focus, readers, now), now);
    const queued: string[] = [];
    const fetched = await withinBudget(trx, { tenantId, picture, budget: config.gathering, now }, planned);
    for (const [place, { study, priority, copy, bytes, exempt }] of fetched.entries()) {
      if (copy === undefined || onlyLeave) continue;
      const request = {
        studyInstanceUid: study.studyInstanceUid,
        sourceId: copy.sourceId,
        personId,
        // Somebody waits: also what is for a planned exam goes before what nobody waits for, in its own order.
        priority: urgent && priority > PULLED ? Math.min(priority, PLANNED + place) + URGENT : priority,
        expected: countsOf(study).expected,
        estimatedBytes: bytes,
        exempt,
      };
      if (await queueTransfer(trx, tenantId, request, now)) queued.push(request.sourceId);
    }
    return [...new Set(queued)];
  });
};

/** When the budget of a person is used up, what still waits is left where it is. */
export const leaveBeyondBudget = async (context: Context, principal: Principal, personId: string): Promise<void> => {
  const now = context.clock();
  const since = new Date(now.getTime() - BUDGET_MS);
  const spent = await context.db.tenant(principal.tenantId, (trx) => spentOnPerson(trx, personId, since, now));
  if (isUsedUp(spent, context.config.gathering))
    await queueTransfers(context, principal, personId, { onlyLeave: true });
};
