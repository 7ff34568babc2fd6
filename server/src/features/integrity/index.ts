export { checkBytes } from './check-bytes.ts';
export { type Fault, type ScrubOptions, scrub, scrubStale } from './scrub.ts';
