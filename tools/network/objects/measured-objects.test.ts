/** What the stories measure is read back as the numbers that they tell. */
import { type Dataset, Part10Reader, tags } from '@throughline/dicom';
import { doseOfReport, measurementsOfReport } from '@throughline/measurements';
import { expect, it } from 'vitest';
import { type Patient, patientsOf, planStudy, type SeriesPlan } from '../plan.ts';
import { stories } from '../stories/index.ts';
import type { StudySpec } from '../stories/story.ts';
import { ctDoseObject, measuredObject } from './measured-objects.ts';

const options = { seed: 1, today: '2026-05-01' };

const told = stories.flatMap((story) => {
  const [patient] = patientsOf(story);
  return patient === undefined ? [] : patient.studies.map((study) => ({ patient, study }));
});

const plansOf = (patient: Patient, study: StudySpec): readonly SeriesPlan[] =>
  planStudy(options, patient, study, { site: study.site, folder: '' }).series;

const read = async (bytes: Uint8Array): Promise<Dataset> => {
  const reader = new Part10Reader();
  await reader.write(bytes);
  return (await reader.end()).dataset;
};

const identityOf = ({ header, objects: [object] }: SeriesPlan) => ({ header, sopInstanceUid: object?.uid ?? '' });

it('measurement groups and congenital echocardiography', async () => {
  let count = 0;
  for (const { patient, study } of told)
    for (const plan of plansOf(patient, study)) {
      if (plan.measured === undefined) continue;
      const document = await read(measuredObject(identityOf(plan), plan.measured, plan, plan.bodySeed));
      expect(measurementsOfReport(document).map(({ value, unit }) => ({ value, unit }))).toEqual(
        plan.measured.values.map(({ value, unit }) => ({ value, unit })),
      );
      expect(document.string(tags.Modality)).toBe('SR');
      expect(document.string(tags.PatientComments)).toBe('SYNTHETIC');
      count += 1;
    }
  expect(count).toBeGreaterThan(5);
});

it('the dose of CTs, in series that are no pictures', async () => {
  const reports: number[] = [];
  for (const { patient, study } of told)
    for (const plan of plansOf(patient, study)) {
      if (plan.ctDose === undefined) continue;
      const record = doseOfReport(await read(ctDoseObject(identityOf(plan), plan.ctDose, plan)));
      expect(record?.totals.map(({ value }) => value)).toEqual([plan.ctDose.reduce((sum, { dlp }) => sum + dlp, 0)]);
      expect(record?.eventUids).toHaveLength(plan.ctDose.length);
      expect(study.modality).toBe('CT');
      reports.push(plan.objects.length);
    }
  expect(reports.length).toBeGreaterThan(2);
});
