/**
 * Radiation dose as it was recorded: dose reports (X-Ray Radiation Dose SR, TID 10001 and 10011) and, where there is none, the
 * headers of images. Nothing is computed into an effective dose.
 */
import { type Dataset, tags } from '@throughline/dicom';
import { conceptOf, firstCode, isCode, sideOf } from './codes.ts';
import type { Code, Side } from './types.ts';
import { convert, ucumOf } from './ucum.ts';

/**
 * `dlp`: dose length product of CT, mGy.cm. `ctdi-vol`: mGy. `area-product`: dose area product, Gy.cm2. `air-kerma`: dose at the
 * reference point, mGy. `glandular`: average glandular dose, mGy. `activity`: radionuclide given to the patient, MBq.
 */
export type DoseKind = 'dlp' | 'ctdi-vol' | 'area-product' | 'air-kerma' | 'glandular' | 'activity';

export const doseUnits: Readonly<Record<DoseKind, string>> = {
  dlp: 'mGy.cm',
  'ctdi-vol': 'mGy',
  'area-product': 'Gy.cm2',
  'air-kerma': 'mGy',
  glandular: 'mGy',
  activity: 'MBq',
};

export interface Dose {
  readonly kind: DoseKind;
  /** In the unit of its kind; null when the unit it came in cannot be read as one. */
  readonly value: number | null;
  /** As it was sent. */
  readonly sent: { readonly value: number; readonly unit: string };
  /** The part of the body that was exposed, by code or in the words of the header. */
  readonly region: string | null;
  readonly side: Side | null;
  /** CTDI phantom (CID 4052): values of different phantoms are not compared. */
  readonly phantom: string | null;
  /** Irradiation Event UID (DCM 113769); of an activity, its administration; null for a total. */
  readonly event: string | null;
}

export interface DoseRecord {
  readonly origin: 'report' | 'images';
  readonly kind: 'CT' | 'projection' | 'nuclear';
  /** What the record says of the whole of what it reports. */
  readonly totals: readonly Dose[];
  readonly events: readonly Dose[];
  /** Every irradiation event that it tells of, also those without a dose. */
  readonly eventUids: readonly string[];
  /** Digits of a DICOM DT; null when nobody says. */
  readonly at: string | null;
}

const codes = {
  report: '113701',
  ctAccumulated: '113811',
  ctAcquisition: '113819',
  ctDose: '113829',
  projectionAccumulated: '113702',
  projectionEvent: '113706',
  eventUid: '113769',
  targetRegion: '123014',
  phantom: '113835',
} as const;

const accumulated: Readonly<Record<string, DoseKind>> = {
  '113813': 'dlp',
  '113722': 'area-product',
  '113725': 'air-kerma',
  '111637': 'glandular',
};

const single: Readonly<Record<string, DoseKind>> = {
  '113838': 'dlp',
  '113830': 'ctdi-vol',
  '122130': 'area-product',
  '113738': 'air-kerma',
  '111631': 'glandular',
};

const childrenNamed = (item: Dataset, value: string): readonly Dataset[] =>
  item.items(tags.ContentSequence).filter((child) => isCode(conceptOf(child), 'DCM', value));

const codeBelow = (item: Dataset, value: string): Code | null => {
  const [found] = childrenNamed(item, value);
  return found === undefined ? null : firstCode(found, tags.ConceptCodeSequence);
};

const sideBelow = (item: Dataset): Side | null => {
  for (const child of item.items(tags.ContentSequence)) {
    if (!isCode(conceptOf(child), 'SCT', '272741003')) continue;
    return sideOf(firstCode(child, tags.ConceptCodeSequence));
  }
  return null;
};

interface Where {
  readonly region: string | null;
  readonly side: Side | null;
  readonly phantom: string | null;
  readonly event: string | null;
}

const nowhere: Where = { region: null, side: null, phantom: null, event: null };

const doseOf = (item: Dataset, kinds: Readonly<Record<string, DoseKind>>, where: Where): Dose | null => {
  const concept = conceptOf(item);
  const [measured] = item.items(tags.MeasuredValueSequence);
  const value = measured?.number(tags.NumericValue);
  if (concept?.scheme !== 'DCM' || measured === undefined || value === undefined) return null;
  const kind = Object.hasOwn(kinds, concept.value) ? kinds[concept.value] : undefined;
  if (kind === undefined) return null;
  const unit = firstCode(measured, tags.MeasurementUnitsCodeSequence)?.value ?? '';
  const converted = convert(value, ucumOf(unit) ?? '', doseUnits[kind]) ?? null;
  return { kind, value: converted, sent: { value, unit }, ...where, side: sideBelow(item) ?? where.side };
};

const dosesIn = (item: Dataset, kinds: Readonly<Record<string, DoseKind>>, where: Where): Dose[] =>
  item.items(tags.ContentSequence).flatMap((child) => doseOf(child, kinds, where) ?? []);

const whereOf = (event: Dataset): Where => {
  const [uid] = childrenNamed(event, codes.eventUid);
  const [target] = childrenNamed(event, codes.targetRegion);
  const region = codeBelow(event, codes.targetRegion)?.meaning ?? null;
  return {
    ...nowhere,
    region,
    side: target === undefined ? null : sideBelow(target),
    event: uid?.string(tags.UID) ?? null,
  };
};

const eventDoses = (event: Dataset): Dose[] => {
  const where = whereOf(event);
  const ct = childrenNamed(event, codes.ctDose).flatMap((dose) =>
    dosesIn(dose, single, { ...where, phantom: codeBelow(dose, codes.phantom)?.meaning ?? null }),
  );
  return [...ct, ...dosesIn(event, single, where)];
};

const digits = (text: string | undefined): string => (text ?? '').replace(/[^\d].*$/, '');

const timeOf = (dataset: Dataset): string | null => {
  const date = dataset.string(tags.StudyDate) ?? dataset.string(tags.ContentDate);
  if (date === undefined || !/^\d{8}$/.test(date)) return null;
  return `${date}${digits(dataset.string(tags.StudyTime)).slice(0, 6)}`;
};

/** Regions that all events share are the region of the total too. */
const regionOf = (events: readonly Where[]): string | null => {
  const [first, ...others] = new Set(events.map(({ region }) => region));
  return others.length === 0 ? (first ?? null) : null;
};

/** What a dose report says; null for a document that is none. Whatever class it is stored as: older systems use other SR classes. */
export const doseOfReport = (document: Dataset): DoseRecord | null => {
  if (!isCode(conceptOf(document), 'DCM', codes.report)) return null;
  const ct = [...childrenNamed(document, codes.ctAccumulated), ...childrenNamed(document, codes.ctAcquisition)];
  const acquisitions = [
    ...childrenNamed(document, codes.ctAcquisition),
    ...childrenNamed(document, codes.projectionEvent),
  ];
  const places = acquisitions.map(whereOf);
  const totals = [
    ...childrenNamed(document, codes.ctAccumulated),
    ...childrenNamed(document, codes.projectionAccumulated),
  ].flatMap((item) => dosesIn(item, accumulated, { ...nowhere, region: regionOf(places) }));
  return {
    origin: 'report',
    kind: ct.length > 0 ? 'CT' : 'projection',
    totals,
    events: acquisitions.flatMap(eventDoses),
    eventUids: places.flatMap(({ event }) => event ?? []),
    at: timeOf(document),
  };
};

/** Ionising modalities whose dose is looked for, by the modality of the series (PS3.3 C.7.3.1.1.1). */
const kindOfModality: Readonly<Record<string, DoseRecord['kind']>> = {
  CT: 'CT',
  CR: 'projection',
  DX: 'projection',
  RG: 'projection',
  RF: 'projection',
  XA: 'projection',
  MG: 'projection',
  IO: 'projection',
  PX: 'projection',
  NM: 'nuclear',
  PT: 'nuclear',
};

export const doseKindOf = (modality: string): DoseRecord['kind'] | undefined =>
  Object.hasOwn(kindOfModality, modality) ? kindOfModality[modality] : undefined;

const inHeader = (header: Dataset, kind: DoseKind, tag: number, unit: string): Dose[] => {
  const value = header.number(tag);
  // Zero is what systems write that measured nothing.
  if (value === undefined || value <= 0) return [];
  const side = header.string(tags.ImageLaterality) ?? header.string(tags.Laterality);
  return [
    {
      kind,
      value: convert(value, unit, doseUnits[kind]) ?? null,
      sent: { value, unit },
      region: header.string(tags.BodyPartExamined) ?? null,
      side: side === 'L' || side === 'R' || side === 'B' ? side : null,
      phantom: firstCode(header, tags.CTDIPhantomTypeCodeSequence)?.meaning ?? null,
      event: header.string(tags.IrradiationEventUID) ?? header.string(tags.SOPInstanceUID) ?? null,
    },
  ];
};

/** CTDIvol in mGy, of the image (PS3.3 C.8.15.3.8), else of Exposure Dose Sequence where its items say one value. */
const ctDoses = (header: Dataset): Dose[] => {
  const own = inHeader(header, 'ctdi-vol', tags.CTDIvol, 'mGy');
  if (own.length > 0) return own;
  const items = header.items(tags.ExposureDoseSequence);
  const doses = items.flatMap((item) => inHeader(item, 'ctdi-vol', tags.CTDIvol, 'mGy'));
  const region = header.string(tags.BodyPartExamined) ?? null;
  // Which of several exposures made this image is not said.
  return new Set(doses.map(({ value }) => value)).size === 1
    ? doses.slice(0, 1).map((dose) => ({ ...dose, region }))
    : [];
};

/** Area dose product in dGy.cm2 (PS3.3 C.8.7.2), organ dose of mammography in dGy (C.8.11.7). */
const projectionDoses = (header: Dataset): Dose[] => [
  ...inHeader(header, 'area-product', tags.ImageAndFluoroscopyAreaDoseProduct, 'dGy.cm2'),
  ...inHeader(header, 'glandular', tags.OrganDose, 'dGy'),
];

/** The images of a CT series without an event of their own are one. */
const ctEvents = (header: Dataset): Dose[] => {
  const event = header.string(tags.IrradiationEventUID) ?? header.string(tags.SeriesInstanceUID) ?? null;
  return ctDoses(header).map((dose) => ({ ...dose, event }));
};

/** The mean over the images of one irradiation event: an image tells of its own slice. */
const meanByEvent = (doses: readonly Dose[]): Dose[] =>
  [...Map.groupBy(doses, ({ event }) => event).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const values = same.flatMap(({ value }) => value ?? []);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return [{ ...first, value: values.length === 0 ? null : Number(mean.toPrecision(6)) }];
  });

/** PET Image Storage (PS3.4 B.5) */
const petImage = '1.2.840.10008.5.1.4.1.1.128';

/** In MBq: what lies beyond was written in another unit than that of its class, and is not guessed. */
const isPlausible = (megabecquerels: number): boolean => megabecquerels >= 0.01 && megabecquerels <= 100_000;

/**
 * Radionuclide Total Dose (0018,1074) is in becquerels in PET images (PS3.3 C.8.9.2) and in megabecquerels in nuclear medicine
 * (C.8.4.10.1.7) and enhanced PET (C.8.22.4). What was given is told by every series of the study: it has the number of its
 * administration, else it is known by study, nuclide and time.
 */
const activities = (header: Dataset): Dose[] => {
  const unit = header.string(tags.SOPClassUID) === petImage ? 'Bq' : 'MBq';
  const study = header.string(tags.StudyInstanceUID) ?? '';
  return header.items(tags.RadiopharmaceuticalInformationSequence).flatMap((item): Dose[] => {
    const value = item.number(tags.RadionuclideTotalDose);
    if (value === undefined || value <= 0) return [];
    const start = item.string(tags.RadiopharmaceuticalStartDateTime) ?? item.string(tags.RadiopharmaceuticalStartTime);
    const nuclide = firstCode(item, tags.RadionuclideCodeSequence)?.value ?? '';
    const event =
      item.string(tags.RadiopharmaceuticalAdministrationEventUID) ?? `${study} ${nuclide} ${start ?? value}`;
    const megabecquerels = Number((unit === 'Bq' ? value / 1e6 : value).toPrecision(9));
    const said = isPlausible(megabecquerels) ? megabecquerels : null;
    return [{ kind: 'activity', value: said, sent: { value, unit }, region: null, side: null, phantom: null, event }];
  });
};

const firstOfEvent = (doses: readonly Dose[]): Dose[] =>
  doses.filter(({ event }, at) => doses.findIndex((other) => other.event === event) === at);

const eventsOf: Readonly<Record<DoseRecord['kind'], (headers: readonly Dataset[]) => Dose[]>> = {
  CT: (headers) => meanByEvent(headers.flatMap(ctEvents)),
  projection: (headers) => headers.flatMap(projectionDoses),
  nuclear: (headers) => firstOfEvent(headers.flatMap(activities)),
};

/** What the headers of images of one series say; null when they say nothing. CT: a sample of the series is enough. */
export const doseOfImages = (headers: readonly Dataset[]): DoseRecord | null => {
  const [first] = headers;
  const kind = doseKindOf(first?.string(tags.Modality) ?? '');
  if (first === undefined || kind === undefined) return null;
  const events = eventsOf[kind](headers);
  if (events.length === 0) return null;
  const eventUids = [...new Set(events.flatMap(({ event }) => event ?? []))];
  return { origin: 'images', kind, totals: [], events, eventUids, at: timeOf(first) };
};
