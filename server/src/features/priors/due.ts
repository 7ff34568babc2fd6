/** Which sources a gathering asks: a second one asks only what could have changed. */
import { type GatheringTrigger, type SourceRow, statedIdentifiers } from '../../db/index.ts';
import { covers, identifiersAt, type KnownStudy, type PersonPicture, readIdentifiers } from '../history/index.ts';

/** How old an answer may be to count as the answer to a question of today, by what asks. */
const maxAgeMs: Readonly<Record<GatheringTrigger, number>> = {
  arrival: 600_000,
  // Somebody looks now: an answer of a moment ago is all that may stand for one of now.
  launch: 5_000,
  recovery: 600_000,
  // An exam is planned: what was answered within minutes is as good.
  order: 600_000,
  person: 0,
};

/** Objects of one study come within seconds of each other. */
const SENDING_MS = 10_000;

/** A study that has grown since this source was asked: what it said, or did not say, of it may be out of date. */
const hasGrown = (study: KnownStudy, source: SourceRow, askedAt: Date, now: Date): boolean => {
  const last = study.local?.last_received_at ?? null;
  if (last === null || last <= askedAt) return false;
  if (study.copies.length === 0) return true;
  return study.copies.some((copy) => copy.sourceId === source.id) && now.getTime() - last.getTime() > SENDING_MS;
};

export interface Occasion {
  readonly picture: PersonPicture;
  readonly currents: readonly KnownStudy[];
  readonly trigger: GatheringTrigger;
  /** Sources that fell silent since they answered, e.g. in the middle of a transfer. */
  readonly silent: ReadonlySet<string>;
  readonly now: Date;
}

export const isDue = (source: SourceRow, { picture, currents, trigger, silent, now }: Occasion): boolean => {
  if (silent.has(source.id)) return true;
  const last = picture.enquiries.find((each) => each.source_id === source.id);
  if (last === undefined || last.asked_at === null || last.last_answered_at === null) return true;
  if (last.outcome !== 'found' && last.outcome !== 'none') return true;
  const wanted = identifiersAt(source, picture.records, statedIdentifiers);
  if (!covers(readIdentifiers(last.last_answered_identifiers), wanted)) return true;
  const { asked_at: askedAt } = last;
  if (now.getTime() - askedAt.getTime() > maxAgeMs[trigger]) return true;
  return currents.some((study) => hasGrown(study, source, askedAt, now));
};
