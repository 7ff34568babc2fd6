/** Where pictures lie, from what their headers say of it. */
import { Dataset, type Part10, tags } from '@throughline/dicom';
import { expect, it } from 'vitest';
import { between, type Plane, planeOf } from './geometry.ts';

const planeSaid = (orientation: readonly string[]): Plane | undefined =>
  planeOf(
    {
      dataset: new Dataset()
        .set(tags.FrameOfReferenceUID, '1.2.3')
        .set(tags.ImagePositionPatient, ['10', '20', '30'])
        .set(tags.ImageOrientationPatient, [...orientation])
        .set(tags.PixelSpacing, ['2', '0.5']),
    } as Part10,
    1,
  );

it('directions that are rounded are directions all the same, and pixels as far apart as is said', () => {
  const plane = planeSaid(['0.71', '0.71', '0', '0', '0', '-1.004']) as Plane;
  for (const direction of [plane.along, plane.down]) expect(Math.hypot(...direction)).toBeCloseTo(1, 12);
  expect(plane.along[0]).toBeCloseTo(Math.SQRT1_2, 12);
  const turned = { ...plane, along: [Math.SQRT1_2, Math.SQRT1_2, 0], down: [0, 0, -1] } as const;
  for (const [at, value] of between(plane, turned).entries())
    expect(value).toBeCloseTo([1, 0, 0, 0, 1, 0][at] as number, 9);
});

it('what is no direction is none', () => {
  expect(planeSaid(['0.9', '0', '0', '0', '1', '0'])).toBeUndefined();
  expect(planeSaid(['1', '0', '0', '0', '0', '0'])).toBeUndefined();
});
