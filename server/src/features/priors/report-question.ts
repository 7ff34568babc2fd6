/** What a report says of why its exam was made, for the ranking of that exam's priors. */
import type { StudyReportRow } from '../../db/index.ts';
import type { PersonPicture } from '../history/index.ts';

/**
 * Sections that ask. Findings and impressions name every organ that was looked at, the healthy ones too: what they name is no question.
 */
const asking =
  /indicat|reason|history|clinic|klini|question|frage|anamnes|indik|motiv|antecedent|renseignement|quesito|notizie|storia|informac|vraag|gegevens/i;

const textOf = ({ sections }: StudyReportRow): string =>
  sections.flatMap(({ heading, text }) => (asking.test(heading) ? [text] : [])).join('. ');

/** The picture with what reports say of why these studies were made; reports that came as messages, as long as nothing superseded them. */
export const withReports = (picture: PersonPicture, rows: readonly StudyReportRow[]): PersonPicture => {
  if (rows.length === 0) return picture;
  const texts = Map.groupBy(rows, (row) => row.of_study);
  const reportOf = (uid: string): string => (texts.get(uid) ?? []).map(textOf).join('. ');
  return {
    ...picture,
    studies: picture.studies.map((study) =>
      texts.has(study.studyInstanceUid) ? { ...study, reportText: reportOf(study.studyInstanceUid) } : study,
    ),
  };
};
