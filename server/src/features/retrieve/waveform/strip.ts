/** One line of a sheet: a stretch of a channel with its name, on the scale of ECGs or on one of its own. */
import type { WaveformChannel } from '@throughline/dicom';
import { calibrationMark, colours, line, words } from './paper.ts';
import { tracePaths } from './trace.ts';
import { inMillivolts, roundRange, unitText } from './units.ts';

/** In millimetres. */
export interface StripPlace {
  readonly left: number;
  /** Where zero is, of an ECG; the middle of the line. */
  readonly middle: number;
  readonly height: number;
}

export interface Strip {
  /** Of the trace. */
  readonly paths: readonly string[];
  /** What stands around it. */
  readonly around: string;
}

interface StripInput {
  readonly channel: WaveformChannel;
  readonly name: string;
  /** What is drawn, in the channel's units. */
  readonly values: Float64Array;
  readonly place: StripPlace;
  readonly speed: number;
  readonly gain: number;
  /** Samples a second. */
  readonly frequency: number;
  /** Seconds by which the values begin after the left edge. */
  readonly after?: number;
}

const round = (value: number): string => String(Number(value.toPrecision(4)));

/** So many samples, evenly taken, tell where a trace lies. */
const enough = 1000;

const medianOf = (values: Float64Array): number => {
  const every = Math.ceil(values.length / enough);
  const some = Float64Array.from(
    { length: Math.min(enough, values.length) },
    (_, at) => values[at * every] ?? Number.NaN,
  );
  const sorted = some.filter((value) => !Number.isNaN(value)).sort();
  return sorted[sorted.length >> 1] ?? 0;
};

/** A trace this far from zero, in mV, is moved to where it can be seen, and that is said. */
const farFromZero = 1.5;

const stepOf = ({ frequency, speed }: StripInput): number => speed / frequency;

const leftOf = ({ place, after = 0, channel, speed }: StripInput): number =>
  place.left + (after + channel.skew) * speed;

/** On the common scale of millivolts. */
export const ecgStrip = (input: StripInput): Strip => {
  const { channel, name, values, place, gain } = input;
  const unit = inMillivolts(channel) ?? 1;
  const median = medianOf(values) * unit;
  const moved = Math.abs(median) > farFromZero ? median : 0;
  const at = (value: number): number => place.middle - (value * unit - moved) * gain;
  const text = moved === 0 ? name : `${name} (drawn ${round(Math.abs(moved))} mV ${moved > 0 ? 'lower' : 'higher'})`;
  return {
    paths: tracePaths(values, { left: leftOf(input), step: stepOf(input), at }),
    around: words(place.left + 1, place.middle - Math.min(9, place.height / 2 - 2.5), text, { size: 3.4 }),
  };
};

/** On a scale of its own, which is written beside it. */
export const scaledStrip = (input: StripInput): Strip => {
  const { channel, name, values, place } = input;
  const { low, high } = roundRange(values);
  const inner = place.height - 6;
  const bottom = place.middle + inner / 2;
  const at = (value: number): number => bottom - ((value - low) / (high - low)) * inner;
  const ticks = [low, (low + high) / 2, high].map((value) => {
    const y = at(value);
    return (
      words(place.left - 2.5, y + 1, round(value), { size: 2.6, colour: colours.muted, anchor: 'end' }) +
      line(place.left - 2, y, place.left, y, colours.calibration)
    );
  });
  return {
    paths: tracePaths(values, { left: leftOf(input), step: stepOf(input), at }),
    around: `${ticks.join('')}${words(place.left + 1, place.middle - inner / 2 + 1, `${name} [${unitText(channel)}]`, { size: 3.4 })}`,
  };
};

export const calibrationOf = ({ left, middle }: StripPlace, speed: number, gain: number): string =>
  calibrationMark(left - Math.min(5, speed / 5) - 3, middle, speed, gain);
