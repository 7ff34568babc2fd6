/** Where in time what was written on a waveform stands (PS3.3 C.10.10). */
import { expect, it } from 'vitest';
import { Dataset } from '../dataset.ts';
import { tags } from '../dictionary.ts';
import { waveformAnnotations } from './annotation.ts';
import type { WaveformGroup } from './group.ts';

const began = '20260102235959.500';

const instants = (
  at: readonly string[],
  { start = began, zone, offset = 0 }: { start?: string | null; zone?: string; offset?: number } = {},
): readonly number[] | undefined => {
  const mark = new Dataset()
    .set(tags.UnformattedTextValue, 'stress')
    .set(tags.TemporalRangeType, 'POINT')
    .set(tags.ReferencedWaveformChannels, [1, 0])
    .set(tags.ReferencedDateTime, [...at]);
  const dataset = new Dataset().set(tags.WaveformAnnotationSequence, [mark]);
  if (start !== null) dataset.set(tags.AcquisitionDateTime, start);
  if (zone !== undefined) dataset.set(tags.TimezoneOffsetFromUTC, zone);
  const group = { offset, frequency: 100 } as WaveformGroup;
  return waveformAnnotations(dataset, [group])[0]?.at;
};

it('by date and time is as long after the acquisition began', () => {
  expect(instants(['20260103000002.250', '20260103000000'])).toEqual([2.75, 0.5]);
});

it('counts from the beginning of its group', () => {
  expect(instants(['20260103000002.500'], { offset: 2 })).toEqual([1]);
});

it.each([
  ['of both', '20260102235959.500+0100', '20260102230001.500+0000', {}],
  ['of the object', began, '20260102230001.500-0100', { zone: '+0000' }],
])('takes offsets from UTC into account: %s', (_name, start, at, zone) => {
  expect(instants([at], { start, ...zone })).toEqual([2]);
});

it.each<readonly [string, string, string | null]>([
  ['only to the minute', '202601030000', began],
  ['of a day that there is not', '20260231000000', began],
  ['without a beginning', '20260103000002', null],
  ['of which one alone has an offset from UTC', '20260103000002+0100', began],
  ['before the beginning', '20260102235959', began],
])('is left out rather than misplaced: %s', (_name, at, start) => {
  expect(instants([at], { start })).toBeUndefined();
});
