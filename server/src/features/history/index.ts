export type { CopyKind } from './copy-kind.ts';
export { conceptOfStudy, examOfStudy, given, seriesSaid, withCorrections } from './exam-of-study.ts';
export { covers, type Identifier, identifiersAt, readIdentifiers } from './identifiers.ts';
export { type KnownCopy, type KnownStudy, knownStudy } from './known-study.ts';
export { isMeant, mentionText } from './mentions.ts';
export { type PersonPicture, readPicture, readPictures } from './picture.ts';
export { type Questions, questionsFor } from './questions.ts';
export { instantOf } from './time-zones.ts';
