/**
 * How far a child's measurement is from that of healthy children of the same size, by published models. A model stands in the table when
 * its coefficients were found alike in two public sources at least; beyond its limits it says nothing.
 */
import { bodySurfaceArea } from './body-surface.ts';
import { type Model, type Spread, zScoreModels } from './z-score-models.ts';

/** A measurement as a model is asked of it. */
export interface Measured {
  readonly thing: string;
  /** mm */
  readonly value: number;
  /** Measured by ultrasound, as the models were made. */
  readonly isEcho: boolean;
  /** Of that day; undefined when height or weight is not known. */
  readonly body: { readonly heightCm: number; readonly weightKg: number } | undefined;
  /** Years; undefined when the birth date is not known. */
  readonly age: number | undefined;
  /** Patient's Sex (0010,0040); undefined when it is neither M nor F. */
  readonly sex: 'M' | 'F' | undefined;
}

/** What one model says, by its name. */
export type ZScore = { readonly model: string } & ({ readonly z: number } | { readonly why: string });

const spreadFor = ({ things }: Model, { thing, sex }: Measured): Spread | 'by sex' | undefined => {
  const found = Object.hasOwn(things, thing) ? things[thing] : undefined;
  if (found === undefined || typeof found === 'function') return found;
  return sex === undefined ? 'by sex' : found[sex];
};

const ageLimit = ({ ages: [least, below] }: Model): string => {
  if (least === 0) return `the model is for those younger than ${below} years`;
  const from = least < 1 ? `${Math.round(least * 12)} months` : `${least} years`;
  return `the model is for ${from} to ${below} years`;
};

const judged = (model: Model, spread: Spread | 'by sex', measured: Measured): { z: number } | { why: string } => {
  const { isEcho, body, age, value } = measured;
  const [least, below] = model.ages;
  if (age === undefined) return { why: 'the birth date is not known' };
  if (age < least || age >= below) return { why: ageLimit(model) };
  if (!isEcho) return { why: 'the model is for echocardiography' };
  if (spread === 'by sex') return { why: 'the sex is not known' };
  const surface = body && bodySurfaceArea(model.surface, body.weightKg, body.heightCm);
  if (surface === undefined) return { why: 'height and weight of that day are not known' };
  const [smallest, largest] = model.surfaces;
  if (surface < smallest || surface > largest)
    return { why: `the model is for a body surface of ${smallest} to ${largest} m2, this is ${surface.toFixed(2)}` };
  return value <= 0 ? { why: 'the value is none' } : { z: spread(value, surface) };
};

/** Of each model that speaks of the thing, in the order of the table; empty when none does. */
export const zScoresOf = (measured: Measured): readonly ZScore[] =>
  zScoreModels.flatMap((model) => {
    const spread = spreadFor(model, measured);
    return spread === undefined ? [] : [{ model: model.name, ...judged(model, spread, measured) }];
  });
