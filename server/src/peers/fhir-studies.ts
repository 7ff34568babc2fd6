/**
 * Studies of a source that is asked by FHIR R4: its Patients, then the ImagingStudy resources of each. It lists; whether it also gives
 * images is a matter of how it is fetched from.
 */
import { systems } from '@throughline/fhir';
import { z } from 'zod';
import { answersQuestion, asUid, clean } from './answers.ts';
import {
  codeableShape,
  type FhirSettings,
  identifierShape,
  idShape,
  isReferenceTo,
  parsedBy,
  type SearchForm,
  searchPatients,
  searchResources,
  type ToldPatient,
  textShape,
} from './fhir-search.ts';
import {
  type Answer,
  PeerError,
  type PeerPatient,
  type PeerSeries,
  type PeerStudy,
  peerLimits,
  type Question,
} from './peer.ts';

/** Who share a day of birth and, as a rule, a name. */
const MOST_PATIENTS = 100;

const countShape = z.number().int().min(0).max(10_000_000).optional();
const codingShape = z.object({ code: textShape.optional(), display: textShape.optional() });
/** A Coding in R4, a CodeableConcept in R5. */
const modalityShape = codeableShape.extend({ code: textShape.optional() });

const seriesShape = z.object({
  uid: textShape,
  modality: modalityShape.optional(),
  description: textShape.optional(),
  bodySite: codingShape.optional(),
  laterality: codingShape.optional(),
  numberOfInstances: countShape,
});

const studyShape = z.object({
  resourceType: z.literal('ImagingStudy'),
  id: idShape,
  status: z.string().max(32).optional(),
  identifier: z
    .array(identifierShape.extend({ type: codeableShape.optional() }))
    .max(50)
    .default([]),
  subject: z.object({ reference: textShape.optional() }),
  basedOn: z
    .array(z.object({ identifier: identifierShape.optional() }))
    .max(50)
    .default([]),
  started: z.string().max(64).optional(),
  description: textShape.optional(),
  modality: z.array(modalityShape).max(50).default([]),
  procedureCode: z.array(codeableShape).max(20).default([]),
  reasonCode: z.array(codeableShape).max(20).default([]),
  numberOfSeries: countShape,
  numberOfInstances: countShape,
  series: z.array(seriesShape).max(peerLimits.series).default([]),
});
type ToldStudy = z.infer<typeof studyShape>;

/** There is nothing to see of it yet, or any more. */
const isNone = ({ status }: ToldStudy): boolean =>
  status === 'registered' || status === 'cancelled' || status === 'entered-in-error';

const modalityOf = (said: z.infer<typeof modalityShape> | undefined): string | null => {
  const code = (said?.code ?? said?.coding?.[0]?.code)?.trim();
  return code !== undefined && /^[A-Z0-9_ ]{1,16}$/.test(code) ? code : null;
};

const uidOf = ({ identifier }: ToldStudy): string | undefined =>
  identifier
    .map(({ system, value }) => (system === systems.uid ? asUid(value?.replace(/^urn:oid:/, '')) : undefined))
    .find((uid) => uid !== undefined);

const isTyped = (code: string, type: z.infer<typeof codeableShape> | undefined): boolean =>
  type?.coding?.some((coding) => coding.code === code) === true;

/** What its own patient numbers are: those said to be medical record numbers (HL7 table 0203), else whatever it has. */
const numbersOf = ({ identifier }: ToldPatient): readonly string[] => {
  const own = identifier.filter(({ type }) => isTyped('MR', type));
  return (own.length > 0 ? own : identifier).flatMap(({ value }) => clean(value) ?? []);
};

const sexes: Readonly<Record<string, string>> = { male: 'M', female: 'F', other: 'O' };

const nameOf = ({ name }: ToldPatient): string | null => {
  const said = name.find(({ use }) => use === 'official') ?? name[0];
  if (said === undefined) return null;
  const part = (text: string | undefined): string => (clean(text) ?? '').replaceAll(/[\^=\\]/g, ' ');
  const [first, ...middle] = said.given;
  return clean([part(said.family), part(first), part(middle.join(' '))].join('^').replace(/\^+$/, ''));
};

const patientOf = (told: ToldPatient, id: string): PeerPatient => {
  const born = told.birthDate?.replaceAll('-', '') ?? '';
  return {
    id,
    issuer: null,
    name: nameOf(told),
    birthDate: /^\d{8}$/.test(born) ? born : null,
    sex: sexes[told.gender ?? ''] ?? null,
    otherIds: [],
  };
};

/** FHIR dateTime to DA, TM and (0008,0201). */
const momentOf = (started: string | undefined) => {
  const said = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?(Z|[+-]\d{2}:\d{2})?)?$/.exec(
    started ?? '',
  );
  if (said === null) return { studyDate: null, studyTime: null, timezoneOffset: null };
  const [, year, month, day, hours, minutes, seconds = '00', zone] = said;
  const offset = zone === 'Z' ? '+0000' : (zone?.replace(':', '') ?? null);
  return {
    studyDate: `${year}${month}${day}`,
    studyTime: hours === undefined ? null : `${hours}${minutes}${seconds}`,
    timezoneOffset: offset,
  };
};

const accessionOf = ({ identifier, basedOn }: ToldStudy): string | null => {
  const own = identifier.find(({ type }) => isTyped('ACSN', type))?.value;
  return clean(own ?? basedOn.find((order) => order.identifier?.value !== undefined)?.identifier?.value);
};

const reasonOf = ({ reasonCode: [first] }: ToldStudy): string | null =>
  clean(first?.text ?? first?.coding?.find(({ display }) => display !== undefined)?.display);

const toStudy = (told: ToldStudy, patient: PeerPatient): PeerStudy | undefined => {
  const studyInstanceUid = uidOf(told);
  if (studyInstanceUid === undefined) return undefined;
  const said = [...told.modality, ...told.series.map(({ modality }) => modality)].map(modalityOf);
  return {
    studyInstanceUid,
    patient,
    ...momentOf(told.started),
    accessionNumber: accessionOf(told),
    accessionIssuer: null,
    description: clean(told.description ?? told.procedureCode[0]?.text),
    modalities: [...new Set(said.filter((code) => code !== null))].slice(0, 16),
    bodyPart: null,
    laterality: null,
    patientAge: null,
    procedureCode: clean(told.procedureCode[0]?.coding?.[0]?.code),
    reasonForExam: reasonOf(told),
    institution: null,
    seriesCount: told.numberOfSeries ?? null,
    instanceCount: told.numberOfInstances ?? null,
  };
};

/** SNOMED CT has what DICOM says in a letter. */
const sides: Readonly<Record<string, string>> = { '24028007': 'R', '7771000': 'L', R: 'R', L: 'L' };

const toSeries = (told: ToldStudy['series'][number]): PeerSeries | undefined => {
  const seriesInstanceUid = asUid(told.uid);
  if (seriesInstanceUid === undefined) return undefined;
  return {
    seriesInstanceUid,
    modality: modalityOf(told.modality),
    description: clean(told.description),
    bodyPart: clean(told.bodySite?.display ?? told.bodySite?.code),
    laterality: sides[told.laterality?.code ?? ''] ?? null,
    instanceCount: told.numberOfInstances ?? null,
  };
};

const iso = (date: string): string => `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;

const patientForm = (question: Question): SearchForm =>
  question.by === 'identifier'
    ? [['identifier', question.patientId]]
    : [
        ...(question.family === undefined ? [] : [['family', question.family] as const]),
        ['birthdate', iso(question.birthDate)],
        ...(question.sex === undefined ? [] : [['gender', question.sex === 'M' ? 'male' : 'female'] as const]),
      ];

/** An identifier is looked for without its system: who has it as another kind of number is not meant. */
const patientsOf = async (
  settings: FhirSettings,
  question: Question,
): Promise<readonly (readonly [ToldPatient, PeerPatient])[]> => {
  const found = await searchPatients(settings, patientForm(question));
  const meant = found.flatMap((told): (readonly [ToldPatient, PeerPatient])[] => {
    const numbers = numbersOf(told);
    const id = question.by === 'identifier' ? numbers.find((number) => number === question.patientId) : numbers[0];
    return id === undefined ? [] : [[told, patientOf(told, id)]];
  });
  if (question.by === 'identifier' && meant.length > 1)
    throw new PeerError('misbehaved', 'The FHIR service has several patients under one identifier');
  if (meant.length > MOST_PATIENTS) throw new PeerError('misbehaved', 'The FHIR service knows too many such patients');
  return meant;
};

const dayForm = ({ days }: Question): SearchForm =>
  days === undefined
    ? []
    : [
        ['started', `ge${iso(days.from)}`],
        ['started', `le${iso(days.to)}`],
      ];

const checkGoesOn = (signal: AbortSignal): void => {
  if (signal.aborted) throw new PeerError('cancelled', 'The question was taken back');
};

/** All studies that the service lists of the patients whom the question means. @throws PeerError */
export const searchImagingStudies = async (
  settings: FhirSettings,
  question: Question,
  signal: AbortSignal,
): Promise<Answer> => {
  const studies = new Map<string, PeerStudy>();
  let [faults, given] = [0, 0];
  for (const [told, patient] of await patientsOf(settings, question)) {
    checkGoesOn(signal);
    const resources = await searchResources(settings, 'ImagingStudy', [['patient', told.id], ...dayForm(question)]);
    given += resources.length;
    const read = parsedBy(studyShape, resources);
    faults += resources.length - read.length;
    for (const one of read) {
      if (isNone(one)) continue;
      const study = isReferenceTo(one.subject.reference, 'Patient', told.id) ? toStudy(one, patient) : undefined;
      if (study !== undefined && answersQuestion(study, question)) studies.set(study.studyInstanceUid, study);
      else faults += 1;
    }
  }
  if (studies.size > peerLimits.studies) throw new PeerError('misbehaved', 'The FHIR service lists too many studies');
  return { studies: [...studies.values()], faults, given };
};

/** The series of one study, as the resource lists them. @throws PeerError */
export const searchImagingSeries = async (
  settings: FhirSettings,
  studyInstanceUid: string,
  signal: AbortSignal,
): Promise<readonly PeerSeries[]> => {
  checkGoesOn(signal);
  const form = [['identifier', `${systems.uid}|urn:oid:${studyInstanceUid}`]] as const;
  const found = parsedBy(studyShape, await searchResources(settings, 'ImagingStudy', form));
  const study = found.find((told) => uidOf(told) === studyInstanceUid);
  return (study?.series ?? []).flatMap((told) => toSeries(told) ?? []);
};
