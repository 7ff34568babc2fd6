/** Six hospitals that hold two hundred studies of one patient between them, each a process of its own. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Dataset, encodePart10, newUid, tags, uids } from '@throughline/dicom';

export const hospitals = ['ALPHA', 'BRAVO', 'CEDAR', 'DELTA', 'EAGLE', 'FOREST'] as const;
export type Hospital = (typeof hospitals)[number];

export const priorsInAll = 200;

/** What somebody with a long history has had done; the current study is a CT of the chest. */
const exams: readonly (readonly [modality: string, name: string])[] = [
  ['CT', 'CT CHEST WO'],
  ['DX', 'XR CHEST 2 VIEWS'],
  ['CT', 'CT ABDOMEN PELVIS W CONTRAST'],
  ['MR', 'MRI BRAIN W WO'],
  ['US', 'US ABDOMEN COMPLETE'],
  ['DX', 'XR KNEE LEFT 3V'],
  ['PT', 'PET CT SKULL BASE TO MID THIGH'],
  ['US', 'ECHO TRANSTHORACIC'],
  ['MR', 'MRI LUMBAR SPINE WO'],
  ['CT', 'CTA CHEST PE PROTOCOL'],
];

const firstYear = 2006;

const study = (hospital: Hospital, at: number): Dataset => {
  const [modality, name] = exams[at % exams.length] ?? ['OT', ''];
  const year = firstYear + (at % 20);
  return new Dataset()
    .set(tags.SpecificCharacterSet, 'ISO_IR 192')
    .set(tags.SOPClassUID, uids.SecondaryCaptureImageStorage)
    .set(tags.SOPInstanceUID, newUid())
    .set(tags.StudyDate, `${year}${String((at % 12) + 1).padStart(2, '0')}15`)
    .set(tags.StudyTime, '101500')
    .set(tags.AccessionNumber, `${hospital}${at}`)
    .set(tags.Modality, modality)
    .set(tags.StudyDescription, name)
    .set(tags.PatientName, 'LONGHISTORY^SYNTHETIC')
    .set(tags.PatientID, `${hospital}-1`)
    .set(tags.PatientBirthDate, '19520317')
    .set(tags.PatientSex, 'F')
    .set(tags.StudyInstanceUID, newUid())
    .set(tags.SeriesInstanceUID, newUid())
    .set(tags.SeriesNumber, '1')
    .set(tags.InstanceNumber, '1')
    .set(tags.SamplesPerPixel, 1)
    .set(tags.PhotometricInterpretation, 'MONOCHROME2')
    .set(tags.Rows, 4)
    .set(tags.Columns, 4)
    .set(tags.BitsAllocated, 8)
    .set(tags.BitsStored, 8)
    .set(tags.HighBit, 7)
    .set(tags.PixelRepresentation, 0)
    .set(tags.PixelData, new Uint8Array(16), 'OB');
};

/** Writes what each hospital has into a folder of its name. */
export const writeHistories = (folder: string): void => {
  for (const [at, hospital] of hospitals.entries()) {
    mkdirSync(join(folder, hospital), { recursive: true });
    for (let number = at; number < priorsInAll; number += hospitals.length)
      writeFileSync(
        join(folder, hospital, `${number}.dcm`),
        encodePart10(study(hospital, number), uids.ExplicitVRLittleEndian),
      );
  }
};

/** Today's study, as the first hospital's scanner sends it; `date` as DICOM writes it. */
export const writeCurrent = (file: string, date = '20260115'): string => {
  const dataset = study(hospitals[0], 0).set(tags.StudyDate, date).set(tags.AccessionNumber, 'TODAY');
  writeFileSync(file, encodePart10(dataset, uids.ExplicitVRLittleEndian));
  return dataset.string(tags.StudyInstanceUID) ?? '';
};
