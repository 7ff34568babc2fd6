/** Received against expected for one study of a picture. */
import { type Counts, countStudy, toLedgerStudy } from '../completeness/index.ts';
import type { KnownStudy, PersonPicture } from '../history/index.ts';

export const countsOf = (study: KnownStudy): Counts => countStudy(toLedgerStudy(study, { role: 'other', label: '' }));

export const studyCounts = (picture: PersonPicture, studyInstanceUid: string): Counts | undefined => {
  const study = picture.studies.find((each) => each.studyInstanceUid === studyInstanceUid);
  return study && countsOf(study);
};
