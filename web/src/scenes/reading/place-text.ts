import type { StudySummary } from '@throughline/contract';
import { counted } from '../../components/counted.ts';

export interface PlaceText {
  readonly text: string;
  readonly tone: string;
}

const countsOf = (study: StudySummary): string => `${study.received}/${study.expected ?? '?'}`;

/** `1 of 3 objects`, as a sentence says it. */
export const objectsOf = ({ received, expected }: StudySummary): string =>
  `${received} of ${expected === null ? 'an unknown number of objects' : counted(expected, 'object')}`;

/** What nobody gave a number of is neither whole nor lacks something. */
const doubtOf = (study: StudySummary): string => (study.expected === null ? 'number not known' : 'not whole');

/** Where the pictures of a study are, and how many of them. */
export const placeText = (study: StudySummary): PlaceText => {
  const counts = countsOf(study);
  switch (study.place) {
    case 'local':
      return study.verified ? { text: `✓ ${counts}`, tone: 'text-ok' } : { text: `! ${counts}`, tone: 'text-warn' };
    case 'fetching':
      return { text: `↓ ${counts}`, tone: 'text-warn' };
    case 'queued':
      return { text: 'waiting', tone: 'text-warn' };
    case 'unreachable':
      return { text: '! no answer', tone: 'text-bad' };
    case 'failed':
      return { text: '! failed', tone: 'text-bad' };
    default:
      return { text: 'not fetched', tone: 'text-muted' };
  }
};

/** The same, in words, for a study that hangs. */
export const hungText = (study: StudySummary): PlaceText => {
  if (study.place === 'local' && study.verified) return { text: `${countsOf(study)} verified`, tone: 'text-ok' };
  if (study.place === 'local') return { text: `${countsOf(study)} ${doubtOf(study)}`, tone: 'text-warn' };
  return placeText(study);
};
