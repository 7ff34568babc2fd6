/** The numbers among the results of a report: OBX of type NM and SN (7.4.2). */
import { readFields, type Segment } from '@throughline/hl7';
import { type Measurement, measurementOfResult } from '@throughline/measurements';
import { bounded } from './reading.ts';

const most = 1_000;

/** OBX-11 (HL7 table 0085): deleted, posted as wrong, and not obtained. */
const notResults = new Set(['D', 'W', 'X', 'N', 'O', 'I']);

export const measurementsIn = (segments: readonly Segment[], observedAt: string | undefined): Measurement[] => {
  const found: Measurement[] = [];
  for (const segment of segments) {
    if (segment.name !== 'OBX' || found.length >= most) continue;
    const { valueType = '', identifier = {}, units, status, observedAt: own } = readFields('OBX', segment);
    if (notResults.has(status ?? '')) continue;
    const code = (value = '', text = '', system = '') => ({
      code: bounded(value, 64),
      text: bounded(text, 200),
      system: bounded(system, 32),
    });
    const value = segment.repetitions(5)[0];
    const measurement = measurementOfResult({
      valueType,
      codes: [
        code(identifier.code, identifier.text, identifier.system),
        code(identifier.alternateCode, identifier.alternateText, identifier.alternateSystem),
      ],
      value: value === undefined ? [] : [1, 2, 3, 4].map((at) => value.text(at)),
      unit: bounded(units?.code ?? units?.text ?? '', 64),
      at: own ?? observedAt ?? null,
    });
    if (measurement !== null) found.push(measurement);
  }
  return found;
};
