/**
 * Makes the synthetic hospital network: the archive of each site, today's studies, and what is true of them.
 *
 *   node tools/network/generate.ts --out DIR [--seed 1] [--today YYYY-MM-DD] [--background N] [--stories a,b]
 *
 * OUT/sites/SITE/*.dcm with OUT/sites/SITE/claims.json, OUT/today/SITE/*.dcm, OUT/truth.json. The same seed and day give the same bytes.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { encodeDataset, tags, uids } from '@throughline/dicom';
import { Piscina } from 'piscina';
import { backgroundStories } from './background.ts';
import type { SentPlan } from './make-series.ts';
import { type Patient, type PlanOptions, patientsOf, planStudy, type StudyPlan } from './plan.ts';
import { stories as allStories } from './stories/index.ts';
import type { SiteName, Story, StudySpec } from './stories/story.ts';
import { type Truth, truthOf } from './truth.ts';

export const sites: readonly SiteName[] = ['CHILDRENS', 'COUNTY', 'RIVERSIDE'];

export interface GenerateOptions extends PlanOptions {
  readonly out: string;
  readonly background: number;
  /** Ids of the stories wanted; all when absent. */
  readonly stories?: readonly string[];
  /** Histories to tell instead of those that ship. */
  readonly told?: readonly Story[];
  readonly onProgress?: (done: number, all: number) => void;
}

/** Counts that a site claims although it has fewer objects: study UID to instances. */
export type Claims = Readonly<Record<string, number>>;

const placesOf = (out: string, study: StudySpec) => {
  const place = (site: SiteName, today: boolean) => join(out, today ? 'today' : 'sites', site);
  const keepers: { readonly site: SiteName; readonly folder: string; readonly without?: number }[] = [
    { site: study.site, folder: place(study.site, study.key === 'current') },
  ];
  if (study.copyAt) {
    const { site, without } = study.copyAt;
    keepers.push({ site, folder: place(site, false), ...(without !== undefined && { without }) });
  }
  return keepers;
};

const planPatient = (options: GenerateOptions, patient: Patient): readonly { study: StudySpec; plan: StudyPlan }[] =>
  patient.studies.flatMap((study) =>
    placesOf(options.out, study).map((keeper) => ({ study, plan: planStudy(options, patient, study, keeper) })),
  );

const sentPlans = (plans: readonly StudyPlan[]): readonly SentPlan[] =>
  plans.flatMap((plan) =>
    plan.series.map((series) => ({ ...series, header: encodeDataset(series.header, uids.ExplicitVRLittleEndian) })),
  );

const writeAll = async (plans: readonly SentPlan[], onProgress: GenerateOptions['onProgress']): Promise<void> => {
  const pool = new Piscina({
    filename: new URL('./make-series.ts', import.meta.url).href,
    name: 'makeSeries',
    maxThreads: Math.max(1, availableParallelism()),
  });
  try {
    const all = plans.reduce((sum, plan) => sum + plan.objects.length, 0);
    let done = 0;
    // The longest first, so that no worker is left alone with it at the end.
    const longestFirst = plans.toSorted((a, b) => b.objects.length - a.objects.length);
    await Promise.all(
      longestFirst.map(async (plan) => {
        await pool.run(plan);
        done += plan.objects.length;
        onProgress?.(done, all);
      }),
    );
  } finally {
    await pool.destroy();
  }
};

const storiesOf = (options: GenerateOptions): readonly Story[] =>
  options.told ?? [
    ...allStories.filter((story) => options.stories === undefined || options.stories.includes(story.id)),
    ...backgroundStories(options.seed, options.background),
  ];

/** Writes everything below `out`, which must be empty or new, and returns the truth that it also writes. */
export const generateNetwork = async (options: GenerateOptions): Promise<Truth> => {
  for (const site of sites) {
    await mkdir(join(options.out, 'sites', site), { recursive: true });
    await mkdir(join(options.out, 'today', site), { recursive: true });
  }
  const told = storiesOf(options);
  const planned = told.flatMap(patientsOf).flatMap((patient) => planPatient(options, patient));
  await writeAll(sentPlans(planned.map(({ plan }) => plan)), options.onProgress);
  const owner = new Map(planned.toReversed().map(({ plan }) => [plan.studyInstanceUid, plan]));
  for (const site of sites) {
    const lacking = planned.filter(({ study, plan }) => study.claimsMore && plan.site === site);
    const claims: Claims = Object.fromEntries(
      lacking.map(({ study, plan }) => [plan.studyInstanceUid, plan.instances + (study.claimsMore ?? 0)]),
    );
    await writeFile(join(options.out, 'sites', site, 'claims.json'), JSON.stringify(claims));
  }
  const instancesOf = (uid: string): number => owner.get(uid)?.instances ?? 0;
  const accessionOf = (uid: string): string => owner.get(uid)?.series[0]?.header.string(tags.AccessionNumber) ?? '';
  const stories = told.map((story) => truthOf(story, options, instancesOf, accessionOf));
  const truth: Truth = { seed: options.seed, today: options.today, stories };
  await writeFile(join(options.out, 'truth.json'), JSON.stringify(truth, null, 1));
  return truth;
};

const localDay = (): string => {
  const now = new Date();
  return [now.getFullYear(), String(now.getMonth() + 1).padStart(2, '0'), String(now.getDate()).padStart(2, '0')].join(
    '-',
  );
};

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      seed: { type: 'string', default: '1' },
      today: { type: 'string', default: localDay() },
      background: { type: 'string', default: '0' },
      stories: { type: 'string' },
    },
  });
  if (values.out === undefined) throw new Error('Where to? --out DIR');
  const truth = await generateNetwork({
    out: values.out,
    seed: Number(values.seed),
    today: values.today,
    background: Number(values.background),
    ...(values.stories !== undefined && { stories: values.stories.split(',') }),
    onProgress: (done, all) => process.stderr.write(`\r${done} of ${all} objects`),
  });
  process.stderr.write('\n');
  process.stdout.write(`${JSON.stringify({ stories: truth.stories.length, today: truth.today })}\n`);
}
