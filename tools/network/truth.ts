/** What is so, by the stories' own words: nothing here is computed by what it judges. */
import { type Patient, type PlanOptions, patientsOf, studyUid } from './plan.ts';
import type { SiteName, Story } from './stories/story.ts';

export interface StoryTruth {
  readonly id: string;
  readonly title: string;
  readonly specialty: string;
  readonly current: string;
  readonly currentSite: SiteName;
  readonly accession: { readonly number: string; readonly issuer: string };
  readonly records: readonly { readonly issuer: string; readonly id: string }[];
  readonly notLinked: readonly { readonly issuer: string; readonly id: string }[];
  readonly priors: readonly {
    readonly key: string;
    readonly studyUid: string;
    readonly site: SiteName;
    readonly grade: 0 | 1 | 2 | 3;
    readonly why: string;
  }[];
  readonly best: string | null;
  readonly verdict: 'complete' | 'incomplete' | 'unknown';
  readonly missing: readonly { readonly studyUid: string; readonly has: number; readonly of: number }[];
}

export interface Truth {
  readonly seed: number;
  readonly today: string;
  readonly stories: readonly StoryTruth[];
}

const identifiers = (patients: readonly Patient[]) =>
  patients.flatMap((patient) => patient.records.map(({ site, id }) => ({ issuer: site, id })));

export const truthOf = (
  story: Story,
  options: PlanOptions,
  instancesOf: (studyUid: string) => number,
  accessionOf: (studyUid: string) => string,
): StoryTruth => {
  const [patient, ...others] = patientsOf(story);
  const current = patient?.studies.find((study) => study.key === 'current');
  if (patient === undefined || current === undefined) throw new Error(`${story.id} has no current study`);
  const uidOf = (key: string): string => {
    const study = patient.studies.find((each) => each.key === key);
    if (study === undefined) throw new Error(`${story.id} has no study ${key}`);
    return studyUid(options, patient, study);
  };
  const priors = patient.studies
    .filter((study) => study.key !== 'current')
    .map((study) => ({
      key: study.key,
      studyUid: uidOf(study.key),
      site: study.site,
      grade: study.grade ?? 0,
      why: study.why ?? '',
    }));
  const best = story.best === undefined ? priors.find((prior) => prior.grade === 3)?.key : story.best;
  return {
    id: story.id,
    title: story.title,
    specialty: story.specialty,
    current: uidOf('current'),
    currentSite: current.site,
    accession: { number: accessionOf(uidOf('current')), issuer: current.site },
    records: identifiers([patient]),
    notLinked: identifiers(others),
    priors,
    best: best === null || best === undefined ? null : uidOf(best),
    verdict: story.verdict ?? 'complete',
    missing: patient.studies
      .filter((study) => study.claimsMore)
      .map((study) => {
        const has = instancesOf(uidOf(study.key));
        return { studyUid: uidOf(study.key), has, of: has + (study.claimsMore ?? 0) };
      }),
  };
};
