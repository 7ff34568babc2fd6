/** Which studies of a person are being read, or will be: those that priors are gathered for. */
import type { KnownStudy, PersonPicture } from '../history/index.ts';

const DAY_MS = 86_400_000;
const RECENT_DAYS = 14;
const ARRIVED_DAYS = 7;

const isRecent = (study: KnownStudy, now: Date): boolean =>
  study.date === null || now.getTime() - Date.parse(study.date) <= RECENT_DAYS * DAY_MS;

const arrivedLately = (study: KnownStudy, now: Date): boolean =>
  study.local?.sent_to_us === true && now.getTime() - study.local.created_at.getTime() <= ARRIVED_DAYS * DAY_MS;

const newestFirst = (one: KnownStudy, other: KnownStudy): number =>
  `${other.date ?? '9999'} ${other.time ?? ''}`.localeCompare(`${one.date ?? '9999'} ${one.time ?? ''}`);

/**
 * The study that somebody waits for, then those that were sent to us lately and are new. When all that came lately is old
 * (a migration, a site whose clock is off), the newest counts.
 */
export const currentStudies = (picture: PersonPicture, focus: string | undefined, now: Date): readonly KnownStudy[] => {
  const arrived = picture.studies.filter((study) => arrivedLately(study, now)).sort(newestFirst);
  const recent = arrived.filter((study) => isRecent(study, now));
  const awaited = picture.studies.filter((study) => study.studyInstanceUid === focus && study.local !== null);
  const rest = recent.length > 0 ? recent : arrived.slice(0, 1);
  return [...new Set([...awaited, ...rest])];
};
