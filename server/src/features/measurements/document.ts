import type { MeasurementsRequest } from '@throughline/contract';
import { Dataset, newUid, tags, uids } from '@throughline/dicom';
import { type Code, codeItem, codes } from './code.ts';

type Measurement = MeasurementsRequest['measurements'][number];

/** What the document is made from. `image` is the header of the object that was measured. */
export interface MeasurementDocument {
  readonly image: Dataset;
  readonly frame: number;
  readonly measurements: readonly Measurement[];
  /** Who measured: the principal's subject. */
  readonly observer: string;
  readonly at: Date;
}

// Patient and study of the image go into the document unchanged, so that it files where the image is.
const copied = [
  tags.SpecificCharacterSet,
  tags.StudyDate,
  tags.StudyTime,
  tags.AccessionNumber,
  tags.IssuerOfAccessionNumberSequence,
  tags.ReferringPhysicianName,
  tags.StudyDescription,
  tags.PatientName,
  tags.PatientID,
  tags.IssuerOfPatientID,
  tags.PatientBirthDate,
  tags.PatientSex,
  tags.StudyInstanceUID,
  tags.StudyID,
] as const;

const required = [
  tags.StudyDate,
  tags.StudyTime,
  tags.AccessionNumber,
  tags.ReferringPhysicianName,
  tags.PatientName,
  tags.PatientID,
  tags.PatientBirthDate,
  tags.PatientSex,
  tags.StudyID,
] as const;

/** A Comprehensive SR document by TID 1500, one measurement group each (PS3.16), in the study of the image. */
export const measurementDocument = (input: MeasurementDocument): Dataset => {
  const document = new Dataset();
  document.set(tags.SpecificCharacterSet, 'ISO_IR 192');
  copyHeader(input.image, document);
  setGeneral(document, input.at);
  setEvidence(document, input.image);
  setRoot(document, input);
  return document;
};

const copyHeader = (image: Dataset, document: Dataset): void => {
  for (const tag of copied) {
    if (tag === tags.SpecificCharacterSet) continue;
    if (tag === tags.IssuerOfAccessionNumberSequence) copySequence(image, document, tag);
    else copyText(image, document, tag);
  }
  for (const tag of required) if (!document.has(tag)) document.set(tag, '');
};

/** Text is decoded by the image's character set and written as UTF-8. */
const copyText = (image: Dataset, document: Dataset, tag: number): void => {
  const values = image.strings(tag);
  if (values.length > 0) document.set(tag, values);
};

const copySequence = (image: Dataset, document: Dataset, tag: number): void => {
  const items = image.items(tag);
  if (items.length > 0) document.set(tag, [...items]);
};

const setGeneral = (document: Dataset, at: Date): void => {
  const stamp = at.toISOString().replace(/[-:]/g, '');
  const [date, time] = [stamp.slice(0, 8), stamp.slice(9, 15)];
  document
    .set(tags.SOPClassUID, uids.ComprehensiveSRStorage)
    .set(tags.SOPInstanceUID, newUid())
    .set(tags.SeriesInstanceUID, newUid())
    .set(tags.Modality, 'SR')
    .set(tags.SeriesDescription, 'Measurements')
    .set(tags.SeriesNumber, '9000')
    .set(tags.InstanceNumber, '1')
    .set(tags.SeriesDate, date)
    .set(tags.SeriesTime, time)
    .set(tags.ContentDate, date)
    .set(tags.ContentTime, time)
    .set(tags.TimezoneOffsetFromUTC, '+0000')
    .set(tags.Manufacturer, 'Throughline')
    .set(tags.ReferencedPerformedProcedureStepSequence, [])
    .set(tags.PerformedProcedureCodeSequence, [])
    .set(tags.CompletionFlag, 'PARTIAL')
    .set(tags.VerificationFlag, 'UNVERIFIED');
};

const referencedSop = (image: Dataset): Dataset =>
  new Dataset()
    .set(tags.ReferencedSOPClassUID, image.string(tags.SOPClassUID) ?? '')
    .set(tags.ReferencedSOPInstanceUID, image.string(tags.SOPInstanceUID) ?? '');

const setEvidence = (document: Dataset, image: Dataset): void => {
  const series = new Dataset()
    .set(tags.SeriesInstanceUID, image.string(tags.SeriesInstanceUID) ?? '')
    .set(tags.ReferencedSOPSequence, [referencedSop(image)]);
  const study = new Dataset()
    .set(tags.StudyInstanceUID, image.string(tags.StudyInstanceUID) ?? '')
    .set(tags.ReferencedSeriesSequence, [series]);
  document.set(tags.CurrentRequestedProcedureEvidenceSequence, [study]);
};

const item = (relationship: string, valueType: string, name: Code): Dataset =>
  new Dataset()
    .set(tags.RelationshipType, relationship)
    .set(tags.ValueType, valueType)
    .set(tags.ConceptNameCodeSequence, codeItem(name));

const container = (relationship: string, name: Code, children: Dataset[]): Dataset => {
  const made = item(relationship, 'CONTAINER', name).set(tags.ContinuityOfContent, 'SEPARATE');
  return children.length === 0 ? made : made.set(tags.ContentSequence, children);
};

const coded = (relationship: string, name: Code, value: Code): Dataset =>
  item(relationship, 'CODE', name).set(tags.ConceptCodeSequence, codeItem(value));

const template = (identifier: string): Dataset[] => [
  new Dataset().set(tags.MappingResource, 'DCMR').set(tags.TemplateIdentifier, identifier),
];

const setRoot = (document: Dataset, input: MeasurementDocument): void => {
  const groups = input.measurements.map((measurement) => group(measurement, input));
  document
    .set(tags.ValueType, 'CONTAINER')
    .set(tags.ConceptNameCodeSequence, codeItem(codes.imagingMeasurementReport))
    .set(tags.ContinuityOfContent, 'SEPARATE')
    .set(tags.ContentTemplateSequence, template('1500'))
    .set(tags.ContentSequence, [
      coded('HAS CONCEPT MOD', codes.languageOfContent, codes.englishUnitedStates),
      coded('HAS OBS CONTEXT', codes.observerType, codes.person),
      item('HAS OBS CONTEXT', 'PNAME', codes.personObserverName).set(tags.PersonName, observerName(input.observer)),
      coded('HAS CONCEPT MOD', codes.procedureReported, codes.imagingProcedure),
      container('CONTAINS', codes.imagingMeasurements, groups),
    ]);
};

/** A subject is no person name: its delimiters would be read as components (PS3.5 6.2). */
const observerName = (subject: string): string => subject.replace(/[\\^=]/g, ' ').slice(0, 64);

const group = (measurement: Measurement, input: MeasurementDocument): Dataset =>
  container('CONTAINS', codes.measurementGroup, [
    item('HAS OBS CONTEXT', 'TEXT', codes.trackingIdentifier).set(
      tags.TextValue,
      measurement.label === '' ? measurement.kind : measurement.label,
    ),
    item('HAS OBS CONTEXT', 'UIDREF', codes.trackingUid).set(tags.UID, newUid()),
    measuredValue(measurement, input),
    item('CONTAINS', 'TEXT', codes.comment).set(tags.TextValue, `Calibration: ${measurement.calibration}`),
  ]).set(tags.ContentTemplateSequence, template('1501'));

/** An angle between two lines, with no vertex, is Cobb's. */
const angleName = ({ points }: Measurement): Code => (points.length === 4 ? codes.cobbAngle : codes.angle);

const measuredValue = (measurement: Measurement, input: MeasurementDocument): Dataset => {
  const isLength = measurement.kind === 'length';
  const [name, unit] = isLength ? [codes.length, codes.millimeter] : [angleName(measurement), codes.degree];
  const value = new Dataset()
    .set(tags.MeasurementUnitsCodeSequence, codeItem(unit))
    .set(tags.NumericValue, measurement.value.toFixed(2));
  return item('CONTAINS', 'NUM', name)
    .set(tags.MeasuredValueSequence, [value])
    .set(tags.ContentSequence, [graphic(measurement, input)]);
};

/** Graphic Data is column\row, with 0\0 at the top left corner of the top left pixel (PS3.3 C.18.6.1.1). */
const graphic = (measurement: Measurement, input: MeasurementDocument): Dataset => {
  const image = new Dataset()
    .set(tags.RelationshipType, 'SELECTED FROM')
    .set(tags.ValueType, 'IMAGE')
    .set(tags.ReferencedSOPSequence, [frameReference(input)]);
  return item('INFERRED FROM', 'SCOORD', codes.path)
    .set(tags.GraphicType, 'POLYLINE')
    .set(
      tags.GraphicData,
      measurement.points.flatMap((point) => [point.x, point.y]),
    )
    .set(tags.ContentSequence, [image]);
};

const frameReference = (input: MeasurementDocument): Dataset => {
  const reference = referencedSop(input.image);
  const frames = input.image.number(tags.NumberOfFrames) ?? 1;
  return frames > 1 ? reference.set(tags.ReferencedFrameNumber, String(input.frame)) : reference;
};
