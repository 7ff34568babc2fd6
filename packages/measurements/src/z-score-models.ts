/** Published models of what is normal in children, with where their coefficients were checked and how far they go. */
import type { SurfaceFormula } from './body-surface.ts';

/** The z-score of a value in mm at a body surface in m2. */
export type Spread = (value: number, surface: number) => number;

export interface Model {
  readonly name: string;
  readonly citation: string;
  readonly checked: string;
  readonly surface: SurfaceFormula;
  /** m2, both included. */
  readonly surfaces: readonly [least: number, most: number];
  /** Years: from, and younger than. */
  readonly ages: readonly [from: number, below: number];
  readonly things: Readonly<Record<string, Spread | { readonly M: Spread; readonly F: Spread }>>;
}

/** Coefficients of 1, BSA, BSA2, BSA3 for the logarithm of the mean in cm, and the mean squared error. */
const cubic =
  (b0: number, b1: number, b2: number, b3: number, error: number): Spread =>
  (value, surface) =>
    (Math.log(value / 10) - (b0 + b1 * surface + b2 * surface ** 2 + b3 * surface ** 3)) / Math.sqrt(error);

const detroit: Model = {
  name: 'Pettersen 2008 (Detroit)',
  citation: 'Pettersen MD, Du W, Skeens ME, Humes RA. J Am Soc Echocardiogr 2008;21:922-934',
  checked:
    'Coefficients alike in the calculator of parameterz.com and in three further public implementations (PHP, C#, JavaScript), 2026-11-26. The left atrium is left out: its error is not alike.',
  surface: 'Haycock',
  // The narrower of what the implementations give: below, newborns before term; above, adults.
  surfaces: [0.15, 2],
  ages: [0, 18],
  things: {
    'lv-diastolic-dimension': cubic(0.105, 2.859, -2.119, 0.552, 0.01),
    'lv-systolic-dimension': cubic(-0.371, 2.833, -2.081, 0.538, 0.016),
    'septum-diastolic-thickness': cubic(-1.242, 1.272, -0.762, 0.208, 0.046),
    'posterior-wall-diastolic-thickness': cubic(-1.586, 1.849, -1.188, 0.313, 0.037),
    'aortic-root': cubic(-0.5, 2.537, -1.707, 0.42, 0.012),
    'sinotubular-junction': cubic(-0.759, 2.643, -1.797, 0.442, 0.018),
  },
};

/** Intercept and slope over ln BSA for the logarithm of the mean in mm, and the standard deviation of that logarithm. */
const logLog =
  (intercept: number, slope: number, deviation: number): Spread =>
  (value, surface) =>
    (Math.log(value) - (intercept + slope * Math.log(surface))) / deviation;

const paris: Model = {
  name: 'Gautier 2010 (Paris)',
  citation: 'Gautier M, Detaint D, Fermanian C, et al. Am J Cardiol 2010;105:888-894',
  checked:
    'Coefficients alike in the calculator of parameterz.com (Python) and in the calculator zscore-echo (JavaScript), 2026-11-26. Diameters in diastole.',
  surface: 'Du Bois',
  // Neither source names a limit of its own: what children of 2 to 18 years have.
  surfaces: [0.4, 2.2],
  ages: [2, 18],
  things: {
    'aortic-root': { M: logLog(3.1, 0.49, 0.1), F: logLog(3.1, 0.44, 0.09) },
    'sinotubular-junction': { M: logLog(2.9, 0.47, 0.1), F: logLog(2.9, 0.42, 0.09) },
    'ascending-aorta': { M: logLog(2.9, 0.46, 0.11), F: logLog(2.9, 0.46, 0.1) },
  },
};

/** Intercept and slope over the root of BSA, of the mean and of the standard deviation, in mm. */
const root =
  (mean0: number, mean1: number, deviation0: number, deviation1: number): Spread =>
  (value, surface) =>
    (value - (mean0 + mean1 * Math.sqrt(surface))) / (deviation0 + deviation1 * Math.sqrt(surface));

const montreal: Model = {
  name: 'Dallaire 2011 (Montreal)',
  citation: 'Dallaire F, Dahdah N. J Am Soc Echocardiogr 2011;24:60-74',
  checked:
    'Coefficients alike in the calculator of parameterz.com (Python) and in the calculator zscore-echo (JavaScript), 2026-11-26; that it is linear in the root of the body surface is in the abstract.',
  surface: 'Haycock',
  // Below, what the youngest that the model is for have; above, what the first source gives.
  surfaces: [0.2, 2.72],
  ages: [1 / 6, 18],
  things: {
    'left-main-coronary-artery': root(-0.1817, 2.9238, 0.1801, 0.253),
    'left-anterior-descending-artery': root(-0.1502, 2.2672, 0.1709, 0.2293),
    'circumflex-artery': root(-0.2716, 2.3458, 0.1142, 0.3423),
    'proximal-right-coronary-artery': root(-0.3039, 2.7521, 0.1626, 0.2881),
  },
};

/** The first that says something is the one that is shown first. */
export const zScoreModels: readonly Model[] = [detroit, paris, montreal];
