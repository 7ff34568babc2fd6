/** Body surface area on the days that both height and weight are known of. */
import type { MeasurementsOverTime } from '@throughline/contract';
import { bodySurfaceArea, detroit, type Series } from '@throughline/measurements';

/** The formula that the model of normal values names. */
const formula = detroit.surface;

export const surfacesOf = (series: readonly Series[]): MeasurementsOverTime['surfaces'] => {
  const valuesOf = (thing: string): ReadonlyMap<string, number> =>
    new Map(
      series
        .filter((one) => one.thing === thing)
        .flatMap(({ points }) => points.map(({ date, value }) => [date, value])),
    );
  const heights = valuesOf('body-height');
  return [...valuesOf('body-weight')].flatMap(([date, weight]) => {
    const height = heights.get(date);
    const area = height === undefined ? undefined : bodySurfaceArea(formula, weight, height);
    return area === undefined ? [] : [{ date, squareMetres: Number(area.toFixed(2)), formula }];
  });
};
