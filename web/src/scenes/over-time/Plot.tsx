import type { MeasurementSeries } from '@throughline/contract';
import { apart } from '../../components/lane-layout.ts';
import { textWidth } from '../../components/text-width.ts';
import { timelineScale } from '../../components/timeline-scale.ts';
import { useWidth } from '../../components/use-width.ts';
import { placeValues } from './place-values.ts';
import { amount } from './words.ts';

/** Pixels of CSS: what is written keeps its size, however wide the plot is. */
const height = 130;
const [left, right, top, foot] = [12, 12, 22, 18];

/** A little room above and below; a single value stands in the middle. */
const valueScale = (values: readonly number[]): ((value: number) => number) => {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = high === low ? Math.max(1, Math.abs(high) * 0.1) : (high - low) * 0.15;
  const [from, to] = [low - room, high + room];
  return (value) => top + (1 - (value - from) / (to - from)) * (height - top - foot);
};

interface PlotProps {
  readonly series: MeasurementSeries;
  readonly birthDate: string | null;
  readonly colourOf: (site: string) => string;
}

/** A line through the values of one thing; each point has the colour of the site that measured. */
export const Plot = ({ series, birthDate, colourOf }: PlotProps) => {
  const [measure, width] = useWidth<HTMLDivElement>();
  const scale = timelineScale(
    series.points.map(({ date }) => date),
    birthDate,
  );
  const y = valueScale(series.points.map(({ value }) => value));
  const x = (share: number): number => left + share * (width - left - right);
  const spots = series.points.map((point) => {
    const text = `${point.comparator ?? ''}${amount(point.value, series.unit)}`;
    return { point, text, x: x(scale.at(point.date)), y: y(point.value), width: textWidth(text, 12) };
  });
  const written = placeValues(spots, { width, height: height - foot });
  const labels = apart(
    scale.ticks.map(({ at, label }) => {
      const labelWidth = textWidth(label, 11);
      const start = Math.min(Math.max(0, x(at) - labelWidth / 2), width - labelWidth);
      return { at: start, label, width: labelWidth };
    }),
  );
  return (
    <div ref={measure}>
      <svg width={width} height={height} className="block" role="img" aria-label={`${series.words} over time`}>
        {scale.ticks.map(({ at, label }) => (
          <line key={label} x1={x(at)} x2={x(at)} y1={top} y2={height - foot} className="stroke-line" />
        ))}
        {labels.map(({ at, label }) => (
          <text key={label} x={at} y={height - 4} fontSize="11" className="fill-muted">
            {label}
          </text>
        ))}
        <polyline points={spots.map((one) => `${one.x},${one.y}`).join(' ')} fill="none" className="stroke-muted" />
        {spots.map(({ point, text, x: at, y: up }, index) => (
          <g key={`${point.date} ${point.value} ${point.sites.join()}`} data-point={point.date}>
            <title>
              {[point.date, amount(point.value, series.unit), ...point.sites, point.method].filter(Boolean).join(' · ')}
            </title>
            <circle cx={at} cy={up} r="4.5" fill={colourOf(point.sites[0] ?? '')} />
            {written[index] && (
              <text {...written[index]} textAnchor="middle" fontSize="12" className="fill-strong">
                {text}
              </text>
            )}
          </g>
        ))}
      </svg>
    </div>
  );
};
