/** Dose reports of real systems, where there is a corpus, and what is made here. */
import { createReadStream, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Dataset, fieldLeniency, readPart10, tags } from '@throughline/dicom';
import { describe, expect, it } from 'vitest';
import { cumulateDose, type DoseStudy } from './cumulate.ts';
import { type DoseRecord, doseOfImages, doseOfReport } from './dose.ts';
import { code, coded, container, document, num, uidRef } from './testing/content.ts';

const corpus = join(resolve(process.env.THROUGHLINE_CORPUS ?? '../shared/corpus'), 'dicom');
const present = existsSync(corpus);
if (!present) console.warn(`No corpus at ${corpus}: its dose reports are not read. Set THROUGHLINE_CORPUS.`);

const read = async (path: string): Promise<Dataset> =>
  (await readPart10(createReadStream(join(corpus, path)), { leniency: fieldLeniency })).dataset;

interface Scan {
  readonly uid: string;
  readonly region: string;
  readonly dlp: string;
}

const ctReport = (total: string, unit: string, ...scans: readonly Scan[]): DoseRecord => {
  const acquisition = ({ uid, region, dlp }: Scan) =>
    container(
      ['113819', 'DCM', 'CT Acquisition'],
      coded(['123014', 'DCM', 'Target Region'], ['1', '99TEST', region]),
      uidRef('CONTAINS', ['113769', 'DCM', 'Irradiation Event UID'], uid),
      container(
        ['113829', 'DCM', 'CT Dose'],
        num(['113830', 'DCM', 'Mean CTDIvol'], '7.5', 'mGy'),
        coded(['113835', 'DCM', 'CTDIw Phantom Type'], ['113691', 'DCM', 'IEC Body Dosimetry Phantom']),
        num(['113838', 'DCM', 'DLP'], dlp, 'mGy.cm'),
      ),
    );
  const made = doseOfReport(
    document(
      ['113701', 'DCM', 'X-Ray Radiation Dose Report'],
      container(
        ['113811', 'DCM', 'CT Accumulated Dose Data'],
        num(['113813', 'DCM', 'CT Dose Length Product Total'], total, unit),
      ),
      ...scans.map(acquisition),
    ),
  );
  if (made === null) throw new Error('A dose report was not read as one.');
  return made;
};

const study = (more: Partial<DoseStudy>): DoseStudy => ({
  studyInstanceUid: '1.2',
  date: '2026-05-01',
  siteName: 'County General',
  exam: 'CT chest',
  modalities: ['CT'],
  read: true,
  records: [],
  ...more,
});

const chest = (uid: string, dlp: string): Scan => ({ uid, region: 'Chest', dlp });

describe('the activity that was given', () => {
  const injected = (
    modality: 'PT' | 'NM',
    dose: string,
    more: Partial<Record<'uid' | 'start', string>> = {},
  ): Dataset => {
    const item = new Dataset().set(tags.RadionuclideTotalDose, dose);
    if (more.uid !== undefined) item.set(tags.RadiopharmaceuticalAdministrationEventUID, more.uid);
    if (more.start !== undefined) item.set(tags.RadiopharmaceuticalStartDateTime, more.start);
    return new Dataset()
      .set(tags.Modality, modality)
      .set(tags.SOPClassUID, `1.2.840.10008.5.1.4.1.1.${modality === 'PT' ? '128' : '20'}`)
      .set(tags.StudyInstanceUID, '1.2.3')
      .set(tags.StudyDate, '20260501')
      .set(tags.RadiopharmaceuticalInformationSequence, [item]);
  };

  it('is in becquerels in PET and in megabecquerels in nuclear medicine; nothing and zero are not known', () => {
    expect(doseOfImages([injected('PT', '350000000')])?.events).toMatchObject([
      { kind: 'activity', value: 350, sent: { value: 350_000_000, unit: 'Bq' } },
    ]);
    expect(doseOfImages([injected('NM', '740')])?.events).toMatchObject([
      { kind: 'activity', value: 740, sent: { value: 740, unit: 'MBq' } },
    ]);
    // Written in becquerels all the same, as some do: it is not guessed.
    expect(doseOfImages([injected('NM', '740000000')])?.events).toMatchObject([{ value: null }]);
    const enhanced = injected('PT', '350').set(tags.SOPClassUID, '1.2.840.10008.5.1.4.1.1.130');
    expect(doseOfImages([enhanced])?.events).toMatchObject([{ value: 350 }]);
    expect(doseOfImages([injected('PT', '0')])).toBeNull();
    expect(doseOfImages([new Dataset().set(tags.Modality, 'NM')])).toBeNull();
  });

  it('counts once however many series tell of it, beside the CT of a PET/CT, and activities are not added', () => {
    const given = { uid: '1.9', start: '20260501083000' };
    const [one, again] = [
      doseOfImages([injected('PT', '350000000', given)]),
      doseOfImages([injected('PT', '350000000', given)]),
    ];
    const ct = ctReport('310', 'mGy.cm', { uid: '2.1', region: 'Chest', dlp: '310' });
    const records = [one, again, ct].flatMap((record) => record ?? []);
    const told = cumulateDose([
      study({ studyInstanceUid: 'a', modalities: ['PT', 'CT'], records }),
      study({ studyInstanceUid: 'b', modalities: ['PT', 'CT'], records: [ct].flatMap((record) => record ?? []) }),
    ]);
    expect(told.studies.map(({ studyInstanceUid, group, state }) => [studyInstanceUid, group, state])).toEqual([
      ['a', 'CT', 'known'],
      ['a', 'nuclear', 'known'],
      ['b', 'CT', 'counted-elsewhere'],
      ['b', 'nuclear', 'not-known'],
    ]);
    expect(told.studies[1]?.doses).toEqual([{ kind: 'activity', value: 350, unit: 'MBq', region: null, side: null }]);
    expect(told.totals.map(({ kind }) => kind)).toEqual(['dlp']);
  });
});

describe('cumulated', () => {
  it('by region and never across regions; those that are not known are said', () => {
    const both = ctReport('500', 'mGy.cm', chest('1.1', '300'), { uid: '1.2', region: 'Abdomen', dlp: '200' });
    const told = cumulateDose([
      study({ studyInstanceUid: 'a', date: '2024-01-01', records: [both] }),
      study({ studyInstanceUid: 'b', records: [ctReport('310', 'mGy.cm', chest('2.1', '310'))] }),
      study({ studyInstanceUid: 'c', records: [] }),
      study({ studyInstanceUid: 'd', read: false }),
      study({ studyInstanceUid: 'e', modalities: ['MR'] }),
      study({ studyInstanceUid: 'f', modalities: ['NM'] }),
    ]);
    expect(told.totals).toEqual([
      { group: 'CT', kind: 'dlp', region: 'chest', side: null, value: 610, unit: 'mGy.cm', studies: 2 },
      { group: 'CT', kind: 'dlp', region: 'abdomen', side: null, value: 200, unit: 'mGy.cm', studies: 1 },
    ]);
    expect(told.known).toEqual([
      { group: 'CT', known: 2, of: 4 },
      { group: 'nuclear', known: 0, of: 1 },
    ]);
    const why = new Map(told.studies.map((one) => [one.studyInstanceUid, one.why]));
    expect(why.get('c')).toMatch(/Neither/);
    expect(why.get('d')).toMatch(/not here/);
    expect(why.get('f')).toMatch(/activity/);
    expect(why.has('e')).toBe(false);
  });

  it('an exposure counts once: a report within another, a copy of a study, a study that shares a part', () => {
    const part = ctReport('100', 'mGy.cm', chest('1.1', '100'));
    const whole = ctReport('250', 'mGy.cm', chest('1.1', '100'), chest('1.2', '150'));
    const more = ctReport('190', 'mGy.cm', chest('1.2', '150'), chest('1.3', '40'));
    const told = cumulateDose([
      study({ studyInstanceUid: 'a', date: '2024-01-01', records: [part, whole, whole] }),
      study({ studyInstanceUid: 'b', date: '2024-01-02', records: [whole] }),
      study({ studyInstanceUid: 'c', date: '2024-01-03', records: [more] }),
    ]);
    expect(told.studies.map(({ state }) => state)).toEqual(['known', 'counted-elsewhere', 'known']);
    expect(told.totals.map(({ value }) => value)).toEqual([290]);
    expect(told.known).toEqual([{ group: 'CT', known: 2, of: 2 }]);
  });

  it('a total that the events do not come to stands, without a region that it has not', () => {
    const record = ctReport('500', 'mGy.cm', chest('1.1', '300'), { uid: '1.2', region: 'Abdomen', dlp: '20' });
    const { totals } = cumulateDose([study({ records: [record] })]);
    expect(totals).toMatchObject([{ value: 500, region: null }]);
  });

  it('a unit that is none is not taken for another', () => {
    const told = cumulateDose([study({ records: [ctReport('500', 'mSv')] })]);
    expect(told.studies).toMatchObject([{ state: 'not-known', why: expect.stringMatching(/unit/), doses: [] }]);
  });
});

const image = (modality: string): Dataset =>
  new Dataset()
    .set(tags.Modality, modality)
    .set(tags.StudyDate, '20260501')
    .set(tags.SeriesInstanceUID, '1.2.3')
    .set(tags.SOPInstanceUID, '1.2.3.4')
    .set(tags.BodyPartExamined, 'CHEST');

describe('of image headers', () => {
  it('the mean CTDIvol of an exposure; no dose length product is made of it', () => {
    const record = doseOfImages([image('CT').set(tags.CTDIvol, 8), image('CT').set(tags.CTDIvol, 10), image('CT')]);
    expect(record?.events).toMatchObject([{ kind: 'ctdi-vol', value: 9, event: '1.2.3', region: 'CHEST' }]);
    expect(cumulateDose([study({ records: record ? [record] : [] })])).toMatchObject({
      totals: [],
      known: [{ known: 1, of: 1 }],
    });
  });

  it('the area product of each film, and the gland of each breast', () => {
    const film = image('DX').set(tags.ImageAndFluoroscopyAreaDoseProduct, '17.58');
    expect(doseOfImages([film])?.events).toMatchObject([{ kind: 'area-product', value: 1.758 }]);
    const breast = image('MG').set(tags.OrganDose, '0.013').set(tags.ImageLaterality, 'L');
    expect(doseOfImages([breast])?.events).toMatchObject([{ kind: 'glandular', value: 1.3, side: 'L' }]);
  });

  it('nothing of an image without radiation, or of zeros', () => {
    expect(doseOfImages([image('MR').set(tags.CTDIvol, 8)])).toBeNull();
    expect(doseOfImages([image('DX').set(tags.ImageAndFluoroscopyAreaDoseProduct, '0')])).toBeNull();
    expect(doseOfImages([])).toBeNull();
    expect(doseOfReport(image('SR').set(tags.ConceptNameCodeSequence, code(['1', 'DCM', 'x'])))).toBeNull();
  });
});

describe.runIf(present)('real dose reports', () => {
  const recordOf = async (path: string): Promise<DoseRecord | null> => doseOfReport(await read(path));

  it('CT of Siemens', async () => {
    const record = await recordOf('openrem/CT-RDSR-Siemens_Flash-TAP-SS.dcm');
    expect(record).toMatchObject({ kind: 'CT', totals: [{ kind: 'dlp', value: 724.52 }] });
    expect(record?.events.filter(({ kind }) => kind === 'ctdi-vol').length).toBeGreaterThan(1);
  });

  it('CT of GE, which writes its unit in its own way', async () => {
    expect(await recordOf('openrem/CT-ESR-GE_Optima.dcm')).toMatchObject({
      kind: 'CT',
      totals: [{ kind: 'dlp', value: 415.82, sent: { unit: 'mGycm' } }],
    });
  });

  it('mammography of Hologic: each breast its own', async () => {
    const record = await recordOf('openrem/MG-RDSR-Hologic_2D.dcm');
    expect(record?.totals.map(({ kind, value, side }) => [kind, value, side])).toEqual([
      ['glandular', 1.3, 'L'],
      ['glandular', 1.28, 'R'],
    ]);
  });

  it('a film of Canon, and an angiography of Philips', async () => {
    expect((await recordOf('openrem/DX-RDSR-Canon_CXDI.dcm'))?.totals).toMatchObject([
      { kind: 'area-product', value: 0.107 },
    ]);
    const record = await recordOf('openrem/RF-RDSR-Philips_Allura.dcm');
    expect(record?.kind).toBe('projection');
    expect(record?.totals.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['area-product', 'air-kerma']));
  });

  it('a film without a dose report says it in its header', async () => {
    expect(doseOfImages([await read('openrem/DX-Im-GE_XR220-1.dcm')])?.events).toMatchObject([
      { kind: 'area-product', value: 0.041 },
    ]);
  });
});
