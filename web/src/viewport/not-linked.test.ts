/** What the page says of two series that do not scroll together. */
import { describe, expect, it } from 'vitest';
import type { Plane } from './geometry.ts';
import { wordsOf } from './not-linked.ts';

const plane: Plane = { row: [1, 0, 0], column: [0, 1, 0], centre: [0, 0, 0] };
const placed = (modality: string | null) => ({ modality, planes: [plane, plane] });
const unplaced = (modality: string | null) => ({ modality, planes: [plane, null] });

describe('two series that are not linked', () => {
  it.each([
    [placed('CT'), unplaced('US'), 'not linked: US images carry no position in the body'],
    [unplaced('XA'), placed('CT'), 'not linked: XA images carry no position in the body'],
    [unplaced('US'), unplaced('US'), 'not linked: US images carry no position in the body'],
    [unplaced('US'), unplaced('XA'), 'not linked: US and XA images carry no position in the body'],
    [placed('CT'), unplaced('CT'), 'not linked: prior CT images carry no position in the body'],
    [placed(null), unplaced(null), 'not linked: prior images carry no position in the body'],
    [unplaced(null), unplaced(null), 'not linked: these images carry no position in the body'],
    [unplaced('MR'), placed('MR'), 'not linked: current MR images carry no position in the body'],
  ])('say whose images do not tell where they lie (%#)', (current, prior, text) => {
    expect(wordsOf('no positions', { current, prior })).toBe(text);
  });

  it('say every other reason as it is', () => {
    expect(wordsOf('other region', { current: placed('CT'), prior: placed('CT') })).toBe(
      'not linked: another part of the body',
    );
  });
});
