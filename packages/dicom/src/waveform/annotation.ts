/** What was written on a waveform: measurements of the whole, and marks at instants (PS3.3 C.10.10). */
import type { Dataset } from '../dataset.ts';
import { tags } from '../dictionary.ts';
import { codeIn } from './channel.ts';
import type { WaveformGroup } from './group.ts';

export interface WaveformAnnotation {
  readonly text: string;
  /** Groups and channels, each counted from 1; a channel of 0 is all of its group. None: the whole object. */
  readonly channels: readonly (readonly [group: number, channel: number])[];
  /** Instants in seconds from the beginning of the group; none when it is of the whole. */
  readonly at: readonly number[];
}

const mostAnnotations = 1000;
const mostInstants = 1000;

const textOf = (item: Dataset): string => {
  const free = item.string(tags.UnformattedTextValue);
  if (free !== undefined) return free;
  const name = codeIn(item, tags.ConceptNameCodeSequence)?.meaning;
  const unit = codeIn(item, tags.MeasurementUnitsCodeSequence);
  const number = item.string(tags.NumericValue);
  const value = number === undefined ? codeIn(item, tags.ConceptCodeSequence)?.meaning : number;
  // UCUM has a code for "no unit", which nobody reads (PS3.3 10.2).
  const shown = number === undefined || unit?.value === '1' ? undefined : unit?.value;
  return [name, value, shown].filter((part) => part !== undefined && part !== '').join(' ');
};

const pairs = (numbers: readonly number[]): readonly (readonly [number, number])[] =>
  Array.from({ length: numbers.length >> 1 }, (_, at) => [numbers[at * 2] ?? 0, numbers[at * 2 + 1] ?? 0]);

const instantsOf = (item: Dataset, group: WaveformGroup | undefined): readonly number[] => {
  const offsets = item.numbers(tags.ReferencedTimeOffsets);
  // The first sample has the position 1.
  const positions = group ? item.numbers(tags.ReferencedSamplePositions).map((at) => (at - 1) / group.frequency) : [];
  return [...offsets, ...positions].filter((at) => Number.isFinite(at) && at >= 0).slice(0, mostInstants);
};

export const waveformAnnotations = (
  dataset: Dataset,
  groups: readonly WaveformGroup[],
): readonly WaveformAnnotation[] =>
  dataset
    .items(tags.WaveformAnnotationSequence)
    .slice(0, mostAnnotations)
    .map((item) => {
      const channels = pairs(item.numbers(tags.ReferencedWaveformChannels));
      return { text: textOf(item), channels, at: instantsOf(item, groups[(channels[0]?.[0] ?? 1) - 1]) };
    })
    .filter(({ text }) => text !== '');
