/** What was written on a waveform: measurements of the whole, and marks at instants (PS3.3 C.10.10). */
import type { Dataset } from '../dataset.ts';
import { tags } from '../dictionary.ts';
import type { Tag } from '../tag.ts';
import { codeIn } from './channel.ts';
import { secondsBetween } from './date-time.ts';
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
const mostModifiers = 8;

/** What a concept is called, what modifies it first. */
const meaningOf = (item: Dataset, tag: Tag): string => {
  const [concept] = item.items(tag);
  const modifiers = concept?.items(tags.ModifierCodeSequence) ?? [];
  const meanings = modifiers.slice(0, mostModifiers).map((modifier) => modifier.string(tags.CodeMeaning));
  return [...meanings, codeIn(item, tag)?.meaning].filter(Boolean).join(' ');
};

const textOf = (item: Dataset): string => {
  const free = item.string(tags.UnformattedTextValue);
  if (free !== undefined) return free;
  const name = meaningOf(item, tags.ConceptNameCodeSequence);
  const unit = codeIn(item, tags.MeasurementUnitsCodeSequence);
  const number = item.string(tags.NumericValue);
  const value = number === undefined ? meaningOf(item, tags.ConceptCodeSequence) : number;
  // UCUM has a code for "no unit", which nobody reads (PS3.3 10.2).
  const shown = number === undefined || unit?.value === '1' ? undefined : unit?.value;
  return [name, value, shown].filter((part) => part !== undefined && part !== '').join(' ');
};

const pairs = (numbers: readonly number[]): readonly (readonly [number, number])[] =>
  Array.from({ length: numbers.length >> 1 }, (_, at) => [numbers[at * 2] ?? 0, numbers[at * 2 + 1] ?? 0]);

/** Seconds from the beginning of the acquisition (C.10.8). */
const datedOf = (item: Dataset, dataset: Dataset): readonly number[] => {
  const [began, zone] = [dataset.string(tags.AcquisitionDateTime), dataset.string(tags.TimezoneOffsetFromUTC)];
  if (began === undefined) return [];
  return item
    .strings(tags.ReferencedDateTime)
    .slice(0, mostInstants)
    .map((at) => secondsBetween(began, at, zone) ?? Number.NaN);
};

const instantsOf = (item: Dataset, dataset: Dataset, group: WaveformGroup | undefined): readonly number[] => {
  // Counted from where the data begins, which is a group's own beginning only where nothing was before it.
  const told = [...item.numbers(tags.ReferencedTimeOffsets), ...datedOf(item, dataset)];
  const offsets = told.map((at) => at - (group?.offset ?? 0));
  // The first sample has the position 1.
  const positions = group ? item.numbers(tags.ReferencedSamplePositions).map((at) => (at - 1) / group.frequency) : [];
  return [...offsets, ...positions].filter((at) => Number.isFinite(at) && at >= 0).slice(0, mostInstants);
};

/** Something of an instant that cannot be read would look like something of the whole (C.10.10.1.2). */
const isLost = (item: Dataset, at: readonly number[]): boolean =>
  at.length === 0 && item.string(tags.TemporalRangeType) !== undefined;

/** Those with a text whose place in time is known. */
export const waveformAnnotations = (
  dataset: Dataset,
  groups: readonly WaveformGroup[],
): readonly WaveformAnnotation[] =>
  dataset
    .items(tags.WaveformAnnotationSequence)
    .slice(0, mostAnnotations)
    .flatMap((item) => {
      const channels = pairs(item.numbers(tags.ReferencedWaveformChannels));
      const at = instantsOf(item, dataset, groups[(channels[0]?.[0] ?? 1) - 1]);
      return isLost(item, at) ? [] : [{ text: textOf(item), channels, at }];
    })
    .filter(({ text }) => text !== '');
