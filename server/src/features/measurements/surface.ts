/** Height, weight and body surface area on the days that both are known of. */
import type { MeasurementsOverTime } from '@throughline/contract';
import { bodySurfaceArea, type Series, type SurfaceFormula } from '@throughline/measurements';

export interface BodyOfDay {
  readonly date: string;
  readonly heightCm: number;
  readonly weightKg: number;
}

export const bodiesOf = (series: readonly Series[]): readonly BodyOfDay[] => {
  const valuesOf = (thing: string): ReadonlyMap<string, number> =>
    new Map(
      series
        .filter((one) => one.thing === thing)
        .flatMap(({ points }) => points.map(({ date, value }) => [date, value])),
    );
  const heights = valuesOf('body-height');
  return [...valuesOf('body-weight')].flatMap(([date, weightKg]) => {
    const heightCm = heights.get(date);
    return heightCm === undefined ? [] : [{ date, heightCm, weightKg }];
  });
};

/** As it is shown; each model computes it by the formula that it names itself. */
const formula: SurfaceFormula = 'Haycock';

export const surfacesOf = (bodies: readonly BodyOfDay[]): MeasurementsOverTime['surfaces'] =>
  bodies.flatMap(({ date, heightCm, weightKg }) => {
    const area = bodySurfaceArea(formula, weightKg, heightCm);
    return area === undefined ? [] : [{ date, squareMetres: Number(area.toFixed(2)), formula }];
  });
