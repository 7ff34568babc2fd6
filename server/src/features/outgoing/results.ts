/** What was measured, as coded results of a report: OBX of type NM or SN with the unit in UCUM (7.4.2), and what qualifies it beside it. */
import type { FieldInput, SegmentInput } from '@throughline/hl7';
import { type Measurement, ucumOf } from '@throughline/measurements';
import type { ReportSection } from '../../db/index.ts';
import { segmentOf } from './writing.ts';

/** NM has no exponent (2A.47). */
const decimal = (value: number): string => {
  const text = String(value);
  return /e/i.test(text) ? value.toFixed(12).replace(/\.?0+$/, '') : text;
};

/** A unit that is none of UCUM goes out as it came, and says of no table that it is there. */
const unitOf = (unit: string): FieldInput => {
  if (unit === '') return undefined;
  const ucum = ucumOf(unit);
  return ucum === undefined ? ['', unit] : [ucum, unit === ucum ? '' : unit, 'UCUM'];
};

const sides = { L: 'left', R: 'right', B: 'both sides' } as const;

const qualified = ({ site, side, subject, derivation, modifiers, tracking }: Measurement): string =>
  [
    site?.meaning,
    side === null ? undefined : sides[side],
    subject === null ? undefined : `of ${subject}`,
    derivation?.meaning,
    ...modifiers.map(({ meaning }) => meaning),
    tracking.identifier ?? undefined,
  ]
    .filter((part) => part !== undefined && part !== '')
    .join('; ');

/** OBX, with NTE where something qualifies it; `from` is the number of the first (OBX-1). */
export const resultSegments = (
  measurements: readonly Measurement[],
  status: string,
  from: number,
): readonly SegmentInput[] =>
  measurements.flatMap((one, at): SegmentInput[] => {
    const place = String(from + at);
    const { what, value, comparator } = one;
    const number = decimal(value);
    const obx = segmentOf('OBX', {
      1: place,
      2: comparator === null ? 'NM' : 'SN',
      3: [what.value, what.meaning, what.scheme],
      4: place,
      5: comparator === null ? number : [comparator, number],
      6: unitOf(one.unit),
      11: status,
      14: one.at?.slice(0, 14),
    });
    const note = qualified(one);
    return note === '' ? [obx] : [obx, segmentOf('NTE', { 1: '1', 3: note })];
  });

/** Lines of a report that say in words what goes out as a coded result are left out: it is said once. */
export const withoutResults = (
  sections: readonly ReportSection[],
  measurements: readonly Measurement[],
): readonly ReportSection[] => {
  const said = new Set(
    measurements.flatMap(({ what, value, comparator, unit }) => {
      const number = `${comparator ?? ''}${value}`;
      return [`${what.meaning}\n${number}`, `${what.meaning}\n${number} ${unit}`];
    }),
  );
  return sections.filter(({ heading, text }) => !said.has(`${heading}\n${text.trim()}`));
};
