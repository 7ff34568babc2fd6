import { expect, it } from 'vitest';
import { scheduledStepInput } from './orders.ts';

const step = {
  ...{
    stationAeTitle: 'CT1',
    modality: 'CT',
    startDate: '2026-07-05',
    studyInstanceUid: '1.2.3',
    accessionNumber: 'A1',
  },
  patient: { patientId: 'P1', issuer: 'COUNTY', name: 'Synthetic^Ida=山田^太郎' },
};

it.each([
  ['a step', {}, true],
  ['a name of two values', { patient: { ...step.patient, name: 'Bk\\sl^X' } }, false],
  ['a name of four groups', { patient: { ...step.patient, name: 'A=Y=Z=W' } }, false],
  ['a control character', { stepDescription: 'CT\u000b' }, false],
  ['a station of two values', { stationAeTitle: 'CT1\\CT2' }, false],
  ['an ID of two values', { patient: { ...step.patient, patientId: 'P\\1' } }, false],
])('%s', (_name, change, isGood) => {
  expect(scheduledStepInput.safeParse({ ...step, ...change }).success).toBe(isGood);
});
