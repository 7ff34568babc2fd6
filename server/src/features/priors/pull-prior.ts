/** A reader asks for one prior that is elsewhere: it is fetched before everything else, whatever it costs. */
import { queueTransfer, type TransferRequest } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { isWithin, type Principal, wholeReach } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type KnownCopy, type KnownStudy, type PersonPicture, readPicture } from '../history/index.ts';
import { announcePerson } from './announce.ts';
import { countsOf } from './counts.ts';
import { estimatedBytes } from './object-sizes.ts';
import { chooseCopy, PULLED } from './queue-transfers.ts';
import { personOfStudy } from './read-priors.ts';

/** One that nobody would try again by itself is tried again for a reader; a silent source may be back. */
const copyFor = (picture: PersonPicture, study: KnownStudy, now: Date): KnownCopy | undefined => {
  const choice = chooseCopy(picture, study, now);
  if (typeof choice === 'object') return choice.copy;
  const asked = new Set(picture.sources.map(({ id }) => id));
  const waiting = study.transfers.find(({ state }) => state === 'queued')?.source_id;
  const listed = study.copies.filter((copy) => !copy.vanished && copy.gives && asked.has(copy.sourceId));
  return listed.find((copy) => copy.sourceId === waiting) ?? listed[0];
};

/** Undefined: nobody lists it whom we ask. */
const whyNoCopy = ({ copies }: KnownStudy): string | undefined =>
  copies.some(({ vanished, gives }) => !vanished && !gives)
    ? 'Who lists this study gives no images by itself: ask for it to be sent to this hub.'
    : undefined;

/** A copy that somebody waits for: before everything else, and whatever it costs. */
export const pulledRequest = (personId: string, study: KnownStudy, { sourceId }: KnownCopy): TransferRequest => {
  const { expected, received } = countsOf(study);
  return {
    studyInstanceUid: study.studyInstanceUid,
    sourceId,
    personId,
    priority: PULLED,
    expected,
    estimatedBytes: estimatedBytes(study, expected === null ? null : expected - received),
    exempt: true,
  };
};

/**
 * Asks for a prior of this study to be fetched; one that is whole or under way is left alone. Returns when the wish is durable. Fails
 * with `not-found` where the prior is not of the study's person, or no source that is asked lists it.
 */
export const pullPrior = async (
  context: Context,
  principal: Principal,
  studyInstanceUid: string,
  priorStudyInstanceUid: string,
): Promise<void> => {
  const { personId } = await personOfStudy(context, principal, studyInstanceUid);
  const now = context.clock();
  await context.db.tenant(principal.tenantId, async (trx) => {
    const picture = await readPicture(trx, personId);
    const study = picture.studies.find((each) => each.studyInstanceUid === priorStudyInstanceUid);
    if (study === undefined || !isWithin(wholeReach(principal), study.patientRecordId)) return fail('not-found');
    if (countsOf(study).whole || study.transfers.some(({ state }) => state === 'running')) return;
    const copy = copyFor(picture, study, now) ?? fail('not-found', whyNoCopy(study));
    await queueTransfer(trx, principal.tenantId, pulledRequest(personId, study, copy), now);
    await recordAudit(trx, principal, {
      event: 'query',
      action: 'E',
      patientRecordId: study.patientRecordId,
      studyInstanceUid: priorStudyInstanceUid,
      detail: { pulled: true },
    });
  });
  announcePerson(context, personId);
};
