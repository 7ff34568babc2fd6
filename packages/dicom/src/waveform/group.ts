/** Multiplex groups: channels that were sampled together (PS3.3 C.10.9). Every number is checked before anything is read by it. */
import type { Dataset } from '../dataset.ts';
import { tags } from '../dictionary.ts';
import type { BulkElement, ValueElement } from '../element.ts';
import { DicomError } from '../errors.ts';
import type { Tag } from '../tag.ts';
import { channelOf, type WaveformChannel } from './channel.ts';
import { type SampleForm, sampleForm } from './sample-form.ts';

/** What a group says of itself: plain data, which threads may hand each other. */
export interface WaveformGroupForm {
  readonly label: string;
  /** DERIVED, such as a median beat, or ORIGINAL. */
  readonly originality: string;
  /** Seconds from the beginning of the acquisition, which all groups share (C.10.8). */
  readonly offset: number;
  /** Samples a second of each channel. */
  readonly frequency: number;
  /** Samples of each channel. */
  readonly samples: number;
  readonly channels: readonly WaveformChannel[];
  readonly form: SampleForm;
}

export interface WaveformGroup extends WaveformGroupForm {
  /** The samples of all channels, one instant after another, where they are. */
  readonly data: ValueElement | BulkElement;
}

const mostGroups = 64;
const mostChannels = 4096;
const mostFrequency = 1e7;

const bad = (message: string, tag: Tag): never => {
  throw new DicomError('bad-value', message, { path: [tags.WaveformSequence, tag] });
};

const counted = (item: Dataset, tag: Tag, most: number): number => {
  const count = item.number(tag);
  const good = count !== undefined && Number.isInteger(count) && count >= 1 && count <= most;
  return good ? count : bad('A waveform has an impossible number', tag);
};

const frequencyOf = (item: Dataset): number => {
  const frequency = item.number(tags.SamplingFrequency);
  return frequency !== undefined && frequency > 0 && frequency <= mostFrequency
    ? frequency
    : bad('A waveform has an impossible sampling frequency', tags.SamplingFrequency);
};

const dataOf = (item: Dataset, wanted: number): WaveformGroup['data'] => {
  const data = item.get(tags.WaveformData);
  if (data?.kind !== 'value' && data?.kind !== 'bulk')
    throw new DicomError('bad-structure', 'A waveform has no samples', { path: [tags.WaveformData] });
  const length = data.kind === 'value' ? data.bytes.length : data.length;
  if (wanted > length)
    throw new DicomError('truncated', 'A waveform has fewer samples than it says', { path: [tags.WaveformData] });
  return data;
};

const groupOf = (item: Dataset): WaveformGroup => {
  const frequency = frequencyOf(item);
  const channels = counted(item, tags.NumberOfWaveformChannels, mostChannels);
  const samples = counted(item, tags.NumberOfWaveformSamples, 0xffffffff);
  const definitions = item.items(tags.ChannelDefinitionSequence);
  if (definitions.length !== channels)
    bad('A waveform does not define each of its channels', tags.ChannelDefinitionSequence);
  const form = sampleForm(item);
  return {
    label: item.string(tags.MultiplexGroupLabel) ?? '',
    originality: item.string(tags.WaveformOriginality) ?? '',
    offset: (item.number(tags.MultiplexGroupTimeOffset) ?? 0) / 1000,
    frequency,
    samples,
    channels: definitions.map((definition) => channelOf(definition, frequency)),
    form,
    data: dataOf(item, channels * samples * form.bytes),
  };
};

/**
 * The groups of a waveform object, in their order.
 *
 * @throws DicomError if there is none, or one does not say what its samples are
 */
export const waveformGroups = (dataset: Dataset): readonly WaveformGroup[] => {
  const items = dataset.items(tags.WaveformSequence);
  if (items.length === 0 || items.length > mostGroups)
    throw new DicomError('bad-structure', 'There is no waveform, or there are too many', {
      path: [tags.WaveformSequence],
    });
  return items.map(groupOf);
};
