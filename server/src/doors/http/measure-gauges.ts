/** Experience measures for whoever watches the system: of today and yesterday, read when somebody looks. Nothing of a patient or reader. */
import type { OpeningCounts, RepeatCounts } from '@throughline/contract';
import { Gauge, type Registry } from 'prom-client';
import { DEFAULT_TENANT_ID } from '../../features/access/index.ts';
import type { Context } from '../../features/context.ts';
import { recentMeasures } from '../../features/measures/index.ts';

type Measures = Awaited<ReturnType<typeof recentMeasures>>;
type Labels = Readonly<Record<string, string>>;
/** Null: there is nothing to say, and nothing is said. */
type Told = readonly (readonly [labels: Labels, value: number | null])[];

interface Figure {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly told: (measures: Measures) => Told;
}

const grouped = (
  name: string,
  help: string,
  told: (counts: OpeningCounts) => number | null | Readonly<Record<string, number>>,
): Figure => {
  const values = (by: string, counts: OpeningCounts): Told => {
    const said = told(counts);
    const labels = { by, name: counts.name };
    if (said === null || typeof said === 'number') return [[labels, said]];
    return Object.entries(said).map(([what, value]) => [{ ...labels, what }, value]);
  };
  return {
    name,
    help,
    labels: ['by', 'name', 'what'],
    told: ({ all, sites, specialties }) => [
      ...values('all', all),
      ...sites.flatMap((counts) => values('site', counts)),
      ...specialties.flatMap((counts) => values('specialty', counts)),
    ],
  };
};

const figures: readonly Figure[] = [
  grouped(
    'throughline_openings',
    'Studies opened: all, with priors that matter, with all of these ready, complete',
    ({ opened, withPriors, ready, complete }) => ({ opened, withPriors, ready, complete }),
  ),
  grouped('throughline_priors', 'Priors that mattered: shown to readers, and looked at', ({ priors, seen }) => ({
    shown: priors,
    seen,
  })),
  grouped('throughline_clicks_to_first_prior', 'Clicks until a prior hung, half of them less', (counts) => {
    return counts.medianClicks;
  }),
  grouped('throughline_logins_to_priors', 'Sign-ins of readers on the way to studies', ({ logins }) => logins),
  grouped('throughline_wait_seconds', 'From opening until all priors were there, 95 of 100 less', ({ p95Wait }) => {
    return p95Wait;
  }),
  grouped('throughline_first_prior_seconds', 'From gathering to first prior, half of them less', (counts) => {
    return counts.medianFirstPrior;
  }),
  {
    name: 'throughline_repeat_orders',
    help: 'Orders warned of, as an exam there is answers them, and those not repeated',
    labels: ['by', 'name', 'what'],
    told: ({ repeatsWarned: warned, repeatsAvoided: avoided, repeats }) => {
      const values = (by: string, { name, ...counts }: RepeatCounts): Told =>
        Object.entries(counts).map(([what, value]) => [{ by, name, what }, value]);
      return [
        ...values('all', { name: '', warned, avoided }),
        ...repeats.sites.flatMap((counts) => values('site', counts)),
        ...repeats.specialties.flatMap((counts) => values('specialty', counts)),
        ...repeats.sources.flatMap((counts) => values('source', counts)),
      ];
    },
  },
  {
    name: 'throughline_source',
    help: 'What a source gave: questions, studies, bytes, priors',
    labels: ['source', 'what'],
    told: ({ sources }) =>
      sources.flatMap(({ name: source, asked, answered, whole, notWhole, bytes, shown, seen }) => {
        const said = { asked, answered, whole, not_whole: notWhole, bytes, priors_shown: shown, priors_seen: seen };
        return Object.entries(said).map(([what, value]) => [{ source, what }, value] as const);
      }),
  },
  {
    name: 'throughline_source_fetch_seconds',
    help: 'From wanted to whole here, half of them less',
    labels: ['source'],
    told: ({ sources }) => sources.map(({ name: source, medianFetch }) => [{ source }, medianFetch] as const),
  },
];

/** All gauges are collected at once: one look at the database is for all of them. */
const readTogether = (context: Context): (() => Promise<Measures>) => {
  let reading: Promise<Measures> | undefined;
  return () => {
    reading ??= recentMeasures(context, DEFAULT_TENANT_ID).finally(() => {
      reading = undefined;
    });
    return reading;
  };
};

export const registerMeasures = (registry: Registry, context: Context): void => {
  const read = readTogether(context);
  for (const { name, help, labels, told } of figures)
    new Gauge({
      name,
      help,
      labelNames: [...labels],
      registers: [registry],
      async collect() {
        const measures = await read();
        this.reset();
        for (const [labels, value] of told(measures)) if (value !== null) this.set(labels, value);
      },
    });
};
