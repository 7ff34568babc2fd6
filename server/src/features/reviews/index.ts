export { compareForReview } from './compare.ts';
