/** People whose histories lie at four hospitals, from cases that clinicians graded by hand: the truth of what should be there. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Dataset, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import { type GradedCase, readCaseFile, type Study } from '@throughline/relevance';

const cases = new URL('../../../../packages/relevance/cases/blind/', import.meta.url).pathname;

export const wards = ['ALPHA', 'BRAVO', 'CEDAR', 'DELTA'] as const;
type Ward = (typeof wards)[number];

export interface GradedPrior {
  /** The best grade that any copy of it was given: 3 must be there, 2 should. */
  readonly grade: number;
  readonly bytes: number;
}

export interface GradedPerson {
  readonly current: string;
  /** by Study Instance UID */
  readonly priors: ReadonlyMap<string, GradedPrior>;
  /** every copy at every hospital */
  readonly heldBytes: number;
}

const DAY_MS = 86_400_000;
const SIDE = 32;
/** What each hospital holds in all: these people's studies, and those of its other patients. */
export const studiesEach = 10_000;
const STUDIES_OF_OTHERS = 4;
/** Objects of a study: sections come by the dozen, films by the pair. */
const objectsOf = (modality: string | undefined): number => (/^(CT|MR|PT|NM)$/.test(modality ?? '') ? 12 : 2);

/** As far in the past as it is in the case, counted from today. */
const shifted = (date: string, current: Study): string => {
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const at = today + (Date.parse(date) - Date.parse(current.date));
  return new Date(at).toISOString().slice(0, 10).replaceAll('-', '');
};

const word = (seed: number): string => {
  let [rest, text] = [seed + 7919, ''];
  for (let place = 0; place < 8; place += 1) {
    const letters = place % 2 === 0 ? 'BDFGKLMNPRST' : 'AEIOU';
    text += letters[(rest + place) % letters.length] ?? '';
    rest = Math.floor((rest * 1_103_515_245 + 12_345) / 7) % 2_147_483_647;
  }
  return text;
};

interface Human {
  readonly name: string;
  readonly birthDate: string;
  readonly sex: string;
  readonly number: number;
}

/** As old as in the case; names and numbers that nobody else has. */
const humanOf = (number: number, { current }: GradedCase): Human => {
  const [, count = '40', unit = 'Y'] = /^(\d{3})([DWMY])$/.exec(current.age ?? '') ?? [];
  const days =
    Number(count) * ({ D: 1, W: 7, M: 30.44, Y: 365.25 }[unit] ?? 365.25) + (unit === 'D' ? 0 : number % 180);
  const birth = new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');
  return { name: `${word(number)}${number}^${word(number * 31)}`, birthDate: birth, sex: current.sex ?? 'O', number };
};

/** A code string has ASCII only (PS3.5 6.2), whatever the case calls the body part. */
const asCode = (text: string): string => text.normalize('NFD').replaceAll(/[^\x20-\x7e]/g, '');

const idAt = (ward: Ward, { number }: Human): string => `${ward[0]}${100_000 + number}`;

const header = (human: Human, ward: Ward, study: Study, uid: string, date: string): Dataset =>
  new Dataset()
    .set(tags.SpecificCharacterSet, 'ISO_IR 192')
    .set(tags.SOPClassUID, uids.SecondaryCaptureImageStorage)
    .set(tags.StudyDate, date)
    .set(tags.StudyTime, `${(study.time ?? '08:00').replace(':', '')}00`)
    .set(tags.AccessionNumber, uid.slice(-12))
    .set(tags.Modality, study.modality ?? 'OT')
    .set(tags.StudyDescription, study.description)
    .set(tags.PatientName, human.name)
    .set(tags.PatientID, idAt(ward, human))
    .set(tags.PatientBirthDate, human.birthDate)
    .set(tags.PatientSex, human.sex)
    .set(
      tags.OtherPatientIDsSequence,
      wards
        .filter((other) => other !== ward)
        .map((other) => new Dataset().set(tags.PatientID, idAt(other, human)).set(tags.IssuerOfPatientID, other)),
    )
    .set(tags.BodyPartExamined, asCode(study.bodyPartExamined ?? ''))
    .set(tags.StudyInstanceUID, uid)
    .set(tags.SeriesInstanceUID, newUid())
    .set(tags.SeriesNumber, '1')
    .set(tags.ReasonForTheRequestedProcedure, study.reasonForExam ?? '')
    .set(tags.SamplesPerPixel, 1)
    .set(tags.PhotometricInterpretation, 'MONOCHROME2')
    .set(tags.Rows, SIDE)
    .set(tags.Columns, SIDE)
    .set(tags.BitsAllocated, 8)
    .set(tags.BitsStored, 8)
    .set(tags.HighBit, 7)
    .set(tags.PixelRepresentation, 0)
    .set(tags.PixelData, new Uint8Array(SIDE * SIDE), 'OB');

/** Writes the study's files; how many bytes they are. */
const write = (folder: string, dataset: Dataset, count: number): number => {
  let bytes = 0;
  for (let at = 1; at <= count; at += 1) {
    const uid = newUid();
    const object = encodePart10(
      dataset.set(tags.SOPInstanceUID, uid).set(tags.InstanceNumber, String(at)),
      uids.ExplicitVRLittleEndian,
    );
    writeFileSync(join(folder, `${uid}.dcm`), object);
    bytes += object.length;
  }
  return bytes;
};

const writePerson = (root: string, number: number, graded: GradedCase, held: Map<Ward, number>): GradedPerson => {
  const human = humanOf(number, graded);
  const { current: now } = graded;
  const current = newUid();
  write(join(root, 'today'), header(human, 'ALPHA', now, current, shifted(now.date, now)), objectsOf(now.modality));
  const priors = new Map<string, GradedPrior>();
  const uidOf = new Map<string, string>();
  let heldBytes = 0;
  for (const [at, candidate] of graded.candidates.entries()) {
    const named = candidate.studyUid ?? candidate.id ?? String(at);
    const uid = uidOf.get(named) ?? newUid();
    uidOf.set(named, uid);
    const ward = wards[(number + at) % wards.length] ?? 'ALPHA';
    const dataset = header(human, ward, candidate, uid, shifted(candidate.date, now));
    const bytes = write(join(root, ward), dataset, objectsOf(candidate.modality));
    heldBytes += bytes;
    held.set(ward, (held.get(ward) ?? 0) + 1);
    const known = priors.get(uid);
    priors.set(uid, { grade: Math.max(candidate.grade, known?.grade ?? 0), bytes: known?.bytes ?? bytes });
  }
  return { current, priors, heldBytes };
};

const readCases = (): readonly GradedCase[] =>
  readdirSync(cases)
    .toSorted()
    .flatMap((file) => readCaseFile(readFileSync(join(cases, file), 'utf8')));

/** Other patients of a hospital, with studies like those of the cases; how many bytes they are. */
const writeOthers = (root: string, ward: Ward, first: number, studies: number, all: readonly GradedCase[]): number => {
  let bytes = 0;
  for (let at = 0; at < studies; at += 1) {
    const number = first + Math.floor(at / STUDIES_OF_OTHERS);
    const graded = all[(number * 11) % all.length];
    const study = graded?.candidates[at % graded.candidates.length] ?? graded?.current;
    if (graded === undefined || study === undefined) throw new Error('There are no cases.');
    const date = shifted(study.date, graded.current);
    bytes += write(join(root, ward), header(humanOf(number, graded), ward, study, newUid(), date), 1);
  }
  return bytes;
};

export interface GradedPeople {
  readonly people: readonly GradedPerson[];
  /** all bytes that the hospitals hold, of anybody */
  readonly bytes: number;
}

const OTHERS_FROM = 100_000;

/**
 * Writes what each hospital has into a folder of its name, and today's studies into `today`: `count` people, and of other patients
 * what makes ten thousand studies at each.
 */
export const writePeople = (root: string, count: number): GradedPeople => {
  for (const folder of [...wards, 'today']) mkdirSync(join(root, folder), { recursive: true });
  const all = readCases();
  const held = new Map<Ward, number>();
  const people = Array.from({ length: count }, (_, number) => {
    // Step through the files, so that few people are of many specialties too.
    const graded = all[(number * 7) % all.length];
    if (graded === undefined) throw new Error('There are no cases.');
    return writePerson(root, number, graded, held);
  });
  let bytes = people.reduce((sum, { heldBytes }) => sum + heldBytes, 0);
  for (const [at, ward] of wards.entries())
    bytes += writeOthers(root, ward, OTHERS_FROM * (at + 1), Math.max(0, studiesEach - (held.get(ward) ?? 0)), all);
  return { people, bytes };
};
