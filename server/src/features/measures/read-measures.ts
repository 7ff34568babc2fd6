/** Experience measures: were the priors there before anybody asked, and how long did who had to wait. */
import type { ExperienceMeasures, OpeningCounts } from '@throughline/contract';
import {
  countFeedback,
  countRepeats,
  medianFirstPrior,
  type OpeningGroup,
  openingGroups,
  sourceMeasures,
} from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';

const DAYS = 30;
const DAY_MS = 86_400_000;

const none: OpeningCounts = {
  name: '',
  opened: 0,
  withPriors: 0,
  ready: 0,
  complete: 0,
  medianWait: null,
  p95Wait: null,
  priors: 0,
};

const toCounts = (group: OpeningGroup): OpeningCounts => ({
  name: group.name,
  opened: group.opened,
  withPriors: group.with_priors,
  ready: group.ready,
  complete: group.complete,
  medianWait: group.median_wait,
  p95Wait: group.p95_wait,
  priors: group.priors,
});

const daysBefore = (now: Date, days: number): Date => new Date(now.getTime() - days * DAY_MS);

export const readMeasures = async ({ db, clock }: Context, principal: Principal): Promise<ExperienceMeasures> => {
  authorise(principal, 'admin');
  const since = daysBefore(clock(), DAYS);
  return db.tenant(principal.tenantId, async (trx) => {
    const groups = await openingGroups(trx, since);
    const feedback = await countFeedback(trx, since);
    const repeats = await countRepeats(trx, since);
    const of = (by: OpeningGroup['by']) => groups.filter((group) => group.by === by).map(toCounts);
    return {
      since: since.toISOString().slice(0, 10),
      all: of('all')[0] ?? none,
      days: of('day'),
      sites: of('site'),
      specialties: of('specialty'),
      sources: (await sourceMeasures(trx, since)).map(
        ({ not_whole: notWhole, median_fetch: medianFetch, ...counts }) => ({ ...counts, notWhole, medianFetch }),
      ),
      medianFirstPrior: await medianFirstPrior(trx, since),
      hung: feedback.opened,
      pulledIn: feedback.pulled,
      repeatsWarned: repeats.warned,
      repeatsAvoided: repeats.avoided,
    };
  });
};

/** Of today and yesterday, for whoever watches the system. */
export const recentOpenings = async ({ db, clock }: Context, tenantId: string): Promise<OpeningCounts> => {
  const groups = await db.tenant(tenantId, (trx) => openingGroups(trx, daysBefore(clock(), 1)));
  const all = groups.find((group) => group.by === 'all');
  return all ? toCounts(all) : none;
};
