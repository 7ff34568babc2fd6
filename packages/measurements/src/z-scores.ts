/**
 * How far a child's measurement is from that of healthy children of the same size, by published models. A model stands here when its
 * coefficients were found alike in two public sources at least; beyond its limits it says nothing.
 */
import type { SurfaceFormula } from './body-surface.ts';

interface Model {
  readonly name: string;
  readonly citation: string;
  readonly checked: string;
  readonly surface: SurfaceFormula;
  /** m2, both included. */
  readonly surfaces: readonly [least: number, most: number];
  /** Years; younger than this. */
  readonly youngerThan: number;
  /** By thing: the coefficients of 1, BSA, BSA2, BSA3 for the logarithm of the mean in cm, and the mean squared error. */
  readonly things: Readonly<Record<string, readonly [b0: number, b1: number, b2: number, b3: number, error: number]>>;
}

/** z = (ln y - mean) / sqrt(error), y in cm. */
export const detroit: Model = {
  name: 'Pettersen 2008 (Detroit)',
  citation: 'Pettersen MD, Du W, Skeens ME, Humes RA. J Am Soc Echocardiogr 2008;21:922-934',
  checked:
    'Coefficients alike in the calculator of parameterz.com and in three further public implementations (PHP, C#, JavaScript), 2026-11-26. The left atrium is left out: its error is not alike.',
  surface: 'Haycock',
  // The narrower of what the implementations give: below, newborns before term; above, adults.
  surfaces: [0.15, 2],
  youngerThan: 18,
  things: {
    'lv-diastolic-dimension': [0.105, 2.859, -2.119, 0.552, 0.01],
    'lv-systolic-dimension': [-0.371, 2.833, -2.081, 0.538, 0.016],
    'septum-diastolic-thickness': [-1.242, 1.272, -0.762, 0.208, 0.046],
    'posterior-wall-diastolic-thickness': [-1.586, 1.849, -1.188, 0.313, 0.037],
    'aortic-root': [-0.5, 2.537, -1.707, 0.42, 0.012],
    'sinotubular-junction': [-0.759, 2.643, -1.797, 0.442, 0.018],
  },
};

/** A measurement as a model is asked of it. */
export interface Measured {
  readonly thing: string;
  /** mm */
  readonly value: number;
  /** Measured by ultrasound, as the model was made. */
  readonly isEcho: boolean;
  /** m2; undefined when height and weight of the day are not known. */
  readonly surface: number | undefined;
  /** Years; undefined when the birth date is not known. */
  readonly age: number | undefined;
}

export type ZScore = { readonly z: number } | { readonly why: string };

/** Undefined for what no model speaks of. */
export const zScoreOf = ({ thing, value, isEcho, surface, age }: Measured): ZScore | undefined => {
  const { things, surfaces, youngerThan } = detroit;
  const coefficients = Object.hasOwn(things, thing) ? things[thing] : undefined;
  if (coefficients === undefined) return undefined;
  if (age === undefined) return { why: 'the birth date is not known' };
  if (age >= youngerThan) return { why: `the model is for those younger than ${youngerThan} years` };
  if (!isEcho) return { why: 'the model is for echocardiography' };
  if (surface === undefined) return { why: 'height and weight of that day are not known' };
  const [least, most] = surfaces;
  if (surface < least || surface > most)
    return { why: `the model is for a body surface of ${least} to ${most} m2, this is ${surface.toFixed(2)}` };
  if (value <= 0) return { why: 'the value is none' };
  const [b0, b1, b2, b3, error] = coefficients;
  const mean = b0 + b1 * surface + b2 * surface ** 2 + b3 * surface ** 3;
  return { z: (Math.log(value / 10) - mean) / Math.sqrt(error) };
};
