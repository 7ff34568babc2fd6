/** Where what the stories are about is seen: a newcomer would not look there. */
import type { StoryTruth } from '@throughline/tools/network';

const places: readonly (readonly [story: string, where: string])[] = [
  ['name-change', 'the other name stands beside the number of its hospital, at the top'],
  ['same-study-twice', 'one prior in the list, “also at” the other hospital, hollow in its lane of the timeline'],
  ['missing-slices', 'the completeness line, and Partial studies in /exceptions'],
  ['twins', 'the completeness line; both records wait in /identity'],
];

/** A line each, with the address of the study. */
export const whatToSee = (stories: readonly StoryTruth[], url: string): readonly string[] =>
  places.flatMap(([id, where]) => {
    const story = stories.find((one) => one.id === id);
    return story ? [`${story.title}: ${where}.\n  ${url}/read/${story.current}`] : [];
  });
