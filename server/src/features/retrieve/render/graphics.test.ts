/** What a state writes on a picture: all of it in bounded time, or a refusal that says why. */
import { Dataset, tags } from '@throughline/dicom';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { graphicsSvg } from './graphics.ts';

const side = 2048;
const size = { width: side, height: side };

const graphic = (type: string, data: readonly number[]): Dataset =>
  new Dataset()
    .set(tags.GraphicAnnotationUnits, 'PIXEL')
    .set(tags.GraphicType, type)
    .set(tags.GraphicData, [...data], 'FL');
const text = (words: string): Dataset =>
  new Dataset()
    .set(tags.AnchorPointAnnotationUnits, 'PIXEL')
    .set(tags.AnchorPoint, [9, 90], 'FL')
    .set(tags.UnformattedTextValue, words);
const layer = (graphics: readonly Dataset[], texts: readonly Dataset[] = []): Dataset =>
  new Dataset().set(tags.GraphicObjectSequence, [...graphics]).set(tags.TextObjectSequence, [...texts]);

const many = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
/** Around the middle, in steps of about a pixel. */
const ring = (points: number): number[] =>
  many(points, (at) => [1024 + 900 * Math.cos(at / 900), 1024 + 900 * Math.sin(at / 900)]).flat();
/** From edge to edge, over everything that was there. */
const across = (points: number): number[] => many(points, (at) => [at % 2 === 0 ? 1 : side, (at * 977) % side]).flat();

it.each<readonly [string, () => readonly Dataset[], RegExp]>([
  ['points of one line', () => [layer([graphic('POLYLINE', ring(20_001))])], /too many annotations/],
  ['points of lines', () => many(3, () => layer([graphic('POLYLINE', ring(7000))])), /too many annotations/],
  ['objects', () => many(2, () => layer(many(501, () => graphic('POINT', [5, 5])))), /too many annotations/],
  [
    'words',
    () => [
      layer(
        [],
        many(5, () => text('w'.repeat(1000))),
      ),
    ],
    /too much text/,
  ],
  ['words of one', () => [layer([], [text('w'.repeat(5000))])], /too much text/],
  ['lines across', () => [layer([graphic('POLYLINE', across(3000))])], /lines that are too long/],
  ['a circle around everything', () => [layer([graphic('CIRCLE', [5, 5, 1e30, 5])])], /lines that are too long/],
])('more than could be drawn is refused, and why: %s', (_name, make, why) => {
  const annotations = make();
  expect(() => graphicsSvg(annotations, size)).toThrow(why);
});

it('what is drawn is drawn whole, in seconds', async () => {
  const svg = graphicsSvg([layer([graphic('POLYLINE', across(1500)), graphic('POLYLINE', ring(15_000))])], size);
  const began = performance.now();
  const { data } = await sharp(Buffer.from(svg ?? ''))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  // In one piece such a line takes half a minute.
  expect(performance.now() - began).toBeLessThan(15_000);
  const at = (x: number, y: number): number => data[Math.round(y) * side + Math.round(x)] as number;
  const lit = many(15_000, (point) => {
    const [x, y] = [1023.5 + 900 * Math.cos(point / 900), 1023.5 + 900 * Math.sin(point / 900)];
    return Math.max(at(x, y), at(x - 0.5, y - 0.5));
  });
  expect(Math.min(...lit)).toBeGreaterThan(60);
}, 60_000);
