/** What was measured of a person over time, and the radiation dose, of every record and site. */
import type { MeasurementsOverTime } from '@throughline/contract';
import { cumulateDose, type DoseStudy, type Recorded, type Series, seriesOverTime } from '@throughline/measurements';
import {
  dosesOfStudies,
  findStudy,
  type MeasurementRow,
  measurementsOfRecords,
  studiesRead,
  type Trx,
} from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { isWithin, type Principal, reachOf, wholeReach } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type KnownStudy, type PersonPicture, readPicture } from '../history/index.ts';
import { personOf } from '../patients/index.ts';
import { type Beside, besideNormal, modelsOf } from './normal.ts';
import { bodiesOf, surfacesOf } from './surface.ts';

/** More than anybody looks at; what is left out is counted. */
const mostSeries = 200;

const sitesOfStudy = (study: KnownStudy | undefined): readonly string[] =>
  study === undefined ? [] : [...new Set([study.siteName, ...study.copies.map(({ siteName }) => siteName)])];

/** A message is of the site whose patient number it names. */
const sitesOfRecord = (picture: PersonPicture, recordId: string): readonly string[] => {
  const issuer = picture.records.find(({ id }) => id === recordId)?.issuer;
  const source = picture.sources.find((one) => one.issuer === issuer);
  return source === undefined ? [] : [source.site_name];
};

const recordedOf = (picture: PersonPicture, row: MeasurementRow): Recorded => {
  const study = picture.studies.find((one) => one.studyInstanceUid === row.study_instance_uid);
  const isObject = row.sop_instance_uid !== null;
  const sites = isObject ? sitesOfStudy(study) : sitesOfRecord(picture, row.patient_record_id);
  return {
    measurement: row.measurement,
    origin: row.sop_instance_uid ?? row.report_id ?? row.id,
    kind: isObject ? 'object' : row.observation === null ? 'message' : 'observation',
    studyInstanceUid: row.study_instance_uid,
    seriesInstanceUid: row.series_instance_uid,
    sopInstanceUid: row.sop_instance_uid,
    modalities: study?.modalities ?? [],
    sites: sites.length > 0 ? sites : ['an unknown site'],
  };
};

/** The studies with the doses that were recorded of them, as `cumulateDose` adds them up. */
export const doseStudies = async (trx: Trx, studies: readonly KnownStudy[]): Promise<DoseStudy[]> => {
  const uids = studies.map(({ studyInstanceUid }) => studyInstanceUid);
  const doses = Map.groupBy(await dosesOfStudies(trx, uids), (row) => row.study_instance_uid);
  const read = await studiesRead(trx, uids);
  return studies.map((study) => ({
    studyInstanceUid: study.studyInstanceUid,
    date: study.date,
    siteName: study.siteName,
    exam: study.description ?? 'no name',
    modalities: study.modalities,
    read: study.local !== null && read.has(study.studyInstanceUid),
    records: (doses.get(study.studyInstanceUid) ?? []).map(({ dose }) => dose),
  }));
};

const toSeries = (
  { points, unread, key: _key, ...series }: Series,
  besideOf: (point: Series['points'][number]) => Beside,
): MeasurementsOverTime['series'][number] => ({
  ...series,
  differences: [...series.differences],
  points: points.map((point) => {
    const { origins, sites, sent, ...said } = point;
    return {
      ...said,
      ...besideOf(point),
      sites: [...sites],
      sent: { value: sent.value, unit: sent.unit, code: sent.code },
      origins: origins.map(({ kind, studyInstanceUid, seriesInstanceUid, sopInstanceUid }) => ({
        kind,
        studyInstanceUid,
        seriesInstanceUid,
        sopInstanceUid,
      })),
    };
  }),
  unread: unread.map((one) => ({ ...one, sites: [...one.sites] })),
});

const toDose = (told: ReturnType<typeof cumulateDose>): MeasurementsOverTime['dose'] => ({
  studies: told.studies.map((study) => ({ ...study, doses: [...study.doses] })),
  totals: [...told.totals],
  known: [...told.known],
});

/** Of the person whose study this is. Fails with `not-found` as reading the study would. */
export const measurementsOverTime = async (
  context: Context,
  principal: Principal,
  studyInstanceUid: string,
): Promise<MeasurementsOverTime> => {
  const within = wholeReach(principal);
  const { db } = context;
  const recordId = await db.tenant(principal.tenantId, async (trx) => {
    const study = (await findStudy(trx, studyInstanceUid)) ?? fail('not-found');
    return isWithin(within, study.patient_record_id) ? study.patient_record_id : fail('not-found');
  });
  const personId = await personOf(context, principal, recordId);
  // Who may not read reports, or Observations, is told of none of their numbers.
  const mayReports = reachOf(principal, 'DiagnosticReport', 'r') !== undefined;
  const mayObservations = reachOf(principal, 'Observation', 'r') !== undefined;
  return db.tenant(principal.tenantId, async (trx) => {
    const picture = await readPicture(trx, personId);
    const records = picture.records.map(({ id }) => id).filter((id) => isWithin(within, id));
    const rows = (await measurementsOfRecords(trx, records)).filter(
      (row) => (mayReports || row.report_id === null) && (mayObservations || row.observation === null),
    );
    const studies = picture.studies.filter((study) => isWithin(within, study.patientRecordId));
    const dose = cumulateDose(await doseStudies(trx, studies));
    const series = seriesOverTime(rows.map((row) => recordedOf(picture, row)));
    await recordAudit(trx, principal, {
      event: 'patientRecord',
      action: 'R',
      patientRecordId: recordId,
      studyInstanceUid,
      detail: { measurements: rows.length, doses: dose.studies.length },
    });
    const bodies = bodiesOf(series);
    const beside = besideNormal(picture, bodies);
    const shown = series.slice(0, mostSeries).map((one) => toSeries(one, (point) => beside(one, point)));
    return {
      series: shown,
      leftOut: Math.max(0, series.length - mostSeries),
      surfaces: surfacesOf(bodies),
      models: modelsOf(shown),
      dose: toDose(dose),
    };
  });
};
