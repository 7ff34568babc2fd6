/** Which studies to fetch for a person, best first, and from which copy. */
import type { Pack } from '@throughline/relevance';
import { queueTransfer, reportsOfStudies, type TransferRow } from '../../db/index.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { type KnownCopy, type KnownStudy, type PersonPicture, readPicture } from '../history/index.ts';
import { packsOfReaders } from '../preferences/index.ts';
import { MOST_ATTEMPTS } from './back-off.ts';
import { countsOf } from './counts.ts';
import { currentStudies } from './currents.ts';
import { plannedStudies } from './planned.ts';
import { rankStudies } from './rank-studies.ts';
import { withReports } from './report-question.ts';

interface Wanted {
  readonly study: KnownStudy;
  readonly priority: number;
}

/** Objects of one study come within seconds: what is being sent is not asked for. */
const SENDING_MS = 10_000;
const REST_MS = 600_000;

const isBeingSent = (study: KnownStudy, now: Date): boolean => {
  const last = study.local?.last_received_at ?? null;
  return study.transfers.length === 0 && last !== null && now.getTime() - last.getTime() < SENDING_MS;
};

/** What is planned comes behind what is there. */
const PLANNED = 500;

/** The current studies themselves when their source has more of them, then flagged priors by their best rank. */
const wantedStudies = (
  picture: PersonPicture,
  planned: readonly KnownStudy[],
  focus: string | undefined,
  readers: readonly (readonly Pack[])[],
  now: Date,
): readonly Wanted[] => {
  const wanted = new Map<string, Wanted>();
  const want = (study: KnownStudy, priority: number): void => {
    const known = wanted.get(study.studyInstanceUid);
    if (known === undefined || known.priority > priority) wanted.set(study.studyInstanceUid, { study, priority });
  };
  for (const [place, current] of currentStudies(picture, focus, now).entries()) {
    if (!isBeingSent(current, now)) want(current, place * 100);
    for (const packs of [picture.packs, ...(current.studyInstanceUid === focus ? readers : [])]) {
      const ranked = rankStudies({ ...picture, packs }, current.studyInstanceUid, now);
      for (const prior of ranked?.priors ?? []) if (prior.flagged) want(prior.study, place * 100 + prior.rank);
    }
  }
  for (const [place, exam] of planned.entries()) {
    const ranked = rankStudies({ ...picture, studies: [...picture.studies, exam] }, exam.studyInstanceUid, now);
    for (const prior of ranked?.priors ?? []) if (prior.flagged) want(prior.study, PLANNED + place * 100 + prior.rank);
  }
  return [...wanted.values()].filter(({ study }) => !countsOf(study).whole);
};

const isResting = (transfer: TransferRow, now: Date): boolean =>
  transfer.attempts >= MOST_ATTEMPTS &&
  transfer.finished_at !== null &&
  now.getTime() - transfer.finished_at.getTime() < REST_MS;

const isSilent = (picture: PersonPicture, copy: KnownCopy): boolean => {
  const last = picture.enquiries.find((each) => each.source_id === copy.sourceId);
  return last?.outcome !== 'found' && last?.outcome !== 'none';
};

/** A copy to queue, or to bring forward when it is queued; `wait` while the next step is a matter of time. */
type Choice = { readonly copy: KnownCopy } | 'wait' | 'none';

/**
 * The fullest copy of a source that answers. One that is queued stays the choice; while one waits for its next try after a
 * failure, another that was tried less often comes first.
 */
export const chooseCopy = (picture: PersonPicture, study: KnownStudy, now: Date): Choice => {
  const transferOf = (copy: KnownCopy) => study.transfers.find((transfer) => transfer.source_id === copy.sourceId);
  const attempts = (copy: KnownCopy): number => transferOf(copy)?.attempts ?? 0;
  const listed = study.copies.filter(
    (copy) => !copy.vanished && picture.sources.some((each) => each.id === copy.sourceId),
  );
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

/** Queues what is wanted and not on its way; gives the sources that something was queued at. */
export const queueTransfers = async (
  { db, clock }: Context,
  principal: Principal,
  personId: string,
  { focus, urgent = false }: { readonly focus?: string | undefined; readonly urgent?: boolean } = {},
): Promise<readonly string[]> => {
  const now = clock();
  return db.tenant(principal.tenantId, async (trx) => {
    const known = await readPicture(trx, personId);
    const currents = currentStudies(known, focus, now).map((study) => study.studyInstanceUid);
    const picture = withReports(known, await reportsOfStudies(trx, currents));
    const queued: string[] = [];
    const planned = await plannedStudies(trx, picture, now);
    const readers = focus === undefined ? [] : await packsOfReaders(trx, focus);
    for (const { study, priority } of wantedStudies(picture, planned, focus, readers, now)) {
      const choice = chooseCopy(picture, study, now);
      if (choice === 'wait' || choice === 'none') continue;
      const request = {
        studyInstanceUid: study.studyInstanceUid,
        sourceId: choice.copy.sourceId,
        personId,
        priority: urgent ? priority + URGENT : priority,
        expected: countsOf(study).expected,
      };
      if (await queueTransfer(trx, principal.tenantId, request, now)) queued.push(request.sourceId);
    }
    return [...new Set(queued)];
  });
};
