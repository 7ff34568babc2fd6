/** The latest studies of a record as witnesses to who was examined: a picture, the age on that day, size and weight. */
import type { WitnessStudy } from '@throughline/contract';
import { type Dataset, tags } from '@throughline/dicom';
import { type LocalStudyRow, localSeries, localStudies, type PatientRecordRow } from '../../db/index.ts';
import { type Principal, reachOf } from '../access/index.ts';
import type { Context } from '../context.ts';
import { howShown } from '../pictures/index.ts';
import { ageAt, ageInWords } from '../reading/index.ts';
import { bySeries, listInstances, readHeader, type ServedInstance } from '../retrieve/index.ts';

const MOST_STUDIES = 3;

const isDrawn = ({ sop_class_uid, transfer_syntax_uid }: ServedInstance): boolean =>
  howShown({ sopClassUid: sop_class_uid, transferSyntaxUid: transfer_syntax_uid }).shownAs === 'pictures';

/** Of the largest series that can be drawn. */
const pictured = (instances: readonly ServedInstance[]): ServedInstance | undefined =>
  bySeries(instances.filter(isDrawn)).toSorted((one, other) => other.length - one.length)[0]?.[0];

/** Zero stands for not measured (PS3.3 C.7.2.2). */
const measured = (header: Dataset | undefined, tag: number): number | null => {
  const value = header?.number(tag);
  return value === undefined || !Number.isFinite(value) || value <= 0 ? null : value;
};

const headerOf = async ({ objects, log }: Context, instance: ServedInstance): Promise<Dataset | undefined> => {
  try {
    return (await readHeader(objects, instance)).dataset;
  } catch (error) {
    log.warn({ instance: instance.id, error }, 'a header could not be read for a review');
    return undefined;
  }
};

const seen = async (context: Context, principal: Principal, studyInstanceUid: string) => {
  const instances = await listInstances(context, principal, { studyInstanceUid });
  const shown = pictured(instances);
  const [first] = instances;
  const header = first && (await headerOf(context, shown ?? first));
  return {
    size: measured(header, tags.PatientSize),
    weight: measured(header, tags.PatientWeight),
    thumbnail: shown ? `/dicom-web/studies/${studyInstanceUid}/series/${shown.series_instance_uid}/thumbnail` : null,
  };
};

const isoDate = (date: string | null): string | null =>
  date !== null && /^\d{8}$/.test(date) ? `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}` : null;

const newestFirst = (one: LocalStudyRow, other: LocalStudyRow): number =>
  (other.study_date ?? '').localeCompare(one.study_date ?? '') || (one.id < other.id ? 1 : -1);

/**
 * At most three studies, the newest first. They are looked at as anybody looks at a study: by who may read, and written down; who
 * may not read is shown none.
 */
export const witnessesOf = async (
  context: Context,
  principal: Principal,
  record: PatientRecordRow,
): Promise<readonly WitnessStudy[]> => {
  if (reachOf(principal, 'ImagingStudy', 'r') === undefined) return [];
  const { studies, series } = await context.db.tenant(principal.tenantId, async (trx) => {
    const newest = (await localStudies(trx, [record.id])).toSorted(newestFirst).slice(0, MOST_STUDIES);
    return {
      studies: newest,
      series: await localSeries(
        trx,
        newest.map((study) => study.id),
      ),
    };
  });
  const modalitiesOf = (uid: string): string[] => [
    ...new Set(series.filter((each) => each.study_instance_uid === uid).flatMap(({ modality }) => modality ?? [])),
  ];
  return Promise.all(
    studies.map(async (study) => ({
      studyInstanceUid: study.study_instance_uid,
      date: isoDate(study.study_date),
      description: study.description,
      modalities: modalitiesOf(study.study_instance_uid),
      institution: study.institution,
      age: ageAt(record.birth_date, study.study_date),
      statedAge: ageInWords(study.patient_age),
      ...(await seen(context, principal, study.study_instance_uid)),
    })),
  );
};
