/** Units of UCUM (Unified Code for Units of Measure) that imaging measurements come in, by their definitions there. */

/**
 * What a unit measures, as exponents of independent kinds. Absorbed dose (Gy) and equivalent dose (Sv) are both J/kg, and an angle is a
 * number; they are kept apart here all the same, since nothing that is one of them may be read as another.
 */
export type Kind = 'length' | 'mass' | 'time' | 'angle' | 'current' | 'gray' | 'sievert' | 'hounsfield' | 'becquerel';

export interface Atom {
  /** How many of the base unit it is: of m, g, s, rad, A, Gy, Sv, [hnsf'U], Bq. */
  readonly factor: number;
  readonly kinds: Readonly<Partial<Record<Kind, number>>>;
  /** Takes prefixes (UCUM 11). */
  readonly metric: boolean;
}

const atom = (factor: number, kinds: Atom['kinds'], metric = false): Atom => ({ factor, kinds, metric });

const force = { mass: 1, length: 1, time: -2 } as const;
const pressure = { mass: 1, length: -1, time: -2 } as const;
const energy = { mass: 1, length: 2, time: -2 } as const;
const power = { mass: 1, length: 2, time: -3 } as const;

/** Case-sensitive codes (UCUM tables 1 to 23). Scales with an offset (Cel) are no factors and are left out. */
export const atoms: Readonly<Record<string, Atom>> = {
  m: atom(1, { length: 1 }, true),
  g: atom(1, { mass: 1 }, true),
  s: atom(1, { time: 1 }, true),
  rad: atom(1, { angle: 1 }, true),
  A: atom(1, { current: 1 }, true),
  '%': atom(0.01, {}),
  '[ppth]': atom(1e-3, {}),
  '[ppm]': atom(1e-6, {}),
  deg: atom(Math.PI / 180, { angle: 1 }),
  "'": atom(Math.PI / 10_800, { angle: 1 }),
  "''": atom(Math.PI / 648_000, { angle: 1 }),
  l: atom(1e-3, { length: 3 }, true),
  L: atom(1e-3, { length: 3 }, true),
  min: atom(60, { time: 1 }),
  h: atom(3_600, { time: 1 }),
  d: atom(86_400, { time: 1 }),
  wk: atom(604_800, { time: 1 }),
  mo: atom(2_629_800, { time: 1 }),
  a: atom(31_557_600, { time: 1 }),
  Hz: atom(1, { time: -1 }, true),
  N: atom(1e3, force, true),
  dyn: atom(1e-2, force, true),
  Pa: atom(1e3, pressure, true),
  bar: atom(1e8, pressure, true),
  'm[Hg]': atom(133_322_000, pressure, true),
  'm[H2O]': atom(9_806_650, pressure, true),
  J: atom(1e3, energy, true),
  W: atom(1e3, power, true),
  V: atom(1e3, { mass: 1, length: 2, time: -3, current: -1 }, true),
  C: atom(1, { current: 1, time: 1 }, true),
  Gy: atom(1, { gray: 1 }, true),
  Sv: atom(1, { sievert: 1 }, true),
  RAD: atom(1e-2, { gray: 1 }, true),
  REM: atom(1e-2, { sievert: 1 }, true),
  Bq: atom(1, { becquerel: 1 }, true),
  Ci: atom(3.7e10, { becquerel: 1 }, true),
  "[hnsf'U]": atom(1, { hounsfield: 1 }),
  '[in_i]': atom(0.0254, { length: 1 }),
  '[ft_i]': atom(0.3048, { length: 1 }),
  '[lb_av]': atom(453.59237, { mass: 1 }),
  '[oz_av]': atom(28.349523125, { mass: 1 }),
};

/** UCUM 27.1. Two letters before one, so that `da` is not `d` and an `a`. */
export const prefixes: readonly (readonly [code: string, factor: number])[] = [
  ['da', 10],
  ['T', 1e12],
  ['G', 1e9],
  ['M', 1e6],
  ['k', 1e3],
  ['h', 1e2],
  ['d', 1e-1],
  ['c', 1e-2],
  ['m', 1e-3],
  ['u', 1e-6],
  ['n', 1e-9],
  ['p', 1e-12],
];

/**
 * How units are written that are no UCUM and can mean one thing only. Whatever is not here and is not UCUM stays unread: a unit is
 * never guessed. mGycm: CT dose reports of GE write DLP so; the others: HL7 v2 results and FHIR units written for people.
 */
export const spellings: Readonly<Record<string, string>> = {
  mGycm: 'mGy.cm',
  'mGy*cm': 'mGy.cm',
  mGy·cm: 'mGy.cm',
  'dGy*cm2': 'dGy.cm2',
  'Gy*cm2': 'Gy.cm2',
  'Gy*m2': 'Gy.m2',
  mmHg: 'mm[Hg]',
  'mm Hg': 'mm[Hg]',
  bpm: '/min',
  'beats/min': '/min',
  degree: 'deg',
  degrees: 'deg',
  Degree: 'deg',
  '°': 'deg',
  percent: '%',
  'mm²': 'mm2',
  'cm²': 'cm2',
  'm²': 'm2',
  'cm³': 'cm3',
  cc: 'cm3',
  msec: 'ms',
  sec: 's',
  lbs: '[lb_av]',
  inches: '[in_i]',
  weeks: 'wk',
  days: 'd',
  years: 'a',
  ratio: '1',
};
