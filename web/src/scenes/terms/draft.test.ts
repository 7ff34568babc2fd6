import { describe, expect, test } from 'vitest';
import { changed, correctionOf, draftOf, toggled } from './draft.ts';

describe('a draft', () => {
  const code = { scheme: 'LN', code: '36311-9', meaning: 'XR Knee - left 3 Views' } as const;

  test('of nothing says nothing', () => {
    expect(correctionOf(draftOf(undefined))).toBeUndefined();
    expect(correctionOf(draftOf(null))).toBeUndefined();
  });

  test('says again what it was made of', () => {
    const correction = {
      modality: 'XR',
      regions: ['lower-extremity'],
      focus: 'knee',
      laterality: 'left',
      code,
    } as const;
    expect(correctionOf(draftOf({ ...correction, regions: [...correction.regions] }))).toEqual(correction);
  });

  test('gives up its code when an attribute is changed by hand', () => {
    const draft = changed(draftOf({ focus: 'knee', code }), { focus: 'hip' });
    expect(correctionOf(draft)).toEqual({ focus: 'hip' });
  });

  test('takes a region in and out', () => {
    expect(toggled(['chest'], 'abdomen')).toEqual(['chest', 'abdomen']);
    expect(toggled(['chest', 'abdomen'], 'chest')).toEqual(['abdomen']);
  });
});
