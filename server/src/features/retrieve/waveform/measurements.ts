/** What is written above a waveform, and of which leads it is (PS3.3 C.10.10). */
import type { WaveformAnnotation, WaveformGroup } from '@throughline/dicom';
import { nameOf } from './leads.ts';

const mostMeasurements = 24;
const mostNames = 4;
/** What the paper of a usual ECG has room for. */
const charactersOfLine = 120;

/** One that names all channels of its group singly is of the group. */
const isOfAll = ({ channels }: WaveformAnnotation, groups: readonly WaveformGroup[]): boolean => {
  const [[first = 0] = []] = channels;
  const named = new Set(channels.filter(([group]) => group === first).map(([, channel]) => channel));
  return named.size > 1 && named.size === channels.length && named.size === groups[first - 1]?.channels.length;
};

const namesOf = ({ channels }: WaveformAnnotation, groups: readonly WaveformGroup[]): readonly string[] => {
  const names = channels.map(([number, index]) => {
    const group = groups[number - 1];
    if (index === 0) return group?.label || `Group ${number}`;
    const channel = group?.channels[index - 1];
    return channel ? nameOf(channel, index - 1) : `Channel ${index}`;
  });
  return [...new Set(names)];
};

/** What is of single leads says of which; a channel of 0 is all of its group. */
export const withLeads =
  (groups: readonly WaveformGroup[]) =>
  (annotation: WaveformAnnotation): WaveformAnnotation => {
    if (annotation.channels.every(([, channel]) => channel === 0) || isOfAll(annotation, groups)) return annotation;
    const names = namesOf(annotation, groups);
    const shown = names.length > mostNames ? names.slice(0, mostNames - 1) : names;
    const more = names.length - shown.length;
    return { ...annotation, text: `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}: ${annotation.text}` };
  };

/** Measurements that are of no instant, as many to a line as there is room for. */
export const measurementLines = (annotations: readonly WaveformAnnotation[]): readonly string[] => {
  const texts = annotations.filter(({ at }) => at.length === 0).map(({ text }) => text.replaceAll(/\s+/g, ' '));
  const more = texts.length - mostMeasurements;
  const lines: string[] = [];
  for (const text of [...texts.slice(0, mostMeasurements), ...(more > 0 ? [`and ${more} more`] : [])]) {
    const together = `${lines.at(-1) ?? ''} · ${text}`;
    if (lines.length === 0 || together.length > charactersOfLine) lines.push(text);
    else lines.splice(-1, 1, together);
  }
  return lines;
};
