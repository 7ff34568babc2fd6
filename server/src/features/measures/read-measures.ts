/** Experience measures: were the priors there before anybody asked, and how long did who had to wait. */
import type { ExperienceMeasures, OpeningCounts } from '@throughline/contract';
import {
  countFeedback,
  countRepeats,
  type FirstPrior,
  medianFirstPriors,
  type OpeningGroup,
  openingGroups,
  priorsBySource,
  type Repeats,
  type SourcePriors,
  sourceMeasures,
  type Trx,
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
  seen: 0,
  logins: 0,
  looked: 0,
  withoutClick: 0,
  medianClicks: null,
  medianFirstPrior: null,
};

const toCounts = (group: OpeningGroup, firsts: readonly FirstPrior[]): OpeningCounts => ({
  name: group.name,
  opened: group.opened,
  withPriors: group.with_priors,
  ready: group.ready,
  complete: group.complete,
  medianWait: group.median_wait,
  p95Wait: group.p95_wait,
  priors: group.priors,
  seen: group.seen,
  logins: group.logins,
  looked: group.looked,
  withoutClick: group.without_click,
  medianClicks: group.median_clicks,
  medianFirstPrior: firsts.find(({ by, name }) => by === group.by && name === group.name)?.seconds ?? null,
});

type Looked = ExperienceMeasures['sentHere'];

const lookedAt = (rows: readonly SourcePriors[], name: string | null): Looked => {
  const row = rows.find((each) => each.source_name === name);
  return { shown: row?.shown ?? 0, seen: row?.seen ?? 0, medianClicks: row?.median_clicks ?? null };
};

const daysBefore = (now: Date, days: number): Date => new Date(now.getTime() - days * DAY_MS);

/** What is told of by group and source; how often priors were hung is counted in all only. */
type Grouped = Pick<
  ExperienceMeasures,
  'all' | 'days' | 'sites' | 'specialties' | 'sources' | 'sentHere' | 'repeats' | 'repeatsWarned' | 'repeatsAvoided'
>;

const readRepeats = async (trx: Trx, since: Date) => {
  const counted = await countRepeats(trx, since);
  const of = (by: Repeats['by']) =>
    counted.filter((row) => row.by === by).map(({ name, warned, avoided }) => ({ name, warned, avoided }));
  const [all] = of('all');
  return {
    repeatsWarned: all?.warned ?? 0,
    repeatsAvoided: all?.avoided ?? 0,
    repeats: { sites: of('site'), specialties: of('specialty'), sources: of('source'), systems: of('system') },
  };
};

const readGroups = async (trx: Trx, since: Date): Promise<Grouped> => {
  const groups = await openingGroups(trx, since);
  const firsts = await medianFirstPriors(trx, since);
  const priors = await priorsBySource(trx, since);
  const of = (by: OpeningGroup['by']) =>
    groups.filter((group) => group.by === by).map((group) => toCounts(group, firsts));
  // A gathering may have brought priors of what nobody has opened.
  const medianFirstPrior = firsts.find(({ by }) => by === 'all')?.seconds ?? null;
  return {
    all: of('all')[0] ?? { ...none, medianFirstPrior },
    days: of('day'),
    sites: of('site'),
    specialties: of('specialty'),
    sources: (await sourceMeasures(trx, since)).map(
      ({ not_whole: notWhole, median_fetch: medianFetch, ...counts }) => ({
        ...counts,
        notWhole,
        medianFetch,
        ...lookedAt(priors, counts.name),
      }),
    ),
    sentHere: lookedAt(priors, null),
    ...(await readRepeats(trx, since)),
  };
};

export const readMeasures = async ({ db, clock }: Context, principal: Principal): Promise<ExperienceMeasures> => {
  authorise(principal, 'admin');
  const since = daysBefore(clock(), DAYS);
  return db.tenant(principal.tenantId, async (trx) => {
    const feedback = await countFeedback(trx, since);
    return {
      since: since.toISOString().slice(0, 10),
      ...(await readGroups(trx, since)),
      hung: feedback.opened,
      pulledIn: feedback.pulled,
    };
  });
};

/** Of today and yesterday, for whoever watches the system. */
export const recentMeasures = ({ db, clock }: Context, tenantId: string): Promise<Grouped> =>
  db.tenant(tenantId, (trx) => readGroups(trx, daysBefore(clock(), 1)));
