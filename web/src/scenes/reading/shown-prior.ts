import type { RankedPrior, Reading } from '@throughline/contract';
import { isFlagged } from './colours.ts';
import { objectsOf } from './place-text.ts';

const canDraw = (prior: RankedPrior): boolean => prior.notDrawn === null;

/**
 * The prior that hangs: the one asked for, else the one that hangs already (a reader's picture is never exchanged unasked),
 * else the best that can be drawn now, else the best there is.
 */
export const shownPrior = (
  priors: readonly RankedPrior[],
  asked: string | undefined,
  hung: string | undefined,
): RankedPrior | undefined => {
  const flagged = priors.filter(isFlagged);
  return (
    priors.find((prior) => prior.studyInstanceUid === asked) ??
    flagged.find((prior) => prior.studyInstanceUid === hung) ??
    flagged.find((prior) => canDraw(prior) && prior.received > 0) ??
    flagged.find(canDraw) ??
    flagged[0]
  );
};

/** A better prior than the one that hangs, which has arrived since. */
export const betterPrior = (
  priors: readonly RankedPrior[],
  shown: RankedPrior | undefined,
  asked: string | undefined,
): RankedPrior | undefined =>
  shown && asked === undefined
    ? priors.find((one) => isFlagged(one) && canDraw(one) && one.place === 'local' && one.rank < shown.rank)
    : undefined;

/** What is known of a prior without its pictures, a line each. */
const factsOf = (prior: RankedPrior): string =>
  [
    `${prior.exam}, ${prior.date ?? 'no date'}`,
    [prior.siteName, prior.localName, prior.accessionNumber].filter(Boolean).join(' · '),
    prior.age && `At the age of ${prior.age}`,
    prior.reasonForExam && `“${prior.reasonForExam}”`,
    '',
  ]
    .filter((line) => line !== null)
    .join('\n');

const whyRemote = (prior: RankedPrior): string =>
  isFlagged(prior)
    ? 'it goes beyond what is fetched for one patient before anybody asks'
    : 'it was judged not to matter for this study';

/** That nothing matters can be said only when everybody answered. */
export const noPrior = ({ completeness }: Reading): string =>
  completeness.verdict === 'complete' ? 'No prior matters for this study.' : 'No relevant prior is known yet.';

/** What stands where no picture of a prior can be. */
export const emptyPrior = (prior: RankedPrior | undefined, reading: Reading, failed: boolean): string => {
  if (!prior) return noPrior(reading);
  const what = factsOf(prior);
  if (prior.notDrawn) {
    // What is no picture may be the report itself, which is listed and not shown.
    const report = prior.hasReport ? '' : ' No report came with it.';
    return `${what}\n${prior.notDrawn}.${report}`;
  }
  if (prior.received > 0 && failed)
    return `${what}\nIts pictures are here, but the server did not give them. It is asked again by itself.`;
  const come = objectsOf(prior);
  switch (prior.place) {
    case 'unreachable':
      return `${what}\n${prior.siteName} does not answer; it is asked again by itself.`;
    case 'failed':
      return `${what}\nIt could not be had from ${prior.siteName}: ${come} came. It is tried again by itself.`;
    case 'remote':
      return `${what}\nIt is at ${prior.siteName} and was not fetched: ${whyRemote(prior)}. Press its number to fetch it.`;
    case 'queued':
      return `${what}\nWaiting to be fetched from ${prior.siteName}.`;
    default:
      return `${what}\nComing from ${prior.siteName}: ${come}.`;
  }
};
