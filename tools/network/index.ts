/** What the demo and the tests use of the synthetic network. */
export { type GenerateOptions, generateNetwork, sites } from './generate.ts';
export { siteNames } from './plan.ts';
export type { SiteName, Story } from './stories/story.ts';
export type { StoryTruth, Truth } from './truth.ts';
