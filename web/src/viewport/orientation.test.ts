import { describe, expect, it } from 'vitest';
import { edgeLetters, turned } from './orientation.ts';

const planar = (...cosines: number[]) => ({ '00200037': { vr: 'DS', Value: cosines } });
const projected = (...letters: string[]) => ({ '00200020': { vr: 'CS', Value: letters } });
const sin30 = 0.5;
const cos30 = Math.sqrt(3) / 2;

describe('edgeLetters: left, right, top, bottom', () => {
  it.each<[string, Record<string, unknown>, string | null]>([
    ['axial, seen from the feet', planar(1, 0, 0, 0, 1, 0), 'R L A P'],
    ['axial, the patient face down', planar(-1, 0, 0, 0, -1, 0), 'L R P A'],
    ['coronal', planar(1, 0, 0, 0, 0, -1), 'R L H F'],
    ['sagittal', planar(0, 1, 0, 0, 0, -1), 'A P H F'],
    ['turned by thirty degrees in its plane', planar(cos30, sin30, 0, -sin30, cos30, 0), 'RA LP AL PR'],
    ['coronal, tilted', planar(1, 0, 0, 0, sin30, -cos30), 'R L HA FP'],
    ['tilted by less than is told', planar(0.999, 0.04, 0, -0.04, 0.999, 0), 'R L A P'],
    ['oblique in all three', planar(0.8, 0.48, 0.36, -0.6, 0.64, 0.48), 'RAF LPH ALF PRH'],
    ['a chest from the front', projected('L', 'F'), 'R L H F'],
    ['a left breast, MLO', projected('A', 'FR'), 'P A HL FR'],
    ['both: the plane is the more exact', { ...planar(1, 0, 0, 0, 1, 0), ...projected('P', 'F') }, 'R L A P'],
    ['nothing', {}, null],
    ['an empty Patient Orientation', { '00200020': { vr: 'CS' } }, null],
    ['one direction only', projected('L'), null],
    ['letters of a quadruped', projected('LE', 'V'), null],
    ['a plane that is not whole', planar(1, 0, 0), null],
  ])('%s', (_, header, expected) => {
    const letters = edgeLetters(header, 1);
    expect(letters && [letters.left, letters.right, letters.top, letters.bottom].join(' ')).toBe(expected);
  });

  it('of an enhanced object are those of the frame', () => {
    const group = (...cosines: number[]) => ({ '00209116': { vr: 'SQ', Value: [planar(...cosines)] } });
    const header = { '52009230': { vr: 'SQ', Value: [group(1, 0, 0, 0, 1, 0), group(0, 1, 0, 0, 0, -1)] } };
    expect(edgeLetters(header, 1)?.left).toBe('R');
    expect(edgeLetters(header, 2)?.left).toBe('A');
    const shared = { '52009229': { vr: 'SQ', Value: [group(1, 0, 0, 0, 0, -1)] } };
    expect(edgeLetters(shared, 7)?.top).toBe('H');
  });
});

describe('turned', () => {
  const letters = { left: 'R', right: 'L', top: 'H', bottom: 'F' };
  it.each([
    [1, 'F H R L'],
    [2, 'L R F H'],
    [3, 'H F L R'],
    [4, 'R L H F'],
  ])('by %d quarters clockwise: left, right, top, bottom', (quarters, expected) => {
    const { left, right, top, bottom } = turned(letters, quarters);
    expect([left, right, top, bottom].join(' ')).toBe(expected);
  });
});
