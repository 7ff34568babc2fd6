import { describe, expect, it } from 'vitest';
import { piecesOf } from './report-links.ts';

describe('piecesOf', () => {
  const cases: readonly (readonly [string, readonly (readonly [number | null, number])[]])[] = [
    ['12 mm nodule (series 1, image 35). No effusion.', [[1, 35]]],
    [
      'Image 4 and series 12 image 7.',
      [
        [null, 4],
        [12, 7],
      ],
    ],
    ['No images were compared; imaging in 12 months.', []],
    ['', []],
  ];
  it.each(cases)('%s', (text, wanted) => {
    const pieces = piecesOf(text);
    const pictures = pieces.flatMap(({ picture }) => (picture ? [[picture.series, picture.image]] : []));
    expect(pictures).toEqual(wanted);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
  });
});
