/** SR documents made here by the templates, and real ones of the corpus. */
import { createReadStream, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Dataset, fieldLeniency, readPart10, tags } from '@throughline/dicom';
import { describe, expect, it } from 'vitest';
import { measurementsOfReport } from './structured-report.ts';
import { code, container, document, modifier, num, text, uidRef } from './testing/content.ts';
import type { Measurement } from './types.ts';

const corpus = join(resolve(process.env.THROUGHLINE_CORPUS ?? '../shared/corpus'), 'dicom');
const present = existsSync(corpus);
if (!present) console.warn(`No corpus at ${corpus}: its reports are not read. Set THROUGHLINE_CORPUS.`);

const read = async (path: string): Promise<Dataset> =>
  (await readPart10(createReadStream(join(corpus, path)), { leniency: fieldLeniency })).dataset;

const site = ['363698007', 'SCT', 'Finding Site'] as const;
const side = ['272741003', 'SCT', 'Laterality'] as const;
const left = ['7771000', 'SCT', 'Left'] as const;
const derivation = ['121401', 'DCM', 'Derivation'] as const;
const report = ['126000', 'DCM', 'Imaging Measurement Report'] as const;
const group = ['125007', 'DCM', 'Measurement Group'] as const;
const findings = ['121070', 'DCM', 'Findings'] as const;

const short = ({ thing, canonical, side, site, subject }: Measurement) => [
  thing,
  canonical && `${canonical.value} ${canonical.unit}`,
  side,
  site?.meaning ?? null,
  subject,
];

it('a measurement group gives its tracking, site and method to what is in it (TID 1501)', () => {
  const [cobb, length] = measurementsOfReport(
    document(
      report,
      modifier(['121049', 'DCM', 'Language'], ['en', 'RFC5646', 'English']),
      container(
        ['126010', 'DCM', 'Imaging Measurements'],
        container(
          group,
          text('HAS OBS CONTEXT', ['112039', 'DCM', 'Tracking Identifier'], 'Main curve'),
          uidRef('HAS OBS CONTEXT', ['112040', 'DCM', 'Tracking Unique Identifier'], '2.25.1'),
          modifier(site, ['122495006', 'SCT', 'Thoracic spine']),
          modifier(['370129005', 'SCT', 'Measurement Method'], ['X1', '99TEST', 'By hand']),
          num(['285285000', 'SCT', 'Cobb angle'], '34', 'deg'),
        ),
        container(group, num(['410668003', 'SCT', 'Length'], '1.25', 'cm')),
      ),
    ),
  );
  expect(cobb).toMatchObject({
    thing: 'cobb-angle',
    canonical: { value: 34, unit: 'deg' },
    tracking: { identifier: 'Main curve', uid: '2.25.1' },
    site: { value: '122495006' },
    modifiers: [{ meaning: 'By hand' }],
    at: '20260501083000',
  });
  expect(length).toMatchObject({ thing: null, site: null, canonical: { value: 1.25, unit: 'cm' }, modifiers: [] });
});

describe('the time of a measurement', () => {
  it('is that of its item, else of what it stands in, else of the study; the root tells when the document was made', () => {
    const size = (value: string) => num(['103339001', 'SCT', 'Long axis'], value, 'mm');
    const made = document(
      report,
      size('1'),
      size('2').set(tags.ObservationDateTime, '20260502101500.5+0100'),
      container(group, size('3'), size('4').set(tags.ObservationDateTime, 'soon')).set(
        tags.ObservationDateTime,
        '20260503',
      ),
    ).set(tags.ObservationDateTime, '20260601');
    expect(measurementsOfReport(made).map(({ value, at }) => [value, at])).toEqual([
      [1, '20260501083000'],
      [2, '20260502101500'],
      [3, '20260503'],
      [4, '20260503'],
    ]);
  });
});

describe('procedure reports', () => {
  it('of echocardiography: the section says the site, the item its mode and derivation (TID 5200, 5220)', () => {
    const mode = modifier(['G-0373', 'SRT', 'Image Mode'], ['G-03A2', 'SRT', '2D mode']);
    const found = measurementsOfReport(
      document(
        ['125200', 'DCM', 'Adult Echocardiography Procedure Report'],
        container(
          findings,
          modifier(['G-C0E3', 'SRT', 'Finding Site'], ['T-32600', 'SRT', 'Left Ventricle']),
          num(['29436-3', 'LN', 'Left Ventricle Internal End Diastolic Dimension'], '4.21', 'cm', mode),
          num(['18043-0', 'LN', 'LV EF'], '0.55', '1', modifier(derivation, ['R-00317', 'SRT', 'Mean'])),
        ),
        container(findings, num(['18015-8', 'LN', 'Aortic Root Diameter'], '31', 'mm')),
        container(findings, num(['18015-8', 'LN', 'Aortic Root Diameter'], '', 'mm')),
      ),
    );
    expect(found.map(short)).toEqual([
      ['lv-diastolic-dimension', '42.1 mm', null, 'Left Ventricle', null],
      ['lv-ejection-fraction', '55 %', null, 'Left Ventricle', null],
      ['aortic-root', '31 mm', null, null, null],
    ]);
    expect(found[0]?.modifiers.map(({ meaning }) => meaning)).toEqual(['2D mode']);
    expect(found[1]?.derivation).toMatchObject({ scheme: 'SCT', value: '373098007' });
    expect(found.map(({ modifiers }) => modifiers.length)).toEqual([1, 0, 0]);
  });

  it('of obstetrics: twins are two (TID 5000)', () => {
    const fetus = (name: string, value: string) =>
      container(
        ['125002', 'DCM', 'Fetal Biometry'],
        text('HAS OBS CONTEXT', ['11951-1', 'LN', 'Fetus ID'], name),
        container(['125005', 'DCM', 'Biometry Group'], num(['11820-8', 'LN', 'Biparietal Diameter'], value, 'cm')),
      );
    const found = measurementsOfReport(
      document(['125000', 'DCM', 'OB-GYN Ultrasound Procedure Report'], fetus('A', '5.1'), fetus('B', '4.9')),
    );
    expect(found.map(short)).toEqual([
      ['biparietal-diameter', '51 mm', null, null, 'A'],
      ['biparietal-diameter', '49 mm', null, null, 'B'],
    ]);
  });

  it('a hip has two sides, said below the site or beside the value', () => {
    const alpha = ['A1', '99HIP', 'Alpha angle'] as const;
    const found = measurementsOfReport(
      document(
        report,
        container(
          group,
          modifier(site, ['24136001', 'SCT', 'Hip joint'], modifier(side, left)),
          num(alpha, '48', 'deg'),
        ),
        container(group, num(alpha, '63', 'deg', modifier(side, ['24028007', 'SCT', 'Right']))),
      ),
    );
    expect(found.map(short)).toEqual([
      ['hip-alpha-angle', '48 deg', 'L', 'Hip joint', null],
      ['hip-alpha-angle', '63 deg', 'R', null, null],
    ]);
  });
});

it('what cannot be read is kept, with the reason', () => {
  const root = ['18015-8', 'LN', 'Aortic Root Diameter'] as const;
  const found = measurementsOfReport(
    document(report, num(root, '3', 'furlong'), num(root, '30', 'deg'), num(root, '30', '')),
  );
  expect(found.map(({ value, unit, canonical, unreadable }) => [value, unit, canonical, unreadable])).toEqual([
    [3, 'furlong', null, 'the unit is not known'],
    [30, 'deg', null, 'the unit does not measure what this is (mm expected)'],
    [30, '', null, 'no unit was given'],
  ]);
});

it('what a value was inferred from, and how pictures were taken, is no measurement', () => {
  const length = ['410668003', 'SCT', 'Length'] as const;
  const inferred = num(length, '3', 'mm');
  inferred.set(0x0040a010, 'INFERRED FROM');
  const acquired = num(['110910', 'DCM', 'Pixel Data Rows'], '128', '{pixels}');
  acquired.set(0x0040a010, 'HAS ACQ CONTEXT');
  expect(measurementsOfReport(document(report, num(length, '5', 'mm', inferred), acquired))).toHaveLength(1);
});

it('a tree deeper than any template ends', () => {
  let tree = num(['410668003', 'SCT', 'Length'], '5', 'mm');
  for (let depth = 0; depth < 100; depth += 1) tree = container(findings, tree);
  expect(measurementsOfReport(document(report, tree))).toEqual([]);
  expect(code(['a', 'b', 'c'])).toHaveLength(1);
});

describe.runIf(present)('real documents', () => {
  it('of PET: uptake with its derivation, one lesion each group', async () => {
    const found = await read('dtf/dcmqi__sr-example__sr.dcm').then(measurementsOfReport);
    expect(found.length).toBeGreaterThan(20);
    expect(found[0]).toMatchObject({
      what: { value: '126401' },
      value: 6.01529,
      tracking: { identifier: 'primary tumor' },
      derivation: { value: '373098007' },
      site: { meaning: 'pharyngeal tonsil (adenoid)' },
    });
  });

  it('of CT: lengths, diameters and volumes with their tracking identifiers', async () => {
    const found = await read('highdicom/sr_document_with_multiple_groups.dcm').then(measurementsOfReport);
    expect(found.map(({ tracking, canonical }) => [tracking.identifier, canonical])).toEqual([
      ['Image0001', { value: expect.closeTo(-119.0738, 3), unit: "[hnsf'U]" }],
      ['LungNodule0001', { value: 10, unit: 'mm' }],
      ['Aorta0001', { value: 20, unit: 'mm' }],
      ['Vertebra0001', { value: 200, unit: 'mm3' }],
    ]);
  });

  it('of a ruler', async () => {
    const found = await read('dwv/annotation__tid1500-0__sr-ruler.dcm').then(measurementsOfReport);
    expect(found.length).toBeGreaterThan(1);
    for (const one of found) expect(one.canonical).toEqual({ value: 4.025316455696, unit: 'mm' });
  });
});
