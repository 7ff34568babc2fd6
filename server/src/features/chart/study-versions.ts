/** What we said of a study at each time that something changed: its attributes, and how many of its objects were here. */
import { type Arrivals, arrivalsOfStudy, type StudyVersionRow, versionsOfStudy } from '../../db/index.ts';
import { isWithin, type Principal, reach } from '../access/index.ts';
import type { Context } from '../context.ts';
import { type ChartStudy, readStudy } from './studies.ts';

/** Objects that come within so many milliseconds of one another are one change. */
const togetherMs = 5_000;

const mostVersions = 1_000;

const endsOfArrivals = (arrivals: readonly Arrivals[]): Date[] =>
  arrivals.flatMap(({ at }, place) => {
    const next = arrivals[place + 1]?.at;
    return next === undefined || next.getTime() - at.getTime() > togetherMs ? [at] : [];
  });

/** Times at which it became otherwise, the last of them before what is now; newest first. */
const timesOf = (now: Date, arrivals: readonly Arrivals[], kept: readonly StudyVersionRow[]): Date[] => {
  const ends = endsOfArrivals(arrivals);
  const first = ends[0]?.getTime() ?? Number.POSITIVE_INFINITY;
  const changes = kept.map(({ since }) => since).filter((since) => since.getTime() > first);
  const times = [...new Set([...ends, ...changes].map((time) => time.getTime()))];
  return times
    .filter((time) => time < now.getTime())
    .toSorted((one, other) => other - one)
    .map((time) => new Date(time));
};

const newestOf = ({ updated_at, last_received_at: arrived }: ChartStudy): Date =>
  arrived !== null && arrived > updated_at ? arrived : updated_at;

const attributesAt = (kept: readonly StudyVersionRow[], at: Date, study: ChartStudy) => {
  // From the last change that is kept until the study's own: the row of the study speaks from its own time on.
  if (at >= study.updated_at || kept.length === 0) return study;
  return kept.findLast(({ since }) => since <= at) ?? kept[0] ?? study;
};

const versionAt = (study: ChartStudy, at: Date, arrivals: readonly Arrivals[], kept: readonly StudyVersionRow[]) => {
  const here = arrivals.filter((arrival) => arrival.at <= at);
  const countOf = (uid: string): number =>
    here.reduce((sum, one) => (one.series_instance_uid === uid ? sum + one.instances : sum), 0);
  const series = study.series
    .map((one) => ({ ...one, instances: countOf(one.series_instance_uid) }))
    .filter(({ instances }) => instances > 0);
  const said = attributesAt(kept, at, study);
  return {
    ...study,
    patient_record_id: said.patient_record_id,
    study_date: said.study_date,
    study_time: said.study_time,
    accession_number: said.accession_number,
    accession_issuer: said.accession_issuer,
    description: said.description,
    referring_physician: said.referring_physician,
    reason_for_exam: said.reason_for_exam,
    updated_at: at,
    last_received_at: null,
    instances: series.reduce((sum, { instances }) => sum + instances, 0),
    series,
  };
};

/** Newest first; empty when there is none that may be read. What was filed under a patient beyond the reach is left out. */
export const listStudyVersions = async (
  context: Context,
  principal: Principal,
  id: string,
): Promise<readonly ChartStudy[]> => {
  const study = await readStudy(context, principal, id);
  if (study === undefined) return [];
  const allowed = reach(principal, 'ImagingStudy', 'r');
  const [arrivals, kept] = await context.db.tenant(principal.tenantId, async (trx) => [
    await arrivalsOfStudy(trx, id),
    await versionsOfStudy(trx, id),
  ]);
  const before = timesOf(newestOf(study), arrivals, kept)
    .slice(0, mostVersions)
    .map((at) => versionAt(study, at, arrivals, kept))
    .filter(({ instances, patient_record_id }) => instances > 0 && isWithin(allowed, patient_record_id));
  return [study, ...before];
};
