import type { MeasurementSeries } from '@throughline/contract';
import { timelineScale } from '../../components/timeline-scale.ts';
import { amount } from './words.ts';

const width = 640;
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
  const scale = timelineScale(
    series.points.map(({ date }) => date),
    birthDate,
  );
  const y = valueScale(series.points.map(({ value }) => value));
  const x = (share: number): number => left + share * (width - left - right);
  const placed = series.points.map((point) => ({ point, x: x(scale.at(point.date)), y: y(point.value) }));
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className="w-full" role="img" aria-label={`${series.words} over time`}>
      {scale.ticks.map((tick) => (
        <g key={tick.label}>
          <line x1={x(tick.at)} x2={x(tick.at)} y1={top} y2={height - foot} className="stroke-line" />
          <text x={x(tick.at)} y={height - 4} textAnchor="middle" fontSize="11" className="fill-muted">
            {tick.label}
          </text>
        </g>
      ))}
      <polyline points={placed.map((one) => `${one.x},${one.y}`).join(' ')} fill="none" className="stroke-muted" />
      {placed.map(({ point, x: at, y: up }) => (
        <g key={`${point.date} ${point.value} ${point.sites.join()}`} data-point={point.date}>
          <title>
            {[point.date, amount(point.value, series.unit), ...point.sites, point.method].filter(Boolean).join(' · ')}
          </title>
          <circle cx={at} cy={up} r="4.5" fill={colourOf(point.sites[0] ?? '')} />
          <text x={at} y={up - 8} textAnchor="middle" fontSize="12" className="fill-strong">
            {`${point.comparator ?? ''}${amount(point.value, series.unit)}`}
          </text>
        </g>
      ))}
    </svg>
  );
};
