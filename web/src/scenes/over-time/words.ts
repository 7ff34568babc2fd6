import type { MeasurementSeries, MeasurementsOverTime } from '@throughline/contract';
import { counted } from '../../components/counted.ts';

type Dose = MeasurementsOverTime['dose'];
type Point = MeasurementSeries['points'][number];
type Group = Dose['known'][number]['group'];

const units: Readonly<Record<string, string>> = {
  deg: '°',
  'mGy.cm': 'mGy·cm',
  'Gy.cm2': 'Gy·cm²',
  mm2: 'mm²',
  cm2: 'cm²',
  mm3: 'mm³',
  cm3: 'cm³',
  m2: 'm²',
  '1': '',
};

/** UCUM as people write it. */
export const unitWords = (unit: string): string => (Object.hasOwn(units, unit) ? (units[unit] ?? unit) : unit);

const round = (value: number): string => String(Number(value.toPrecision(4)));

export const amount = (value: number, unit: string): string => {
  const word = unitWords(unit);
  return word === '°' || word === '' ? `${round(value)}${word}` : `${round(value)} ${word}`;
};

/** The newest value, and by how much it differs from the one before and from the first. */
export const changeWords = ({ points, unit }: Pick<MeasurementSeries, 'points' | 'unit'>): string => {
  const [first, last, before] = [points[0], points.at(-1), points.at(-2)];
  if (first === undefined || last === undefined) return '';
  const now = `${last.comparator ?? ''}${amount(last.value, unit)}`;
  const limits = points.some(({ comparator }) => comparator !== null);
  if (before === undefined || limits) return `${now} on ${last.date}`;
  const since = (point: typeof first): string => {
    const change = last.value - point.value;
    const size = unit === '%' ? `${round(Math.abs(change))} percentage points` : amount(Math.abs(change), unit);
    return `${change > 0 ? '+' : change < 0 ? '−' : '±'}${size} since ${point.date}`;
  };
  return [now, since(before), ...(before === first ? [] : [since(first)])].join(', ');
};

const groupWords: Readonly<Record<Group, string>> = {
  CT: 'CT dose',
  projection: 'X-ray dose',
  nuclear: 'Nuclear medicine dose',
};

const kindWords: Readonly<Record<Dose['totals'][number]['kind'], string>> = {
  dlp: 'dose length product',
  'ctdi-vol': 'CTDIvol',
  'area-product': 'area product',
  'air-kerma': 'air kerma at the reference point',
  glandular: 'glandular dose',
  activity: 'activity given',
};

const sides = { L: 'left', R: 'right', B: 'both sides' } as const;

const studies = (count: number): string => counted(count, 'study', 'studies');

/** One line for each kind of study with radiation: how many are known, and the sums, which are never of two regions. */
export const doseLines = ({ known, totals }: Dose): readonly string[] =>
  known.map(({ group, known: many, of }) => {
    const sums = totals
      .filter((total) => total.group === group)
      .map(({ kind, region, side, value, unit, studies: count }) => {
        const place = [side === null ? null : sides[side], region].filter((part) => part !== null).join(' ');
        const where = place === '' ? 'region not said' : place;
        return `${amount(value, unit)} ${kindWords[kind]}, ${where} (${studies(count)})`;
      });
    const said = `${groupWords[group]}, ${many} of ${studies(of)} known`;
    return sums.length === 0 ? `${said}.` : `${said}: ${sums.join('; ')}.`;
  });

/** What is recorded of one study, or why nothing is. */
export const studyDoseWords = ({ doses, why }: Dose['studies'][number]): string =>
  why ??
  [
    ...new Set(
      doses.map(
        ({ kind, value, unit, region }) =>
          `${kindWords[kind]} ${amount(value, unit)}${region === null ? '' : ` ${region.toLowerCase()}`}`,
      ),
    ),
  ].join(', ');

/** With its sign: which side of the mean it is on is the point of it. */
export const zWords = (z: number): string => `z ${z < 0 ? '−' : '+'}${Math.abs(z).toFixed(1)}`;

/** What each model says of a value, the first one first: one number never stands for several models. */
export const scoresOf = ({
  z,
  zBy,
  zAlso,
}: Pick<Point, 'z' | 'zBy' | 'zAlso'>): readonly { readonly model: string; readonly z: number }[] =>
  z === null ? [] : [{ model: zBy ?? '', z }, ...zAlso];

/** The place in the name of a model: "(Detroit)". */
export const shortModel = (model: string): string => /\([^)]*\)$/.exec(model)?.[0] ?? model;

/** Why values have no z-score, each reason once with its days. */
export const withoutZ = ({ points }: Pick<MeasurementSeries, 'points'>): readonly string[] =>
  [...Map.groupBy(points, ({ whyNoZ }) => whyNoZ)].flatMap(([why, same]) =>
    why === null ? [] : [`No z-score of ${same.map(({ date }) => date).join(', ')}: ${why}.`],
  );
