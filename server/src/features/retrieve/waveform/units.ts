import type { WaveformChannel } from '@throughline/dicom';

/** UCUM codes of voltages, in millivolts. */
const millivolts: ReadonlyMap<string, number> = new Map([
  ['nV', 1e-6],
  ['uV', 1e-3],
  ['mV', 1],
  ['V', 1e3],
]);

/** What one unit of a channel is in millivolts; undefined when it is no voltage. */
export const inMillivolts = ({ units }: WaveformChannel): number | undefined =>
  units?.scheme === 'UCUM' ? millivolts.get(units.value) : undefined;

/** A unit as people write it. */
export const unitText = ({ units }: WaveformChannel): string => {
  if (units === undefined) return 'no unit';
  const text = units.value.replaceAll(/[[\]]/g, '').replace(/^u(?=[A-Z])/, 'µ');
  return text === '1' || text === '' ? units.meaning : text;
};

/** The smallest and largest that are round and hold all values; zero is among them where it is near. */
export const roundRange = (values: Float64Array): { readonly low: number; readonly high: number } => {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(Number.isFinite(low) && Number.isFinite(high))) return { low: 0, high: 1 };
  if (low > 0 && low < (high - low) * 2) low = 0;
  const extent = high - low || Math.abs(high) || 1;
  const step = 10 ** Math.floor(Math.log10(extent));
  const fine = [0.1, 0.2, 0.5].map((part) => part * step).find((each) => extent / each <= 20) ?? step;
  return { low: Math.floor(low / fine) * fine, high: Math.ceil(high / fine) * fine || fine };
};
