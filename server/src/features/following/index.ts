export { followSession } from './follow.ts';
