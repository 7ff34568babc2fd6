/** What each story says by hand of its priors is what the ranking says: a slip shows here in a second, not in a browser. */
import { rank } from '@throughline/relevance';
import { describe, expect, it } from 'vitest';
import { ageString, dateBefore } from '../dates.ts';
import { siteNames } from '../plan.ts';
import { stories } from './index.ts';
import type { Story, StudySpec } from './story.ts';

const days = ['2026-05-01', '2026-03-31', '2028-02-29'] as const;

/** What the hub knows of a study from its headers. */
const asKnown = (story: Story, study: StudySpec, today: string) => {
  const date = dateBefore(today, study.ago);
  return {
    id: study.key,
    modality: study.modality,
    description: study.name,
    date: `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`,
    age: ageString(dateBefore(today, story.born), date),
    sex: story.sex,
    siteName: siteNames[study.site],
    ...(study.bodyPart && { bodyPartExamined: study.bodyPart }),
    ...(study.laterality && { laterality: study.laterality }),
    ...(study.reason && { reasonForExam: study.reason }),
  };
};

const rankedOf = (story: Story, today: string) => {
  const [current] = story.studies.filter(({ key }) => key === 'current');
  if (!current) throw new Error(`${story.id} has no current study`);
  const priors = story.studies.filter((study) => study !== current);
  return rank(
    asKnown(story, current, today),
    priors.map((study) => asKnown(story, study, today)),
  );
};

const bestOf = (story: Story): string | null =>
  story.best === undefined ? (story.studies.find(({ grade }) => grade === 3)?.key ?? null) : story.best;

describe.each(days)('read on %s', (today) => {
  it.each(stories.map((story) => [story.id, story] as const))('%s', (_id, story) => {
    const flagged = rankedOf(story, today).filter(({ tier }) => tier === 'show-first' || tier === 'relevant');
    const keys = flagged.map(({ study }) => study.id);
    const wanted = story.studies.filter(({ grade }) => (grade ?? 0) >= 2).map(({ key }) => key);
    expect(keys.toSorted(), 'what matters').toEqual(wanted.toSorted());
    expect(keys[0] ?? null, 'the best prior').toBe(bestOf(story));
    for (const { study, tier } of flagged)
      if (tier === 'show-first') expect(story.studies.find(({ key }) => key === study.id)?.grade, study.id).toBe(3);
  });
});
