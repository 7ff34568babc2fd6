/** What is to be made: every object of every study, with the header that its study and series give it. Pure. */
import { Dataset, tags } from '@throughline/dicom';
import { ageString, dateBefore } from './dates.ts';
import { objectsOf } from './looks.ts';
import { uidFrom } from './random.ts';
import type {
  CtDoseSpec,
  MeasuredSpec,
  RecordSpec,
  ReportSpec,
  SeriesSpec,
  SiteName,
  Story,
  StudySpec,
} from './stories/story.ts';

export interface Patient {
  readonly story: string;
  readonly name: string;
  readonly born: string;
  readonly sex: 'F' | 'M';
  readonly records: readonly RecordSpec[];
  readonly studies: readonly StudySpec[];
}

/** One series of one site's copy of a study: what a worker makes at a time. */
export interface SeriesPlan {
  readonly folder: string;
  readonly header: Dataset;
  readonly modality: string;
  readonly series: SeriesSpec;
  readonly report?: ReportSpec;
  readonly measured?: MeasuredSpec;
  readonly ctDose?: readonly CtDoseSpec[];
  readonly objects: readonly { readonly uid: string; readonly number: number }[];
  /** Words that the drawing of this patient and of this object are seeded by. */
  readonly bodySeed: readonly (string | number)[];
  readonly shotSeed: readonly (string | number)[];
  readonly date: string;
  readonly time: string;
}

export interface StudyPlan {
  readonly studyInstanceUid: string;
  readonly site: SiteName;
  readonly series: readonly SeriesPlan[];
  readonly instances: number;
}

export interface PlanOptions {
  readonly seed: number;
  readonly today: string;
}

export const siteNames: Readonly<Record<SiteName, string>> = {
  CHILDRENS: "Children's Hospital",
  COUNTY: 'County General',
  RIVERSIDE: 'Riverside Imaging',
};

export const studyUid = (options: PlanOptions, patient: Patient, study: StudySpec): string =>
  uidFrom(options.seed, options.today, patient.story, patient.name, study.key);

const accession = (options: PlanOptions, patient: Patient, study: StudySpec): string =>
  `A${uidFrom(options.seed, patient.story, patient.name, study.key, 'accession').slice(-8)}`;

const timeOf = (study: StudySpec, index: number): string => {
  const [hours = '09', minutes = '00'] = (study.time ?? `${String(8 + (index % 9)).padStart(2, '0')}:30`).split(':');
  return `${hours}${minutes}00`;
};

const issuerItem = (issuer: string): Dataset[] => [new Dataset().set(tags.LocalNamespaceEntityID, issuer)];

const otherIds = (record: RecordSpec): Dataset[] =>
  (record.states ?? []).map((stated) =>
    new Dataset()
      .set(tags.PatientID, stated.id)
      .set(tags.IssuerOfPatientID, stated.issuer)
      .set(tags.TypeOfPatientID, 'TEXT'),
  );

const studyHeader = (
  options: PlanOptions,
  patient: Patient,
  study: StudySpec,
  record: RecordSpec,
  at: { date: string; time: string },
): Dataset => {
  const birth = dateBefore(options.today, record.birth ?? patient.born);
  const header = new Dataset()
    .set(tags.SpecificCharacterSet, 'ISO_IR 192')
    .set(tags.StudyDate, at.date)
    .set(tags.SeriesDate, at.date)
    .set(tags.StudyTime, at.time)
    .set(tags.SeriesTime, at.time)
    .set(tags.AccessionNumber, accession(options, patient, study))
    .set(tags.IssuerOfAccessionNumberSequence, issuerItem(study.site))
    .set(tags.Modality, study.modality)
    .set(tags.Manufacturer, 'SYNTHETIC')
    .set(tags.InstitutionName, siteNames[study.site])
    .set(tags.ReferringPhysicianName, 'REFERRER^SYNTHETIC')
    .set(tags.StudyDescription, study.name)
    .set(tags.PatientName, record.name ?? patient.name)
    .set(tags.PatientID, record.id)
    .set(tags.IssuerOfPatientID, record.site)
    .set(tags.PatientBirthDate, birth)
    .set(tags.PatientSex, patient.sex)
    .set(tags.PatientAge, ageString(birth, at.date))
    .set(tags.PatientComments, 'SYNTHETIC')
    .set(tags.StudyInstanceUID, studyUid(options, patient, study))
    .set(tags.StudyID, '1');
  const others = otherIds(record);
  if (others.length > 0) header.set(tags.OtherPatientIDsSequence, others);
  if (study.reason)
    header.set(tags.ReasonForStudy, study.reason).set(tags.ReasonForTheRequestedProcedure, study.reason);
  if (study.bodyPart) header.set(tags.BodyPartExamined, study.bodyPart);
  return header;
};

const withSeries = (
  header: Dataset,
  uid: string,
  number: number,
  modality: string,
  series: SeriesSpec,
  study: StudySpec,
): Dataset => {
  const dataset = new Dataset();
  for (const element of header.elements()) dataset.put(element);
  dataset
    .set(tags.SeriesInstanceUID, uid)
    .set(tags.SeriesNumber, String(number))
    .set(tags.SeriesDescription, series.description)
    .set(tags.Modality, modality)
    .set(tags.FrameOfReferenceUID, uidFrom(uid, 'frame of reference'));
  const side = series.laterality ?? (study.laterality === 'B' ? undefined : study.laterality);
  if (side) dataset.set(tags.Laterality, side).set(tags.ImageLaterality, side);
  return dataset;
};

const reportSeries: SeriesSpec = { description: 'Report', modality: 'SR' };
const measuredSeries: SeriesSpec = { description: 'Measurements', modality: 'SR' };
const doseSeries: SeriesSpec = { description: 'Dose report', modality: 'SR' };

const seriesOf = (study: StudySpec): readonly SeriesSpec[] => [
  ...study.series,
  ...(study.report ? [reportSeries] : []),
  ...(study.measured ? [measuredSeries] : []),
  ...(study.ctDose ? [doseSeries] : []),
];

/** What the document of a series is made from. */
const documentOf = (spec: SeriesSpec, study: StudySpec): Pick<SeriesPlan, 'report' | 'measured' | 'ctDose'> => {
  if (spec === reportSeries && study.report) return { report: study.report };
  if (spec === measuredSeries && study.measured) return { measured: study.measured };
  return spec === doseSeries && study.ctDose ? { ctDose: study.ctDose } : {};
};

/** A study as one site keeps it: under that site's record of the patient, perhaps without its last objects. */
export const planStudy = (
  options: PlanOptions,
  patient: Patient,
  study: StudySpec,
  keeper: { readonly site: SiteName; readonly folder: string; readonly without?: number },
): StudyPlan => {
  const record = patient.records.find((each) => each.site === keeper.site);
  if (record === undefined) throw new Error(`${patient.story}: no record at ${keeper.site}`);
  const at = { date: dateBefore(options.today, study.ago), time: timeOf(study, patient.studies.indexOf(study)) };
  const header = studyHeader(options, patient, study, record, at);
  const studyInstanceUid = studyUid(options, patient, study);
  const series = seriesOf(study).map((spec, index): SeriesPlan => {
    const uid = uidFrom(studyInstanceUid, 'series', index);
    const modality = spec.modality ?? study.modality;
    const count = spec.look ? objectsOf(spec.look) : 1;
    const kept = spec.look && keeper.without ? Math.max(1, count - keeper.without) : count;
    const objects = Array.from({ length: kept }, (_, at) => ({ uid: uidFrom(uid, 'object', at), number: at + 1 }));
    return {
      folder: keeper.folder,
      header: withSeries(header, uid, index + 1, modality, spec, study),
      modality,
      series: spec,
      ...documentOf(spec, study),
      objects,
      bodySeed: [options.seed, patient.story, patient.name],
      shotSeed: [studyInstanceUid, index],
      ...at,
    };
  });
  return {
    studyInstanceUid,
    site: keeper.site,
    series,
    instances: series.reduce((sum, one) => sum + one.objects.length, 0),
  };
};

/** The people of a story: the patient, and those who only look alike. */
export const patientsOf = (story: Story): readonly Patient[] => [
  {
    story: story.id,
    name: story.name,
    born: story.born,
    sex: story.sex,
    records: story.records,
    studies: story.studies,
  },
  ...(story.others ?? []).map((other) => ({ story: story.id, ...other })),
];
