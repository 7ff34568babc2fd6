/** What a report says of the left or the right lies there in the picture that is drawn. */
import { Readable } from 'node:stream';
import { Dataset, readPart10, tags } from '@throughline/dicom';
import { describe, expect, it } from 'vitest';
import { grainFrom } from '../drawing/noise.ts';
import { drawLook, type Look, objectsOf } from '../looks.ts';
import { pictureObject } from '../objects/picture-object.ts';
import { vertebrae } from '../phantoms/spine-film.ts';
import { randomFrom } from '../random.ts';
import { stories } from './index.ts';

const grain = grainFrom(randomFrom('grain'));

const drawn = (look: Look, index: number) =>
  drawLook(look, index, { body: randomFrom('body'), shot: randomFrom('shot', index), grain });

/** Where two looks differ by more than noise, as a share of half the width: below 0 is the picture's left. */
const differenceAt = (look: Look, without: Look): number => {
  let [sum, weight] = [0, 0];
  for (let index = 0; index < objectsOf(look); index += 1) {
    const [{ columns, frames }, other] = [drawn(look, index), drawn(without, index).frames[0]];
    const far = Array.from(frames[0] ?? [], (value, at) => Math.abs(value - (other?.[at] ?? 0)));
    const noise = far.reduce((most, value) => Math.max(most, value), 0) / 3;
    for (const [at, value] of far.entries()) {
      if (value <= noise) continue;
      sum += ((at % columns) + 0.5) / (columns / 2) - 1;
      weight += 1;
    }
  }
  return sum / weight;
};

const studyOf = (id: string, key: string) => {
  const study = stories.find((story) => story.id === id)?.studies.find((one) => one.key === key);
  const look = study?.series.find((series) => series.look)?.look;
  if (!study || !look) throw new Error(`${id} has no ${key}`);
  const text = [study.report?.findings, study.reason].join(' ');
  return { text, look: 'slices' in look ? { ...look, size: 192 } : look };
};

describe('the side of a finding', () => {
  // All of these are seen from the front or the feet: the patient's right is at the picture's left.
  it.each([
    ['missing-slices', 'last', 'bleedMm', undefined],
    ['lung-nodule', 'last-ct', 'noduleMm', undefined],
    ['kidney-stone', 'last-ct', 'kidneyStoneMm', undefined],
    ['kidney-stone', 'current', 'stoneMm', undefined],
    ['newborn-renamed', 'last', 'gas', 'dilated'],
    ['hip-dysplasia', 'last-film', 'dysplasia', undefined],
  ])('of %s, %s is the one that its text says', (id, key, finding, instead) => {
    const { text, look } = studyOf(id, key);
    const at = differenceAt(look, { ...look, [finding]: instead } as Look);
    expect(Math.abs(at)).toBeGreaterThan(0.05);
    expect(text).toMatch(at < 0 ? /\bright\b/i : /\bleft\b/i);
  });

  it('of a thoracic curve that is called right is the one that it bends to', () => {
    const middle = vertebrae(28).slice(4, 12);
    expect(studyOf('scoliosis', 'last').text).toMatch(/right thoracic/i);
    expect(Math.max(...middle.map(({ x }) => x))).toBeLessThan(0);
  });

  it('of a joint or breast is the one that its study names', () => {
    for (const { studies } of stories)
      for (const { laterality, series } of studies)
        for (const { look, laterality: own } of series)
          if (look && 'side' in look) expect(look.side).toBe(own ?? laterality);
  });
});

describe('Patient Orientation', () => {
  const orientationOf = async (look: Look, modality: string, side = ''): Promise<readonly string[]> => {
    const header = new Dataset().set(tags.ImageLaterality, side);
    const object = { header, modality, sopInstanceUid: '1.2', instanceNumber: 1, encoding: 'explicit' } as const;
    const { dataset } = await readPart10(Readable.from([await pictureObject(drawn(look, 0), object)]));
    return dataset.strings(tags.PatientOrientation);
  };

  it.each<[string, Look, string, string, string[]]>([
    ['a chest from the front', { draw: 'chest-film', view: 'PA' }, 'DX', '', ['L', 'F']],
    ['a chest from the side, its spine at the right', { draw: 'chest-film', view: 'LL' }, 'DX', '', ['P', 'F']],
    ['a hand, thumb at the left', { draw: 'hand-film', boneAge: 9 }, 'DX', 'L', ['R', 'H']],
    ['R CC', { draw: 'breast', side: 'R', view: 'CC', density: 0.3 }, 'MG', 'R', ['P', 'L']],
    ['L CC', { draw: 'breast', side: 'L', view: 'CC', density: 0.3 }, 'MG', 'L', ['A', 'R']],
    ['L MLO', { draw: 'breast', side: 'L', view: 'MLO', density: 0.3 }, 'MG', 'L', ['A', 'FR']],
    ['an echo, which has none', { draw: 'organ-us', organ: 'liver' }, 'US', '', []],
  ])('of %s', async (_, look, modality, side, expected) => {
    expect(await orientationOf(look, modality, side)).toEqual(expected);
  });
});
