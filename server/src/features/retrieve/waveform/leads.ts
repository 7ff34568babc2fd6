/** The twelve leads of the usual ECG by the codes of CID 3001, which are MDC's and, in older objects, SCP-ECG's. */
import type { WaveformChannel } from '@throughline/dicom';

/** As they stand on paper: three lines of four columns, read downwards. */
export const twelveLeads = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const;

export type Lead = (typeof twelveLeads)[number];

/** ISO/IEEE 11073-10102 numbers of the leads; `MDC` codes begin with 2:, `SCPECG` ones with 5.6.3-9-. */
const numbers: Readonly<Record<Lead, number>> = {
  I: 1,
  II: 2,
  V1: 3,
  V2: 4,
  V3: 5,
  V4: 6,
  V5: 7,
  V6: 8,
  III: 61,
  aVR: 62,
  aVL: 63,
  aVF: 64,
};

const byCode = new Map(
  twelveLeads.flatMap((lead) => [
    [`MDC 2:${numbers[lead]}`, lead],
    [`SCPECG 5.6.3-9-${numbers[lead]}`, lead],
  ]),
);

const byName = new Map(twelveLeads.map((lead) => [lead.toLowerCase(), lead]));

const named = (text: string): Lead | undefined => {
  const [word = ''] = text.replace(/^(ecg\s+)?leads?\s+/i, '').split(/[\s,(]/);
  return byName.get(word.toLowerCase());
};

/** By its code, else by a name that is nothing but the lead's. */
export const leadOf = ({ source, label }: WaveformChannel): Lead | undefined =>
  byCode.get(`${source?.scheme} ${source?.value}`) ?? named(label) ?? named(source?.meaning ?? '');

/** What stands beside a trace. */
export const nameOf = (channel: WaveformChannel, index: number): string =>
  leadOf(channel) ?? (channel.label || `Channel ${index + 1}`);

/** Where each of the twelve is in a group; undefined when one is lacking. */
export const placesOfTwelve = (channels: readonly WaveformChannel[]): ReadonlyMap<Lead, number> | undefined => {
  const places = new Map<Lead, number>();
  for (const [index, channel] of channels.entries()) {
    const lead = leadOf(channel);
    if (lead !== undefined && !places.has(lead)) places.set(lead, index);
  }
  return places.size === twelveLeads.length ? places : undefined;
};
