/** One group of a waveform on paper: twelve leads as on any ECG, anything else a line for each channel. */
import type { WaveformAnnotation, WaveformGroupForm } from '@throughline/dicom';
import { type Lead, nameOf, placesOfTwelve, twelveLeads } from './leads.ts';
import { isEcgClass, usualGain, type WaveformLook } from './look.ts';
import { colours, grid, line, traces, words } from './paper.ts';
import { calibrationOf, ecgStrip, type Strip, type StripPlace, scaledStrip } from './strip.ts';
import { inMillivolts } from './units.ts';

export interface SheetInput {
  readonly group: WaveformGroupForm;
  /** Its place among the groups, from 1. */
  readonly number: number;
  readonly sopClassUid: string;
  readonly look: WaveformLook;
  readonly speed: number;
  /** Seconds from the beginning of the group, and how many. */
  readonly from: number;
  readonly span: number;
  /** The samples of that stretch, of each channel. */
  readonly values: readonly Float64Array[];
  readonly annotations: readonly WaveformAnnotation[];
}

/** A drawing in millimetres, its upper left corner at 0, 0. */
export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly svg: string;
}

/** In millimetres: room for names and calibration, and above the first line. */
const leftMargin = 14;
const rightMargin = 4;
/** A lead of the 3 by 4 form is seen this long. */
const columnSeconds = 2.5;
const columns = 4;
/** Rhythm is judged by this one. */
const rhythmLead: Lead = 'II';
const mostChannels = 32;

const isEcg = ({ sopClassUid, group }: SheetInput): boolean =>
  isEcgClass(sopClassUid) && group.channels.every((channel) => inMillivolts(channel) !== undefined);

const heightOf = (usual: number, gain: number): number => Math.max(usual, (usual * gain) / usualGain);

/** A letter of a mark is about so wide, in millimetres. */
const letter = 1.45;
const markLines = 3;

/** Instants that somebody marked, below the lines; a name is left out where there is no room for it, its tick never. */
const marksOf = ({ annotations, number, from, span, speed }: SheetInput, height: number): string => {
  const ends = Array.from({ length: markLines }, () => 0);
  return annotations
    .filter(({ channels, at }) => at.length > 0 && (channels[0]?.[0] ?? 1) === number)
    .flatMap(({ text, at }) => at.filter((t) => t >= from && t <= from + span).map((t) => ({ text, t })))
    .toSorted((a, b) => a.t - b.t)
    .map(({ text, t }) => {
      const x = leftMargin + (t - from) * speed;
      const free = ends.findIndex((end) => end < x);
      const tick = line(x, height - 1, x, height + 2, colours.mark, 0.3);
      if (free < 0) return tick;
      ends[free] = x + text.length * letter + 1;
      return tick + words(x + 0.4, height + 4 + free * 2.8, text, { size: 2.3, colour: colours.mark });
    })
    .join('');
};

const hasMarks = ({ annotations, number }: SheetInput): boolean =>
  annotations.some(({ channels, at }) => at.length > 0 && (channels[0]?.[0] ?? 1) === number);

const assembled = (
  input: SheetInput,
  size: { readonly width: number; readonly height: number },
  strips: readonly Strip[],
  around: string,
): Sheet => {
  const drawn = [
    grid(leftMargin, 0, size.width, size.height),
    traces(strips.flatMap(({ paths }) => paths)),
    ...strips.map((strip) => strip.around),
    around,
    marksOf(input, size.height),
  ];
  const height = size.height + (hasMarks(input) ? 4 + markLines * 2.8 : 0);
  return { width: leftMargin + size.width + rightMargin, height, svg: drawn.join('') };
};

/** What of a stretch belongs to a column. */
const cut = ({ values, group }: SheetInput, index: number, from: number, seconds: number): Float64Array => {
  const start = Math.round(from * group.frequency);
  return (values[index] ?? new Float64Array()).subarray(start, start + Math.round(seconds * group.frequency));
};

/**
 * Three lines of four columns and the rhythm below (2.5 s of each lead, one after another). A short stretch, such as a median beat, is
 * drawn from its beginning in each column, without a rhythm strip.
 */
const twelveLeadSheet = (input: SheetInput, places: ReadonlyMap<Lead, number>): Sheet => {
  const { group, speed, look } = input;
  const gain = look.gain ?? usualGain;
  const seconds = (input.values[0]?.length ?? 0) / group.frequency;
  const inTurn = seconds > columnSeconds * (columns - 1);
  const long = seconds > columnSeconds;
  const wide = (long ? columnSeconds : Math.max(0.5, seconds)) * speed;
  const height = heightOf(27, gain);
  const further = group.channels.flatMap((_, index) => ([...places.values()].includes(index) ? [] : [index]));
  const below = [...(long ? [places.get(rhythmLead) ?? 0] : []), ...further].slice(0, mostChannels);
  const placeAt = (row: number, column: number): StripPlace => ({
    left: leftMargin + column * wide,
    middle: (row + 0.55) * height,
    height,
  });
  const strip = (index: number, place: StripPlace, values: Float64Array): Strip => {
    const channel = group.channels[index];
    if (channel === undefined) throw new RangeError('A channel that there is not');
    return ecgStrip({ channel, name: nameOf(channel, index), values, place, speed, gain, frequency: group.frequency });
  };
  const inColumns = twelveLeads.map((lead, at) => {
    const index = places.get(lead) ?? 0;
    const column = Math.floor(at / 3);
    const values = cut(input, index, inTurn ? column * columnSeconds : 0, columnSeconds);
    return strip(index, placeAt(at % 3, column), values);
  });
  const across = below.map((index, at) => strip(index, placeAt(3 + at, 0), cut(input, index, 0, input.span)));
  const rows = 3 + below.length;
  const dividers = [1, 2, 3].map((column) => {
    const x = leftMargin + column * wide;
    return line(x, 2, x, 3 * height, colours.muted, 0.15);
  });
  const pulses = Array.from({ length: rows }, (_, row) => calibrationOf(placeAt(row, 0), speed, gain));
  // Where paper is slow, the rhythm is longer than the four columns.
  const size = { width: Math.max(wide * columns, input.span * speed), height: rows * height };
  return assembled(input, size, [...inColumns, ...across], [...dividers, ...pulses].join(''));
};

/** A line for each channel, all of the stretch. */
const rowsSheet = (input: SheetInput): Sheet => {
  const { group, speed, look, span } = input;
  const gain = look.gain ?? usualGain;
  const ecg = isEcg(input);
  const drawn = group.channels.slice(0, mostChannels);
  const height = heightOf(drawn.length > 8 ? 18 : 28, gain);
  const pulses: string[] = [];
  const strips = drawn.map((channel, index) => {
    const place = { left: leftMargin, middle: (index + 0.5) * height, height };
    const values = input.values[index] ?? new Float64Array();
    const about = { channel, name: nameOf(channel, index), values, place, speed, gain, frequency: group.frequency };
    if (ecg) pulses.push(calibrationOf(place, speed, gain));
    return ecg ? ecgStrip(about) : scaledStrip(about);
  });
  const lacking = group.channels.length - drawn.length;
  const note =
    lacking > 0
      ? words(leftMargin + 2, drawn.length * height - 2, `${lacking} further channels are not drawn.`, {
          colour: colours.calibration,
        })
      : '';
  const size = { width: span * speed, height: drawn.length * height };
  return assembled(input, size, strips, [...pulses, note].join(''));
};

export const drawSheet = (input: SheetInput): Sheet => {
  const places = input.look.layout === undefined && isEcg(input) ? placesOfTwelve(input.group.channels) : undefined;
  return places ? twelveLeadSheet(input, places) : rowsSheet(input);
};

/** What is said of the scale above it. */
export const scaleText = (input: SheetInput): string => {
  const { group, speed, look } = input;
  const gain = look.gain ?? usualGain;
  const [{ low, high, notch } = {}] = group.channels.map(({ filter }) => filter);
  return [
    `${speed} mm/s`,
    isEcg(input) ? `${gain} mm/mV` : gain === usualGain ? '' : `height × ${gain / usualGain}`,
    low === undefined && high === undefined ? 'filter not given' : `${low ?? '?'} – ${high ?? '?'} Hz`,
    notch === undefined ? '' : `notch ${notch} Hz`,
    `${group.frequency} samples/s`,
  ]
    .filter(Boolean)
    .join(' · ');
};
