/** What a channel of a waveform says of itself (PS3.3 C.10.9.1.4 and on). */
import type { Dataset } from '../dataset.ts';
import { tags } from '../dictionary.ts';
import type { Tag } from '../tag.ts';

/** The first item of a code sequence. */
export interface Coded {
  readonly value: string;
  readonly scheme: string;
  readonly meaning: string;
}

export interface WaveformChannel {
  /** Channel Label, else what the source is called; empty when the channel says neither. */
  readonly label: string;
  readonly source: Coded | undefined;
  /** Undefined where the samples are in no defined unit. */
  readonly units: Coded | undefined;
  /** A sample is worth this many units, correction factor included (C.10.9.1.4.2). */
  readonly scale: number;
  /** What a sample of 0 is worth, in units. */
  readonly baseline: number;
  /** Seconds by which the first sample comes after the beginning of the group. */
  readonly skew: number;
  /** The pass band and the notch, in Hz; 0 of a notch is none. */
  readonly filter: { readonly low?: number; readonly high?: number; readonly notch?: number };
}

export const codeIn = (dataset: Dataset, tag: Tag): Coded | undefined => {
  const [item] = dataset.items(tag);
  if (item === undefined) return undefined;
  const value = item.string(tags.CodeValue) ?? item.string(tags.LongCodeValue) ?? item.string(tags.URNCodeValue) ?? '';
  const scheme = item.string(tags.CodingSchemeDesignator) ?? '';
  return { value, scheme, meaning: item.string(tags.CodeMeaning) ?? '' };
};

const filterOf = (channel: Dataset): WaveformChannel['filter'] => {
  const low = channel.number(tags.FilterLowFrequency);
  const high = channel.number(tags.FilterHighFrequency);
  const notch = channel.number(tags.NotchFilterFrequency);
  return { ...(low !== undefined && { low }), ...(high !== undefined && { high }), ...(notch && { notch }) };
};

/** @param frequency samples a second of the group, which a skew in samples is counted in */
export const channelOf = (channel: Dataset, frequency: number): WaveformChannel => {
  const source = codeIn(channel, tags.ChannelSourceSequence);
  const units = codeIn(channel, tags.ChannelSensitivityUnitsSequence);
  const sensitivity = channel.number(tags.ChannelSensitivity);
  const correction = channel.number(tags.ChannelSensitivityCorrectionFactor) ?? 1;
  const samplesOfSkew = channel.number(tags.ChannelSampleSkew);
  return {
    label: channel.string(tags.ChannelLabel) ?? source?.meaning ?? '',
    source,
    units: sensitivity === undefined ? undefined : units,
    scale: (sensitivity ?? 1) * correction,
    baseline: channel.number(tags.ChannelBaseline) ?? 0,
    skew: channel.number(tags.ChannelTimeSkew) ?? (samplesOfSkew === undefined ? 0 : samplesOfSkew / frequency),
    filter: filterOf(channel),
  };
};
